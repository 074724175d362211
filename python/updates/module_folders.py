"""Folders of modules as they lie there: their index.json, and which of them a repository has newer. Nothing is changed."""

import json
import os
import re
from typing import Any, Callable, Dict, List, Optional

from .utils.index import compare_schema_versions, log_message

_LARGEST_INDEX = 1 << 20

# What lies beside modules and is none.
_NO_MODULE = re.compile(r"\.|__pycache__$|.*\.backup$").match


def load_module_index(module_path: str) -> Optional[Dict[str, Any]]:
    """The index.json of a module's folder. None where it cannot be read, and the log says why."""
    return _read_index(module_path, float)


def _read_index(module_path: str, parse_float: Callable[[str], Any]) -> Optional[Dict[str, Any]]:
    path = os.path.join(module_path, "index.json")
    try:
        if not os.path.isfile(path):
            raise ValueError("there is no such file")
        with open(path, encoding="utf-8-sig") as file:
            index = json.loads(file.read(_LARGEST_INDEX), parse_float=parse_float)
        if not isinstance(index, dict) or not isinstance(index.get("metadata"), dict):
            raise ValueError("it has no metadata")
        return index
    except (OSError, ValueError, RecursionError) as error:
        log_message(f"{path} cannot be read: {error}", "WARNING")
        return None


def detect_module_updates(local_modules_path: str, repo_modules_path: str) -> List[str]:
    """The names of those that the repository has newer, or that are only there. Disabled ones are left alone."""
    local, repository = _modules_in(local_modules_path), _modules_in(repo_modules_path)
    return [name for name in repository if _needs_update(name, repository[name], local.get(name))]


def _modules_in(folder: str) -> Dict[str, Optional[Dict[str, Any]]]:
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if entry.is_dir() and not _NO_MODULE(entry.name))
    except FileNotFoundError:
        return {}
    # A version that is written as a number counts as its digits: 1.10 is no 1.1.
    return {name: _read_index(os.path.join(folder, name), str) for name in names}


def _needs_update(name: str, repository, local) -> bool:
    if repository is None:
        return False
    indexes = [index for index in (repository, local) if index is not None]
    if any(index["metadata"].get("enabled", True) is False for index in indexes):
        return False
    available = repository["metadata"].get("schema_version")
    installed = "none" if local is None else local["metadata"].get("schema_version")
    try:
        # Of a new one it is asked, too, whether it has a version.
        order = compare_schema_versions(available, available if local is None else installed)
        if local is not None and order <= 0:
            log_message(f"Module {name} is up to date: {installed}")
            return False
    except ValueError as error:
        log_message(f"Module {name} cannot be compared: {error}", "WARNING")
        return False
    log_message(f"Module {name} needs update: {installed} → {available}")
    return True
