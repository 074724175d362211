"""Replaces the pages, and waits for a build that never ends, as does the child that it has started."""

import json
import os
import subprocess
import sys

BUILD = """
import sys, time
with open(sys.argv[1], "a") as page:
    while True:
        page.write("built\\n")
        page.flush()
        time.sleep(0.05)
"""


def main(args=None):
    with open(os.path.join(os.path.dirname(__file__), "index.json")) as file:
        configuration = json.load(file)["configuration"]
    page = os.path.join(configuration["target_paths"]["base"], "index.html")
    with open(page, "w") as file:
        file.write("half of the new page")
    build = subprocess.Popen([sys.executable, "-c", BUILD, page])
    with open(configuration["child_file"], "w") as file:
        file.write(str(build.pid))
    build.wait()
    return True
