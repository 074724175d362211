"""Logging, the order of versions, and backups for modules."""

from .index import compare_schema_versions, compute_folder_sha256, log_message

__all__ = ["compare_schema_versions", "compute_folder_sha256", "log_message"]
