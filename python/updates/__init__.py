"""What update modules import, under the names that they have always used. All of it calls the `orchestrator` program."""

import importlib

from .utils.index import compare_schema_versions, compute_folder_sha256, log_message

# Loaded when they are used: most modules need none of them, and all would wait for it.
_LATER = {
    "detect_module_updates": "module_folders",
    "load_module_index": "module_folders",
    "run_update": "running",
    "run_updates_async": "running",
    "sync_from_repo": "repository",
    "update_modules": "repository",
}

__all__ = ["compare_schema_versions", "compute_folder_sha256", "log_message", *_LATER]


def __getattr__(name):
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_LATER[name]}"), name)
