"""Backup: every table and every stored file of one moment into one archive, streamed."""

import errno
import hashlib
import os
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection

from kepu.config.archive.manifest import FileEntry, Manifest, Refused, TableEntry
from kepu.config.archive.sequences import last_ids
from kepu.config.archive.snapshot import snapshot
from kepu.config.archive.states import Model, applied_nodes, columns, encoder, kind, models_at
from kepu.files.verbs import path_of

Progress = Callable[[str, int, int], None]
LINES = 2000
CHUNK = 1 << 20


def default_path(at: datetime) -> Path:
    """Return where a backup taken at `at` (local time) goes unless told: the backup folder, named by the minute."""
    folder = Path(settings.BACKUP_DIR or Path(settings.VAR) / "backups")
    return folder / f"kepu-{settings.HOME_REGION}-{at:%Y%m%d-%H%M%S}.zip"


def backup(out: Path, *, at: datetime, progress: Progress) -> Manifest:
    """Write the archive `out` and return its manifest; a file that is missing from the store is named in it.

    Raises Refused: `out` exists or cannot be written (no space, no right), there are no tables, the database is newer.
    """
    if out.exists():
        raise Refused(f"{out} 已存在，没有覆盖。请换一个文件名。")
    half = out.with_name(out.name + ".part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with _private(half) as stream:
            manifest = _write(stream, at, progress)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(half, out)
    except OSError as error:
        raise Refused(f"写不成备份 {out}：{reason(error)}") from None
    finally:
        half.unlink(missing_ok=True)
    return manifest


def reason(error: OSError) -> str:
    """Return in words why a file could not be written."""
    words = {
        errno.ENOSPC: "磁盘空间不足。请清理后重试，或换一个位置。",
        errno.EDQUOT: "磁盘配额已用完。请清理后重试，或换一个位置。",
        errno.EFBIG: "文件大小超过了系统允许的上限。",
        errno.EACCES: "没有写入权限。",
        errno.EPERM: "没有写入权限。",
        errno.EROFS: "磁盘是只读的。",
    }
    return words.get(error.errno or 0, f"{error.strerror}。")


def _private(path: Path) -> IO[bytes]:
    """Open a new file that only its owner reads: an archive holds what the database holds."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _write(stream: IO[bytes], at: datetime, progress: Progress) -> Manifest:
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, allowZip64=True, compresslevel=1) as archive:
        with snapshot():
            manifest, found = _begin(at)
            _write_tables(archive, manifest, found, progress)
            stored = _stored_files(found)
        _write_files(archive, manifest, stored, progress)
        archive.writestr("manifest.json", manifest.to_json())
    return manifest


def _begin(at: datetime) -> tuple[Manifest, list[Model]]:
    nodes = applied_nodes()
    if not nodes:
        raise Refused("数据库中还没有表，没有可备份的内容。")
    migrations: dict[str, list[str]] = {}
    for app, name in nodes:
        migrations.setdefault(app, []).append(name)
    found = models_at(nodes)
    manifest = Manifest(at.isoformat(timespec="seconds"), settings.HOME_REGION, connection.vendor, migrations)
    manifest.sequences = last_ids(found)
    return manifest, found


def _write_tables(archive: zipfile.ZipFile, manifest: Manifest, found: list[Model], progress: Progress) -> None:
    total, done = sum(m._base_manager.count() for m in found), 0
    for model in found:
        entry = _write_table(archive, model, partial(_tell, progress, done, total))
        done += entry.rows
        manifest.tables.append(entry)


def _tell(progress: Progress, before: int, total: int, rows: int) -> None:
    progress("数据", before + rows, total)


def _write_table(archive: zipfile.ZipFile, model: Model, tell: Callable[[int], None]) -> TableEntry:
    fields, encode, table = columns(model), encoder(model), model._meta.db_table
    query = model._base_manager.order_by("pk").values_list(*[f.attname for f in fields])
    rows, digest, size, count = query.iterator(chunk_size=LINES), hashlib.sha256(), 0, 0
    with archive.open(f"tables/{table}.jsonl", "w", force_zip64=True) as member:
        for lines in _batches(map(encode, rows)):
            block = ("\n".join(lines) + "\n").encode()
            member.write(block)
            digest.update(block)
            size, count = size + len(block), count + len(lines)
            tell(count)
    described = [[f.attname, kind(f)] for f in fields]
    return TableEntry(table, model._meta.label_lower, described, count, size, digest.hexdigest())


def _batches(lines: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(lines, LINES)):
        yield batch


def _stored_files(found: list[Model]) -> list[tuple[str, int]]:
    """Return hash and size of each stored file that was not erased."""
    model: Any = next((m for m in found if m._meta.label_lower == "files.storedfile"), None)
    if model is None:
        return []
    rows = model._base_manager.filter(erased_at=None).order_by("pk")
    return list(rows.values_list("sha256", "size"))


def _write_files(
    archive: zipfile.ZipFile, manifest: Manifest, stored: list[tuple[str, int]], progress: Progress
) -> None:
    for done, (sha256, size) in enumerate(stored, 1):
        entry = FileEntry(sha256, size)
        if _is_whole(path_of(sha256), entry):
            archive.write(path_of(sha256), entry.member, zipfile.ZIP_STORED)
            manifest.files.append(entry)
        else:
            manifest.missing_files.append(sha256)
        progress("文件", done, len(stored))


def _is_whole(path: Path, entry: FileEntry) -> bool:
    """Return whether the store holds these very bytes."""
    if not path.is_file() or path.stat().st_size != entry.size:
        return False
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == entry.sha256
