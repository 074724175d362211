"""Calls the `orchestrator` program: the one that has called the module, else the one in the search path, else the one beside."""

import json
import os
import shutil
import subprocess


class ProgramError(Exception):
    """What the program did not do, and why. `facts` are those of its answer."""

    def __init__(self, message, facts=None):
        super().__init__(message)
        self.facts = facts or {}


NAME = "orchestrator"


def program():
    named = os.environ.get("ORCHESTRATOR_PROGRAM")
    if named:
        return named
    beside = os.path.normpath(os.path.join(os.path.realpath(__file__), "..", "..", "..", "dist", "main.js"))
    return NAME if shutil.which(NAME) or not os.access(beside, os.X_OK) else beside


def run(arguments):
    """All of its output goes to our stdout. Returns its exit code; one that was ended by a signal has 128 and more."""
    try:
        command = [program(), *arguments]
        exit_code = subprocess.run(command, stdin=subprocess.DEVNULL, stderr=subprocess.STDOUT, check=False).returncode
    except OSError as error:
        raise ProgramError(_not_started(error)) from error
    return 128 - exit_code if exit_code < 0 else exit_code


def answer(arguments, environment=None, expected=(0,)):
    """What it answers to `--output json`. Raises ProgramError where it fails with another code than is expected."""
    try:
        ended = subprocess.run(
            [program(), "--log-level", "error", *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            env={**os.environ, **(environment or {})},
        )
    except (OSError, ValueError) as error:
        raise ProgramError(_not_started(error)) from error
    found = _parsed(ended.stdout)
    if ended.returncode in expected and found is not None and "error" not in found:
        return found
    fault = (found or {}).get("error") or {}
    said = ended.stderr.decode(errors="replace").strip()
    message = fault.get("message") or said or f"{program()} exited with {ended.returncode}"
    raise ProgramError(message, fault.get("facts"))


def _parsed(text):
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _not_started(error):
    return f"{program()} cannot be run: {error}"
