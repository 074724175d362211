"""Backups and rollback points for modules, as they have always used them; `orchestrator backup` makes and restores them.

What makes a backup raises GlobalRollbackError. What brings one back returns whether it did, and the log says why not.
"""

import os
from typing import Any, Dict, List, Optional

from ..program import ProgramError, answer
from .backup_info import BackupInfo, RollbackOperation, infos_of
from .databases import Passwords, database_options
from .errors import GlobalRollbackError
from .index import log_message

__all__ = [
    "BackupInfo",
    "GlobalRollback",
    "GlobalRollbackError",
    "RollbackOperation",
    "backup_file_simple",
    "create_global_rollback",
    "restore_backup_simple",
]


class GlobalRollback:
    """Without a folder, the configured one is used, or /var/backups/updates."""

    def __init__(self, backup_dir: Optional[str] = None):
        self.backup_dir = None if backup_dir is None else os.fspath(backup_dir)
        self._passwords = Passwords()
        # The points made here, by the ids of their backups.
        self._points: Dict[frozenset, str] = {}

    def backup_file(self, source_path: str, description: str, module_name: str = "unknown") -> BackupInfo:
        """A file, or a folder with all that is in it."""
        source = os.fspath(source_path)
        if not os.path.lexists(source):
            raise GlobalRollbackError(f"Source path does not exist: {source}")
        return self._one("file", source, [f"--file={source}"], description, module_name)

    def backup_services(self, services: List[str], description: str, module_name: str = "unknown") -> BackupInfo:
        """Whether systemd units are active and enabled."""
        return self._one("service", services, _service_options(services), description, module_name)

    def backup_database(self, db_config: Dict[str, str], description: str, module_name: str = "unknown") -> BackupInfo:
        """{"type": "postgresql", "database", "host", "port", "user", "password"} or {"type": "sqlite", "database": PATH}."""
        self._passwords.remember(db_config)
        return self._one("database", db_config.get("database"), database_options(db_config), description, module_name)

    def create_rollback_point(
        self,
        module_name: str,
        description: str,
        files: Optional[List[str]] = None,
        services: Optional[List[str]] = None,
        databases: Optional[List[Dict[str, str]]] = None,
    ) -> Dict[str, str]:
        """All of it, or none. A path where nothing is is captured as such: a restore removes what comes there."""
        paths = [os.fspath(path) for path in files or []]
        for path in paths:
            if not os.path.lexists(path):
                log_message(f"Nothing is at {path}; a restore will remove what comes there", "WARNING")
        options = [f"--file={path}" for path in paths] + _service_options(services or [])
        for database in databases or []:
            self._passwords.remember(database)
            options += database_options(database)
        if not options:
            log_message(f"Created rollback point for {module_name}: 0 backups")
            return {}
        created = self._create([*options, "--allow-missing"], description, module_name)
        log_message(f"Created rollback point for {module_name}: {len(created)} backups")
        point = {_key_of(view): view["id"] for view in created}
        self._points[frozenset(point.values())] = created[0].get("point", created[0]["id"])
        return point

    def restore_backup(self, backup_id: str) -> bool:
        """False also where there is no such backup."""
        try:
            self._restore(backup_id)
        except ProgramError as error:
            log_message(str(error), "ERROR")
            return False
        log_message(f"Restored backup: {backup_id}")
        return True

    def restore_rollback_point(self, rollback_point: Dict[str, str]) -> bool:
        """True if everything is back."""
        ids = list(rollback_point.values())
        restored = self._restored_of(ids)
        is_whole = restored == len(ids)
        line = f"Restored rollback point: {restored}/{len(ids)} backups successful"
        log_message(line, "INFO" if is_whole else "ERROR")
        return is_whole

    def list_backups(self, module_name: Optional[str] = None, backup_type: Optional[str] = None) -> List[BackupInfo]:
        """Newest first."""
        filters = [f"--module={module_name}"] if module_name else []
        filters += [f"--type={backup_type}"] if backup_type else []
        return infos_of(self._asked("list", filters)["backups"])

    def cleanup_old_backups(self, max_age_days: float = 30, keep_minimum: int = 5) -> int:
        """How many were removed. The newest of each module stay whatever their age."""
        rule = [f"--max-age-days={max_age_days}", f"--keep-minimum={keep_minimum}"]
        removed = sum(len(unit["backups"]) for unit in self._asked("prune", rule)["removed"])
        log_message(f"Cleaned up {removed} old backups")
        return removed

    def _one(self, kind, source, options, description, module_name) -> BackupInfo:
        if not options:
            raise GlobalRollbackError(f"Failed to backup {kind}: nothing is named")
        [info] = infos_of(self._create(options, description, module_name))
        log_message(f"Created {kind} backup: {source} → {info.backup_id}")
        return info

    def _create(self, options, description, module_name) -> List[Dict[str, Any]]:
        created = self._asked("create", [f"--module={module_name}", f"--description={description}", *options])
        for warning in created["warnings"]:
            log_message(warning, "WARNING")
        return created["backups"]

    def _asked(self, command, options) -> Dict[str, Any]:
        try:
            return self._answer(command, options)
        except ProgramError as error:
            raise GlobalRollbackError(str(error)) from error

    def _answer(self, command, options, names=()) -> Dict[str, Any]:
        place = [] if self.backup_dir is None else [f"--backup-dir={self.backup_dir}"]
        with self._passwords.offered() as environment:
            return answer(["backup", command, "--output=json", *place, *options, "--", *names], environment)

    def _restore(self, backup_id) -> None:
        self._answer("restore", ["--yes"], [str(backup_id)])

    def _restored_of(self, ids) -> int:
        """Together where they are a whole point: its services are stopped before anything comes back."""
        point = self._point_of(ids)
        if point is None:
            return sum(self.restore_backup(backup_id) for backup_id in ids)
        try:
            self._restore(point)
        except ProgramError as error:
            log_message(str(error), "ERROR")
            states = error.facts.get("states") or []
            return sum(1 for each in states if isinstance(each, dict) and each.get("state") == "restored")
        return len(ids)

    def _point_of(self, ids) -> Optional[str]:
        known = self._points.get(frozenset(ids))
        if known is not None:
            return known
        try:
            views = self._answer("list", [])["backups"]
        except ProgramError:
            return None
        points = {view.get("point") for view in views if view["id"] in ids}
        point = points.pop() if len(points) == 1 else None
        members = {view["id"] for view in views if view.get("point") == point}
        return point if point is not None and members == set(ids) else None


def _service_options(services) -> List[str]:
    return [f"--service={service}" for service in services]


def _key_of(view) -> str:
    """A point of one backup is that backup, which has no key."""
    kinds = {"file": f"file_{os.path.basename(view['source'])}", "service": "services", "database": "database_0"}
    return view.get("key") or kinds[view["type"]]


def backup_file_simple(file_path: str, description: str, module_name: str = "unknown") -> str:
    """Returns the backup's id."""
    return GlobalRollback().backup_file(file_path, description, module_name).backup_id


def restore_backup_simple(backup_id: str) -> bool:
    return GlobalRollback().restore_backup(backup_id)


def create_global_rollback(backup_dir: Optional[str] = None) -> GlobalRollback:
    return GlobalRollback(backup_dir)
