"""What update modules import, under the names that they have always used. All of it calls the `orchestrator` program."""

from .utils.index import compare_schema_versions, compute_folder_sha256, log_message

__all__ = ["compare_schema_versions", "compute_folder_sha256", "log_message"]
