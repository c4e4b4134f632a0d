"""Putting files into the store. The bytes are on disk, whole and synced, before the row says so."""

import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from kepu.files.models import StoredFile


def path_of(sha256: str) -> Path:
    """Return where the bytes of a hash lie."""
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256


def store(*, data: bytes, media_type: str, at: datetime) -> StoredFile:
    """Keep `data` once and return its row; the same content again gives the same row."""
    sha256 = hashlib.sha256(data).hexdigest()
    _write(path_of(sha256), data)
    row, _ = StoredFile.objects.get_or_create(
        sha256=sha256, defaults={"size": len(data), "media_type": media_type[:100], "stored_at": at}
    )
    if row.erased_at is not None:
        row.erased_at = None
        row.save(update_fields=["erased_at"])
    return row


def erase(*, file: StoredFile, at: datetime) -> None:
    """Remove the bytes of a file once the caller's transaction holds; its row stays as a tombstone."""
    StoredFile.objects.filter(pk=file.pk).update(erased_at=at)
    transaction.on_commit(lambda: path_of(file.sha256).unlink(missing_ok=True))


def _write(path: Path, data: bytes) -> None:
    if path.exists() and path.stat().st_size == len(data):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as half:
        half.write(data)
        half.flush()
        os.fsync(half.fileno())
    os.replace(half.name, path)


def load(file: StoredFile) -> bytes:
    """Return the bytes of a stored file. Raises FileNotFoundError when they are gone (erased, or a damaged store)."""
    return path_of(file.sha256).read_bytes()
