"""The library functions that need a repository: `orchestrator modules` syncs, updates and restores."""

import os
from typing import Dict, List, Optional

from .program import ProgramError, answer
from .utils.index import log_message

# What was synced to a folder, so that an update from it asks the same repository.
_synced: Dict[str, List[str]] = {}


def sync_from_repo(repo_url: str, local_path: str, branch: str = "main") -> bool:
    """Brings a working copy up to date. False where it stays as it was, and the log says why."""
    options = [f"--repo-url={repo_url}", f"--branch={branch}"]
    try:
        _modules("check", [*options, f"--local-repo={os.fspath(local_path)}"])
    except ProgramError as error:
        log_message(str(error), "ERROR")
        return False
    _synced[os.path.realpath(local_path)] = options
    return True


def update_modules(modules: List[str], local_modules_path: str, repo_modules_path: Optional[str] = None) -> Dict[str, bool]:
    """Whether each was updated. What failed is as before, unless the log says otherwise. The second path is a working copy."""
    options = [f"--modules-path={os.fspath(local_modules_path)}"]
    if repo_modules_path is not None:
        options += [f"--local-repo={os.fspath(repo_modules_path)}", *_synced.get(os.path.realpath(repo_modules_path), [])]
    try:
        results = _modules("update", options, modules).get("results", []) if modules else []
    except ProgramError as error:
        log_message(str(error), "ERROR")
        results = []
    for each in results:
        if each.get("problem"):
            log_message(f"Failed to update module {each['name']}: {each['problem']['message']}", "ERROR")
    done = {each["name"] for each in results if each["outcome"] in ("updated", "unchanged")}
    return {name: name in done for name in modules}


def _modules(command: str, options: List[str], names=()):
    return answer(["modules", command, "--output=json", *options, "--", *names], expected=(0, 1, 3))
