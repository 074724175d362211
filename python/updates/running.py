"""Runs modules from within a program, without replacing or restoring anything: what the orchestrator does is more than this."""

import asyncio
import importlib
import traceback
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable, Dict, List, Optional

from .utils.index import log_message


def run_update(module_path: str, args: Optional[List[str]] = None, callback: Optional[Callable] = None) -> Any:
    """Imports it by a name such as `modules.adblock`. Returns what its main(args) returns; None also where it raises."""
    result = None
    try:
        main = _main_of(module_path)
        log_message(f"Running update: {module_path}")
        result = main(args)
        log_message(f"Completed update: {module_path}")
    except Exception as error:  # Whatever a module does wrong, the others go on.
        log_message(f"Error running update for {module_path}: {error}", "ERROR")
        traceback.print_exc()
    if callback is not None:
        callback(module_path, result)
    return result


def _main_of(module_path: str) -> Callable:
    module = importlib.import_module(module_path)
    if not hasattr(module, "main"):
        module = importlib.import_module(f"{module_path}.index")
    return module.main


async def run_updates_async(updates: List[Dict[str, Any]], max_workers: Optional[int] = None) -> Dict[str, Any]:
    """[{"module_path": "modules.adblock", "args": None}]; at most so many at once. The results, by module path."""
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=max_workers) as executor:
        runs = [loop.run_in_executor(executor, run_update, each["module_path"], each.get("args")) for each in updates]
        results = await asyncio.gather(*runs)
    return {each["module_path"]: result for each, result in zip(updates, results)}
