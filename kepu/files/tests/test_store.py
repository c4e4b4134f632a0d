"""The store keeps each content once, names it by its hash, and leaves a tombstone of what is erased."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction

from kepu.files.models import StoredFile
from kepu.files.verbs import erase, load, path_of, store

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
