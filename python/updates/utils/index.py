"""Small things that modules import: log lines, the order of versions, the digest of a folder.

Standard library only, and nothing here calls the orchestrator.
"""

import os
import sys
import time

_VERSION = r"[vV]?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?"


def log_message(message, level="INFO"):
    """Prints a line of the log. Run by the orchestrator, which writes the time itself, only what it cannot know."""
    if "ORCHESTRATOR_MODULE" not in os.environ:
        line = f"[{time.strftime('%Y-%m-%d %H:%M:%S')}] [{level}] {message}"
    elif level == "INFO":
        line = str(message)
    else:
        line = f"[{level}] {message}"
    encoding = sys.stdout.encoding or "ascii"
    print(line.encode(encoding, "backslashreplace").decode(encoding), flush=True)


def compare_schema_versions(version1, version2):
    """-1, 0 or 1, by the precedence of semantic versions; `1`, `1.2` and `v1.2.3` are taken. Raises ValueError."""
    first, second = _precedence(version1), _precedence(version2)
    return (first > second) - (first < second)


def _precedence(version):
    import re

    found = re.fullmatch(_VERSION, str(version).strip())
    if found is None:
        raise ValueError(f"{version!r} is not a version such as 1.2.3")
    numbers = tuple(int(each or 0) for each in found.group(1, 2, 3))
    # A release comes after its pre-releases; a number comes before a word, and words are in the order of ASCII.
    pre = found.group(4)
    words = () if pre is None else tuple((0, int(each), "") if each.isdigit() else (1, 0, each) for each in pre.split("."))
    return numbers, pre is None, words


def compute_folder_sha256(folder_path):
    """SHA-256 over the sorted walk of a folder: the path of each file in it, then its content."""
    import hashlib

    digest = hashlib.sha256()
    for root, folders, files in os.walk(folder_path):
        folders.sort()
        for name in sorted(files):
            path = os.path.join(root, name)
            digest.update(os.path.relpath(path, folder_path).encode(errors="surrogateescape"))
            with open(path, "rb") as file:
                for chunk in iter(lambda: file.read(1 << 16), b""):
                    digest.update(chunk)
    return digest.hexdigest()
