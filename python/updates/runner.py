"""Runs the main(args) of a module: `python3 runner.py FOLDER [JSON LIST [ENTRY]]`. Exits with 0 if it succeeded, or else with 1.

Called by the update interface `directory-module`, which has put the module in its place; nothing is restored here.
"""

import os
import sys

# Not the folder of this file, where `index` and `utils` would be found by names that belong to the module.
sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

from updates.surroundings import import_package, surround  # noqa: E402
from updates.utils.index import log_message  # noqa: E402
from updates.verdict import verdict_of  # noqa: E402


def run(folder, args, entry):
    """Whether it succeeded. Why not is in the log."""
    os.chdir(folder)
    sys.argv = [os.path.join(folder, entry), *(str(each) for each in args or [])]
    try:
        main = _main_of(folder, entry)
    except SystemExit as ended:
        log_message(f"the module ended with {ended.code!r} when it was imported, before main(args)", "ERROR")
        return False
    except BaseException:
        _log_exception(folder)
        return False
    if main is None:
        log_message(f"the module's {entry} has no main(args)", "ERROR")
        return False
    return _call(main, args, folder)


def _main_of(folder, entry):
    name = surround(folder)
    package = import_package(name, folder)
    if entry == "__init__.py":
        return getattr(package, "main", None)
    path = os.path.normpath(entry)[: -len(".py")].replace(os.sep, ".")
    index = __import__(f"{name}.{path}", fromlist=["main"])
    return getattr(index, "main", None) or getattr(package, "main", None)


def _call(main, args, folder):
    try:
        verdict = verdict_of(_finished(main(args)), main)
    except SystemExit as ended:
        if ended.code in (None, 0):
            return True
        log_message(f"the module ended with {ended.code!r}", "ERROR")
        return False
    except BaseException:
        _log_exception(folder)
        return False
    if verdict.why is not None:
        log_message(verdict.why, "INFO" if verdict.succeeded else "ERROR")
    return verdict.succeeded


def _finished(result):
    if not hasattr(result, "__await__"):
        return result
    import asyncio

    async def awaited():
        return await result

    return asyncio.run(awaited())


def _log_exception(folder):
    """Its last line is the reason, as of every failure here."""
    import traceback

    kind, error, trace = sys.exc_info()
    traceback.print_exception(kind, error, _from_module(trace, folder))


def _from_module(trace, folder):
    """Without what called the module, as far as it is in the trace at all."""
    found = trace
    while found is not None and not found.tb_frame.f_code.co_filename.startswith(folder + os.sep):
        found = found.tb_next
    return found or trace


def _list_in(words):
    """What is not needed is not loaded: most modules run without arguments, and all would wait for it."""
    if not words or words[0] in ("", "null"):
        return None
    import json

    return json.loads(words[0])


if __name__ == "__main__":
    # Line by line also where the output is a pipe, so that the log has it when it happens.
    sys.stdout.reconfigure(line_buffering=True)
    entry = sys.argv[3] if len(sys.argv) > 3 else "index.py"
    sys.exit(0 if run(os.path.abspath(sys.argv[1]), _list_in(sys.argv[2:]), entry) else 1)
