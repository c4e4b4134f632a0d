"""The store keeps each content once, names it by its hash, and leaves a tombstone of what is erased."""

import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from kepu.files.models import StoredFile
from kepu.files.verbs import erase, load, path_of, remove_erased, store, sweep
from kepu.people.tests.together import at_once

AT = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
DATA = "一份文件".encode()


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path


def keep(data: bytes = DATA) -> StoredFile:
    return store(data=data, media_type="text/plain", at=AT)


def test_content_lies_under_its_hash(db: None) -> None:
    file = keep()
    assert file.sha256 == hashlib.sha256(DATA).hexdigest()
    assert (load(file), file.size) == (DATA, len(DATA))


def test_the_same_content_is_kept_once(db: None) -> None:
    assert keep() == keep()
    assert StoredFile.objects.count() == 1


def test_a_half_written_file_is_written_again(db: None) -> None:
    file = keep()
    path_of(file.sha256).write_bytes(DATA[:3])
    keep()
    assert load(file) == DATA


def test_an_erased_file_leaves_its_row_and_no_bytes(own_database: None) -> None:
    file = keep()
    erase(file=file, at=AT)
    file.refresh_from_db()
    assert file.erased_at == AT
    with pytest.raises(FileNotFoundError):
        load(file)


@transaction.atomic
def erase_and_fail(file: StoredFile) -> None:
    erase(file=file, at=AT)
    raise ZeroDivisionError


def test_nothing_is_erased_by_a_transaction_that_fails(own_database: None) -> None:
    file = keep()
    with pytest.raises(ZeroDivisionError):
        erase_and_fail(file)
    file.refresh_from_db()
    assert (file.erased_at, load(file)) == (None, DATA)


def test_what_was_erased_may_be_kept_anew(own_database: None) -> None:
    erase(file=keep(), at=AT)
    again = keep()
    assert (again.erased_at, load(again)) == (None, DATA)


def test_what_is_kept_anew_before_its_bytes_are_gone_keeps_them(own_database: None) -> None:
    file = keep()
    with transaction.atomic():
        transaction.on_commit(keep)  # the erasing holds already, the bytes are still there
        erase(file=file, at=AT)
    file.refresh_from_db()
    assert (file.erased_at, load(file)) == (None, DATA)


def test_kept_and_erased_at_once_row_and_bytes_agree(own_database: None) -> None:
    for _ in range(5):
        file = keep()
        results = at_once(lambda file=file: erase(file=file, at=AT), keep)
        assert not any(isinstance(r, Exception) for r in results)
        file.refresh_from_db()
        assert path_of(file.sha256).exists() == (file.erased_at is None)


def test_bytes_that_a_killed_process_left_are_removed_by_the_chore(own_database: None) -> None:
    erased, kept = keep(), keep(b"other")
    StoredFile.objects.filter(pk=erased.pk).update(erased_at=AT)  # killed before the bytes were gone
    assert remove_erased() == 1
    assert not path_of(erased.sha256).exists()
    assert load(kept) == b"other"
    assert remove_erased() == 0


class Undone(Exception):
    """Takes a transaction back."""


def stray(data: bytes = DATA, *, hours: float = 25) -> Path:
    """Bytes whose transaction was taken back, so many hours before AT."""
    try:
        with transaction.atomic():
            path = path_of(keep(data).sha256)
            raise Undone
    except Undone:
        pass
    assert path.exists()
    aged(path, hours)
    return path


def aged(path: Path, hours: float) -> None:
    then = (AT - timedelta(hours=hours)).timestamp()
    os.utime(path, (then, then))


def test_bytes_whose_transaction_was_taken_back_are_swept_a_day_later(db: None) -> None:
    kept, young, old = keep(b"kept"), stray(b"young", hours=23), stray(b"old")
    half = old.with_name("tmpabc123")  # left by a process that was killed while it wrote
    half.write_bytes(b"half")
    restoring = old.parent.parent / ".restoring" / "a"
    restoring.parent.mkdir()
    restoring.write_bytes(b"a")
    for path in (path_of(kept.sha256), half, restoring):
        aged(path, 99)
    assert sweep(at=AT) == 2
    assert [p.exists() for p in (path_of(kept.sha256), young, old, half, restoring)] == [True, True, False, False, True]
    assert load(kept) == b"kept"
    assert sweep(at=AT) == 0


def test_content_kept_anew_is_not_swept(db: None) -> None:
    path = stray()
    keep()
    StoredFile.objects.all().delete()  # as the sweep of another process sees it before this one's row is committed
    assert path.stat().st_mtime > AT.timestamp()
    assert sweep(at=AT) == 0
    assert path.exists()


def test_content_kept_in_the_very_moment_of_the_sweep_stays(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The row comes after the sweep looked for rows, the mark just before the file is laid aside."""
    path, rename = stray(), Path.rename

    def just_before(self: Path, target: Path) -> Path:
        if not self.name.startswith("."):
            keep()
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", just_before)
    assert sweep(at=AT) == 0
    assert path.read_bytes() == DATA


def test_content_kept_while_it_is_laid_aside_is_written_anew(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    path, rename = stray(), Path.rename

    def just_after(self: Path, target: Path) -> Path:
        moved = rename(self, target)
        keep()
        return moved

    monkeypatch.setattr(Path, "rename", just_after)
    assert sweep(at=AT) == 1
    assert load(StoredFile.objects.get()) == DATA
    assert path.exists()


def test_as_many_queries_for_a_folder_of_thirty_as_of_one(db: None) -> None:
    names = [f"ab{n:062d}" for n in range(30)]

    def queries(many: int) -> int:
        for name in names[:many]:
            path_of(name).parent.mkdir(exist_ok=True)
            path_of(name).write_bytes(b"a")
            aged(path_of(name), 99)
        with CaptureQueriesContext(connection) as seen:
            assert sweep(at=AT) == many
        return len(seen)

    assert queries(1) == queries(30) == 1
