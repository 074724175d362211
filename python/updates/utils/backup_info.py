"""A backup as modules see it: an entry of `backups_index.json` in the folder of the backups."""

import calendar
import json
import os
import time
from dataclasses import asdict, dataclass
from typing import Any, Dict, List, Optional


@dataclass
class BackupInfo:
    backup_id: str
    timestamp: int
    backup_type: str
    description: str
    source_path: str
    backup_path: str
    metadata: Dict[str, Any]
    checksum: str

    def to_dict(self) -> Dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Dict[str, Any]) -> "BackupInfo":
        return cls(**data)


@dataclass
class RollbackOperation:
    """Of no use to this package; modules import the name."""

    operation_id: str
    operation_type: str
    backup_info: Optional[BackupInfo]
    rollback_script: Optional[str]
    dependencies: List[str]
    critical: bool
    metadata: Dict[str, Any]


def infos_of(views) -> List[BackupInfo]:
    """Of what the program answers, with the metadata that only the index has."""
    folders = {os.path.dirname(view["path"]) for view in views}
    indexes = {folder: _index_in(folder) for folder in folders}
    return [_info_of(view, indexes[os.path.dirname(view["path"])].get(view["id"])) for view in views]


def _index_in(folder) -> Dict[str, Any]:
    try:
        with open(os.path.join(folder, "backups_index.json"), encoding="utf-8") as file:
            index = json.load(file)
    except (OSError, ValueError):
        return {}
    return index if isinstance(index, dict) else {}


def _info_of(view, entry) -> BackupInfo:
    metadata = (entry or {}).get("metadata") or {"size": view.get("sizeBytes", 0)}
    return BackupInfo(
        backup_id=view["id"],
        timestamp=calendar.timegm(time.strptime(view["createdAt"][:19], "%Y-%m-%dT%H:%M:%S")),
        backup_type=view["type"],
        description=view["description"],
        source_path=view["source"],
        backup_path=view["path"],
        metadata={**metadata, "module_name": view["module"]},
        checksum=view["checksum"],
    )
