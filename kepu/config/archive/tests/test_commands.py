"""The commands, each in a process of its own as an administrator runs them: words, exit status, what is left."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.engineless, pytest.mark.slow]


@pytest.fixture
def kepu(tmp_path: Path) -> Any:
    """Run ``kepu …`` with a folder of its own, on SQLite."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("KEPU_", "DATABASE_URL"))}

    def run(*arguments: str, var: str = "var") -> subprocess.CompletedProcess[str]:
        environment = {**kept, "KEPU_VAR": str(tmp_path / var)}
        return subprocess.run(
            [sys.executable, "-m", "kepu", *arguments], env=environment, capture_output=True, text=True
        )

    return run


def test_back_up_check_restore(kepu: Any, tmp_path: Path) -> None:
    out = str(tmp_path / "b.zip")
    nothing = kepu("backup", out)
    assert (nothing.returncode, nothing.stderr) == (1, "数据库中还没有表，没有可备份的内容。\n")
    kepu("migrate")
    done = kepu("backup", out)
    assert done.returncode == 0
    assert f"备份完成：{out}（" in done.stdout
    assert "备份完整" in kepu("restore", "--check", out).stdout
    said = kepu("restore", out, var="new").stdout
    assert "恢复完成" in said
    assert f"没有找到收回清单 {tmp_path / 'new' / 'backups' / 'taken-away.jsonl'}。" in said
    assert kepu("check", var="new").stdout == "检查通过：未发现问题。\n"


def test_a_list_that_is_damaged_stops_the_restore(kepu: Any, tmp_path: Path) -> None:
    out, damaged = str(tmp_path / "b.zip"), tmp_path / "list.jsonl"
    kepu("migrate")
    kepu("backup", out)
    damaged.write_text("x\n")
    done = kepu("restore", "--taken-away", str(damaged), out, var="new")
    assert done.returncode == 1
    assert f"收回清单 {damaged} 第1行读不懂" in done.stderr
    assert "恢复完成" in kepu("restore", out, var="new").stdout


def test_upgrade_says_where_the_backup_is(kepu: Any, tmp_path: Path) -> None:
    kepu("migrate")
    done = kepu("upgrade")
    (path,) = (tmp_path / "var" / "backups").iterdir()
    assert done.returncode == 0
    assert f"备份完成：{path}（" in done.stdout
    assert done.stdout.endswith("数据库已就绪。\n检查通过：未发现问题。\n")


def test_upgrade_stops_without_a_backup(kepu: Any, tmp_path: Path) -> None:
    kepu("migrate")
    (tmp_path / "b.zip").write_text("mine")
    done = kepu("upgrade", "--backup", str(tmp_path / "b.zip"))
    assert done.returncode == 1
    assert "已存在，没有覆盖" in done.stderr
    assert done.stderr.endswith("没有升级。\n")
    assert "数据库已就绪" not in done.stdout


def test_a_database_that_cannot_be_read(kepu: Any, tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "kepu.sqlite3").write_bytes(b"no database" * 1000)
    done = kepu("backup", str(tmp_path / "b.zip"))
    assert done.returncode == 1
    assert done.stderr.startswith("读不出数据库，没有备份：")
    assert not (tmp_path / "b.zip").exists()
