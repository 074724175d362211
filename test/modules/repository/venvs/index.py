"""Makes the virtual environments that are not there, with what its own folder and its package offer."""

import asyncio
import json
import os

import requirements_text
from updates.modules.venvs.names import folder_of


async def make(folder, packages):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "requirements.txt"), "w") as file:
        file.write(requirements_text.of(packages))


async def main(args=None):
    with open("index.json") as file:
        config = json.load(file)["config"]
    environments = config["virtual_environments"].items()
    await asyncio.gather(
        *(make(folder_of(config["venvs_dir"], name), environment["packages"]) for name, environment in environments)
    )
    return {"success": True, "created": len(environments)}
