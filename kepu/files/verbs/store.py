"""Putting files into the store. The bytes are on disk, whole and synced, before the row says so."""

import hashlib
import os
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from kepu.files.models import StoredFile

STRAY_AFTER = timedelta(days=1)


def path_of(sha256: str) -> Path:
    """Return where the bytes of a hash lie."""
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256


def store(*, data: bytes, media_type: str, at: datetime) -> StoredFile:
    """Keep `data` once and return its row; the same content again gives the same row, also one being erased."""
    sha256 = hashlib.sha256(data).hexdigest()
    _write(path_of(sha256), data)
    with transaction.atomic():
        row, new = StoredFile.objects.get_or_create(
            sha256=sha256, defaults={"size": len(data), "media_type": media_type[:100], "stored_at": at}
        )
        return row if new else _kept_again(row, data)


def _kept_again(row: StoredFile, data: bytes) -> StoredFile:
    """Return the row of content that was there before, locked, so that nobody removes its bytes meanwhile."""
    locked = StoredFile.objects.select_for_update(no_key=True).get(pk=row.pk)
    if locked.erased_at is not None:
        locked.erased_at = None
        locked.save(update_fields=["erased_at"])
        _write(path_of(locked.sha256), data)
    return locked


def erase(*, file: StoredFile, at: datetime) -> None:
    """Remove the bytes of a file once the caller's transaction holds; its row stays as a tombstone."""
    StoredFile.objects.filter(pk=file.pk).update(erased_at=at)
    transaction.on_commit(lambda: _remove(file.pk))


@transaction.atomic
def _remove(file_id: int) -> bool:
    """Remove the bytes of an erased file, unless they were kept anew meanwhile; answer whether there were any."""
    row = StoredFile.objects.select_for_update(no_key=True).get(pk=file_id)
    path = path_of(row.sha256)
    if row.erased_at is None or not path.exists():
        return False
    path.unlink(missing_ok=True)
    return True


def remove_erased() -> int:
    """Remove the bytes that a process killed after erasing has left behind; for the scheduler. Returns how many files."""
    erased = StoredFile.objects.filter(erased_at__isnull=False).order_by("pk").values_list("pk", "sha256")
    left = [pk for pk, sha256 in erased.iterator() if path_of(sha256).exists()]
    return sum(_remove(pk) for pk in left)


def sweep(*, at: datetime) -> int:
    """Remove bytes that no row tells of, a day after they came; for the scheduler. Returns how many files.

    They are left where the transaction that kept them was taken back, or where a process died in the middle.
    """
    root, old = Path(settings.FILES_ROOT), at.timestamp() - STRAY_AFTER.total_seconds()
    folders = [folder for folder in root.glob("*") if len(folder.name) == 2 and folder.is_dir()]
    return sum(_take_away(path, old) for folder in folders for path in _strays(folder, old))


def _strays(folder: Path, old: float) -> list[Path]:
    """Return the files of a folder, older than `old` (seconds), without a row; one query a folder."""
    paths = [path for path in folder.iterdir() if path.is_file() and path.stat().st_mtime < old]
    known = set(StoredFile.objects.filter(sha256__startswith=folder.name).values_list("sha256", flat=True))
    return [path for path in paths if path.name not in known]


def _take_away(path: Path, old: float) -> bool:
    """Remove a stray, unless somebody kept the same content in this very moment (`_is_there` marks it); answer whether."""
    aside = path.with_name(f".{path.name}")
    path.rename(aside)
    if aside.stat().st_mtime >= old:
        aside.rename(path)
        return False
    aside.unlink()
    return True


def _write(path: Path, data: bytes) -> None:
    if _is_there(path, len(data)):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as half:
        half.write(data)
        half.flush()
        os.fsync(half.fileno())
    os.replace(half.name, path)


def _is_there(path: Path, size: int) -> bool:
    """Answer whether the bytes lie there whole, and mark them as wanted now, so that no sweep takes them."""
    try:
        if path.stat().st_size != size:
            return False
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


def load(file: StoredFile) -> bytes:
    """Return the bytes of a stored file. Raises FileNotFoundError when they are gone (erased, or a damaged store)."""
    return path_of(file.sha256).read_bytes()
