"""A restore that is killed leaves nothing half; a disk that is full is said in words. Each runs in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from kepu.config.archive import Archive, restore
from kepu.config.archive.tests.content import silent
from kepu.config.archive.writing import reason

KILL = """
import os, signal, sys
from pathlib import Path
import django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[3]
from kepu.config.archive import Archive, restore
def progress(what, done, of):
    if what == sys.argv[2] and done == of:
        os.kill(os.getpid(), signal.SIGKILL)
with Archive(Path(sys.argv[1])) as archive:
    restore(archive, progress=progress)
"""
FULL = """
import resource, sys
from pathlib import Path
import django
django.setup()
from django.db import connection
from django.utils import timezone
connection.settings_dict["NAME"] = sys.argv[2]
from kepu.config.archive import Archive, Refused, backup, restore
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
try:
    if sys.argv[4] == "backup":
        backup(Path(sys.argv[1]), at=timezone.now(), progress=lambda *_: None)
    else:
        with Archive(Path(sys.argv[1])) as archive:
            restore(archive, progress=lambda *_: None)
except Refused as error:
    print(error)
"""


def process(code: str, *arguments: str, var: Path) -> subprocess.CompletedProcess[str]:
    """Run code with these arguments in a process with the settings of the tests, its folder being `var`."""
    environment = {**os.environ, "KEPU_VAR": str(var), "DJANGO_SETTINGS_MODULE": "kepu.config.settings"}
    return subprocess.run([sys.executable, "-c", code, *arguments], env=environment, capture_output=True, text=True)


@pytest.mark.parametrize("stage", ["文件", "数据", "升级"])
def test_a_restore_that_is_killed_leaves_nothing(
    empty: None, archive: Path, stage: str, tmp_path: Path, settings: Any
) -> None:
    name = connection.settings_dict["NAME"]
    connections.close_all()
    assert process(KILL, str(archive), stage, name, var=tmp_path).returncode == -9
    settings.FILES_ROOT = tmp_path / "files-after"
    assert connection.introspection.table_names() == []
    with Archive(archive) as opened:
        restore(opened, progress=silent)
    assert len(connection.introspection.table_names()) > 30


def test_no_room_for_the_backup(filled: None, tmp_path: Path) -> None:
    out = tmp_path / "room" / "b.zip"
    done = process(FULL, str(out), connection.settings_dict["NAME"], "8192", "backup", var=tmp_path)
    assert done.stdout == f"写不成备份 {out}：文件大小超过了系统允许的上限。\n"
    assert list(out.parent.iterdir()) == []


def test_no_room_for_the_restored_files(empty: None, archive: Path, tmp_path: Path) -> None:
    name = connection.settings_dict["NAME"]
    connections.close_all()
    done = process(FULL, str(archive), name, "60000", "restore", var=tmp_path)
    assert "没有恢复任何内容" in done.stdout
    assert connection.introspection.table_names() == []


def test_no_room_for_the_restored_rows(empty: None, archive: Path, tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a limit of this process does not bind the server of PostgreSQL")
    name = connection.settings_dict["NAME"]
    connections.close_all()
    done = process(FULL, str(archive), name, "150000", "restore", var=tmp_path)
    assert "没有恢复任何内容" in done.stdout
    assert connection.introspection.table_names() == []


def test_reasons_are_words() -> None:
    assert reason(OSError(28, "No space left on device")).startswith("磁盘空间不足")
    assert reason(PermissionError(13, "Permission denied")) == "没有写入权限。"
