"""Makes unbound's blocklist of several lists of hosts, and keeps the one before beside it."""

import json
import os
import shutil

from updates.index import compare_schema_versions, log_message


def load_config():
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "index.json")) as file:
        return json.load(file)


def hosts_of(path):
    with open(path) as file:
        return [line.split()[1] for line in file if line.startswith("0.0.0.0 ")]


def main(args=None):
    index = load_config()
    config = index["config"]
    version = index["metadata"]["unbound_version"]
    if compare_schema_versions(version, "1.17.0") < 0:
        log_message(f"unbound {version} is too old", "ERROR")
        return {"success": False, "error": "unbound is too old"}
    hosts = sorted({host for path in config["sources"].values() for host in hosts_of(path)})
    shutil.copy2(config["blocklist_path"], config["backup_path"])
    with open(config["blocklist_path"], "w") as file:
        file.writelines(f'local-zone: "{host}" always_nxdomain\n' for host in hosts)
    log_message(f"{len(hosts)} hosts are blocked")
    return {"success": True, "updated": True}
