"""How a module's description of a database reaches the orchestrator. Passwords go by a file that only memory holds.

A command line is for all users of a machine to see, and so, for its owner, is an environment.
"""

import os
from contextlib import contextmanager
from typing import Dict, List

from .errors import GlobalRollbackError

_PARAMETERS = {"database": "dbname", "host": "host", "port": "port", "user": "user"}


def database_options(config: Dict[str, str]) -> List[str]:
    kind = config.get("type", "postgresql")
    database = config.get("database")
    if not database:
        raise GlobalRollbackError("Failed to backup database: it has no name")
    if kind == "sqlite":
        return [f"--sqlite={os.fspath(database)}"]
    if kind != "postgresql":
        raise GlobalRollbackError(f"Unsupported database type: {kind}")
    words = [f"{word}={config[key]}" for key, word in _PARAMETERS.items() if config.get(key)]
    if any(len(word.split()) != 1 for word in words):
        raise GlobalRollbackError("Failed to backup database: a name with a space is not taken")
    return [f"--postgresql={' '.join(words)}"]


class Passwords:
    """Those that a module has named, kept for as long as it runs: a restore needs them again, and no backup has them."""

    def __init__(self):
        self._lines = []

    def remember(self, config: Dict[str, str]) -> None:
        if not config.get("password"):
            return
        # The restore also connects to other databases of the server, so the password is for all of them.
        fields = [config.get("host") or "*", config.get("port") or "*", "*", config.get("user") or "*", config["password"]]
        line = ":".join(_escaped(str(field)) for field in fields)
        if "\n" in line:
            raise GlobalRollbackError("Failed to backup database: a password with a line break is not taken")
        # The newest is right, and libpq takes the first that fits.
        self._lines = [line, *(each for each in self._lines if each != line)]

    @contextmanager
    def offered(self):
        """The environment by which a program that uses libpq finds them."""
        if not self._lines:
            yield {}
            return
        descriptor = os.memfd_create("pgpass")
        try:
            os.fchmod(descriptor, 0o600)
            text = "".join(f"{line}\n" for line in self._lines) + _own_file()
            os.write(descriptor, text.encode(errors="surrogateescape"))
            # By this process, since the program does not hand descriptors on.
            yield {"PGPASSFILE": f"/proc/{os.getpid()}/fd/{descriptor}"}
        finally:
            os.close(descriptor)


def _escaped(field: str) -> str:
    return field if field == "*" else field.replace("\\", "\\\\").replace(":", "\\:")


def _own_file() -> str:
    """What the user has written for libpq holds besides."""
    path = os.environ.get("PGPASSFILE") or os.path.expanduser("~/.pgpass")
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return file.read()
    except OSError:
        return ""
