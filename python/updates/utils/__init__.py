"""Logging, the order of versions, and backups for modules."""

import importlib

from .index import compare_schema_versions, compute_folder_sha256, log_message

# Loaded when they are used: most modules need none of them, and all would wait for it.
_OF_ROLLBACK = (
    "BackupInfo",
    "GlobalRollback",
    "GlobalRollbackError",
    "RollbackOperation",
    "backup_file_simple",
    "create_global_rollback",
    "restore_backup_simple",
)

__all__ = ["compare_schema_versions", "compute_folder_sha256", "log_message", *_OF_ROLLBACK]


def __getattr__(name):
    if name not in _OF_ROLLBACK:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.global_rollback"), name)
