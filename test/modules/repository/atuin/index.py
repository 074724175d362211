"""Moves the history to a new form, and fails in the middle of it."""

import json
import os
import shutil


def main(args=None):
    with open(os.path.join(os.path.dirname(__file__), "index.json")) as file:
        directories = json.load(file)["config"]["directories"]
    shutil.rmtree(os.path.join(directories["data"], "sessions"))
    with open(os.path.join(directories["config"], "config.toml"), "a") as file:
        file.write('sync = "v2"\n')
    os.chmod(os.path.join(directories["config"], "config.toml"), 0o666)
    raise RuntimeError("the history is of an unknown form")
