"""`kepu plan read`: a file, a folder, and what cannot be read."""

import json
from pathlib import Path

import pytest

from kepu.config.command import main

pytestmark = pytest.mark.engineless

PLAN = """山前县全民科学素质行动实施方案（2026—2030年）
一、提升行动
（一）青少年科学素质提升行动
1.办好科学课。每年举办科普报告会不少于6场次。（牵头单位：县教育局，责任单位：县科协）
"""


def test_a_file_is_read_into_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    assert main(["plan", "read", str(tmp_path / "plan.txt"), "--json", str(tmp_path / "out.json")]) == 0
    reading = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert reading["doc"] == "plan.txt"
    assert [(t["title"], t["lead"], t["support"]) for t in reading["tasks"]] == [
        ("办好科学课", ["县教育局"], ["县科协"])
    ]
    assert "1项任务" in capsys.readouterr().out


def test_without_json_it_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    assert main(["plan", "read", str(tmp_path / "plan.txt")]) == 0
    assert json.loads(capsys.readouterr().out)["targets"][0]["value"] == 6


def test_a_folder_is_read_whole_and_what_is_refused_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.txt").write_text(PLAN, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    assert main(["plan", "read", str(folder), "--json", str(tmp_path / "out")]) == 1
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [f"{n}.txt.json" for n in range(5)]
    assert "读完6份，1份未能读取" in (said := capsys.readouterr().err)
    assert "empty.txt" in said


def test_a_missing_file_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "read", str(tmp_path / "none.docx")]) == 1
    assert capsys.readouterr().err.endswith("文件不存在或无法打开。\n")


def test_an_empty_folder_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "read", str(tmp_path)]) == 1
    assert "没有可读取的文件" in capsys.readouterr().err
