#!/usr/bin/env python3
"""Updates the modules of this system from their repository: the original's command line, done by `orchestrator modules`.

    python3 index.py --check-only        python3 -m updates.index --branch develop        (--help has the options)
"""

import os
import sys

if not __package__:
    # Run as a file, perhaps by a link: the package is where the file itself lies.
    sys.path[0] = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    sys.dont_write_bytecode = True

import updates  # noqa: E402
from updates.utils.index import compare_schema_versions, compute_folder_sha256, log_message  # noqa: E402

__all__ = [*updates.__all__, "main"]


def __getattr__(name):
    """Modules import from here what the package has; most want the log alone, and none the command line."""
    if name not in updates.__all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(updates, name)


_NOT_RUN = 127


def main(argv=None) -> int:
    from updates.program import ProgramError, run

    options = _parser().parse_args(argv)
    try:
        return run(["--log-format", "seed", "modules", *_command_of(options), *_flags_of(options)])
    except ProgramError as error:
        log_message(str(error), "ERROR")
        return _NOT_RUN


def _parser():
    import argparse

    parser = argparse.ArgumentParser(description="Updates modules from a git repository.")
    parser.add_argument("--repo-url", metavar="URL", help="git repository (default: as configured)")
    parser.add_argument("--local-repo", metavar="PATH", help="working copy (default: as configured)")
    parser.add_argument("--modules-path", metavar="PATH", help="where the modules are (default: as configured)")
    parser.add_argument("--branch", help="branch, tag or commit (default: as configured)")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--legacy", action="store_true", help="run what the legacy manifest.json lists")
    what.add_argument("--check-only", action="store_true", help="only say what would be updated")
    what.add_argument("--enable-module", metavar="MODULE")
    what.add_argument("--disable-module", metavar="MODULE")
    what.add_argument("--list-modules", action="store_true")
    what.add_argument("--module-status", metavar="MODULE")
    what.add_argument("--all-status", action="store_true")
    return parser


def _command_of(options):
    if options.enable_module:
        return ["enable", options.enable_module]
    if options.disable_module:
        return ["disable", options.disable_module]
    if options.module_status:
        return ["status", options.module_status]
    if options.list_modules or options.all_status:
        return ["list"]
    if options.legacy:
        return ["update", "--legacy"]
    return ["check" if options.check_only else "update"]


def _flags_of(options):
    flags = [] if options.modules_path is None else [f"--modules-path={options.modules_path}"]
    if _command_of(options)[0] not in ("check", "update"):
        return flags
    given = {"--repo-url": options.repo_url, "--local-repo": options.local_repo, "--branch": options.branch}
    return flags + [f"{flag}={value}" for flag, value in given.items() if value is not None]


if __name__ == "__main__":
    sys.exit(main())
