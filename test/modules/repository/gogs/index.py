"""Writes a new configuration, finds that the service does not take it, and says so the old way: with None."""

import json
import os
import sys

from initialization.files.user_local_lib.updates import log_message


def is_healthy():
    return False


def main(args=None):
    with open(os.path.join(os.path.dirname(__file__), "index.json")) as file:
        config = json.load(file)["config"]
    os.replace(config["app_ini"], config["app_ini"] + ".old")
    with open(config["app_ini"], "w") as file:
        file.write("[server]\nHTTP_PORT = 3001\n")
    if not is_healthy():
        print("gogs does not answer", file=sys.stderr)
        log_message("gogs is not healthy after the update", "ERROR")
        return None
    return True
