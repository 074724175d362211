"""Is installed for the first time, and says with a dictionary that it did not work."""

import json
import os


def main(args=None):
    with open(os.path.join(os.path.dirname(__file__), "index.json")) as file:
        config = json.load(file)["config"]
    with open(config["env_file"], "w") as file:
        file.write("ROCKET_PORT=8000\n")
    os.makedirs(os.path.join(config["backup_paths"][1], "icons"))
    return {"success": False, "error": "the image cannot be had", "rollback_success": False}
