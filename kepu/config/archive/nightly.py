"""The nightly backup: into the folder the settings name, of which only the newest are kept."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from kepu.config.archive.manifest import Refused
from kepu.config.archive.writing import backup, default_path

MARK = "-nightly.zip"
NIGHT = range(1, 6)
LATE = timedelta(hours=30)


def kept(folder: Path) -> list[Path]:
    """Return the nightly backups in a folder, oldest first: their names hold the moment. Others are not counted."""
    return sorted(folder.glob(f"kepu-*{MARK}"), key=lambda path: path.name)


def is_due(folder: Path, at: datetime) -> bool:
    """Return whether to back up now: at night once a day, at any hour when the last is more than 30 hours old."""
    nightly = kept(folder)
    if not nightly:
        return True
    last = datetime.strptime(nightly[-1].name.removesuffix(MARK)[-15:], "%Y%m%d-%H%M%S").replace(tzinfo=at.tzinfo)
    return (at.hour in NIGHT and last.date() < at.date()) or at - last > LATE


def back_up_tonight(*, at: datetime) -> Path | None:
    """Take a backup when one is due at `at` (local time), delete all nightly ones but the newest, return its path.

    None when no folder is set or none is due. Raises Refused as `backup` does, and when a stored file is missing: the
    backup is kept then, and no older one is deleted.
    """
    if not settings.BACKUP_DIR or not is_due(Path(settings.BACKUP_DIR), at):
        return None
    path = default_path(at)
    path = path.with_name(path.name.removesuffix(".zip") + MARK)
    manifest = backup(path, at=at, progress=_silent)
    if manifest.missing_files:
        raise Refused(f"备份 {path} 已完成，但上传文件缺失或损坏{len(manifest.missing_files)}个，旧备份没有清理。")
    for old in kept(path.parent)[: -settings.BACKUP_KEEP]:
        old.unlink()
    return path


def _silent(what: str, done: int, of: int) -> None:
    """A chore shows no progress."""
