"""The nightly backup: once a night, the newest kept, backups taken by hand never touched."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kepu.config.archive import Archive, Refused, back_up_tonight, kept
from kepu.config.archive.nightly import is_due
from kepu.config.archive.tests.content import BYTES, silent

NIGHT = datetime(2026, 11, 22, 2, 15, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def folder(filled: None, tmp_path: Path, settings: Any) -> Path:
    settings.BACKUP_DIR, settings.BACKUP_KEEP = str(tmp_path / "backups"), 2
    return tmp_path / "backups"


def test_only_the_newest_are_kept_and_those_by_hand_stay(folder: Path) -> None:
    folder.mkdir()
    (folder / "kepu-990123000000-20250101-090000.zip").write_text("by hand")
    taken = [back_up_tonight(at=NIGHT + timedelta(days=n)) for n in range(3)]
    assert kept(folder) == taken[1:]
    assert len(list(folder.iterdir())) == 3
    with Archive(taken[2]) as opened:
        opened.verify(silent)


def test_once_a_night_and_by_day_only_when_late(folder: Path) -> None:
    assert back_up_tonight(at=NIGHT) is not None
    due = [NIGHT + timedelta(hours=h) for h in (1, 3, 12, 23, 24, 25, 31)]
    assert [is_due(folder, at) for at in due] == [False, False, False, True, True, True, True]
    assert not is_due(folder, NIGHT.replace(hour=23))


def test_without_a_folder_nothing_is_done(filled: None, settings: Any) -> None:
    settings.BACKUP_DIR = ""
    assert back_up_tonight(at=NIGHT) is None


def test_a_store_with_holes_keeps_the_older_backups(folder: Path, settings: Any) -> None:
    for n in range(2):
        back_up_tonight(at=NIGHT + timedelta(days=n))
    for path in Path(settings.FILES_ROOT).rglob("*"):
        if path.is_file() and path.read_bytes() == BYTES:
            path.unlink()
    with pytest.raises(Refused, match="缺失或损坏1个"):
        back_up_tonight(at=NIGHT + timedelta(days=2))
    assert len(kept(folder)) == 3
