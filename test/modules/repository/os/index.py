"""Upgrades the packages of the system with the command that its index names."""

import json
import os
import subprocess


def main(args=None):
    with open(os.path.join(os.path.dirname(__file__), "index.json")) as file:
        config = json.load(file)["config"]
    done = subprocess.run(config["package_manager"]["update_command"], check=False)
    return {"success": done.returncode == 0}
