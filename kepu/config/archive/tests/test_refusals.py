"""What cannot be restored is refused in words, and the database stays as it was."""

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection

from kepu.config.archive import Archive, Refused, backup, restore
from kepu.config.archive.tests.content import AT, dump, remanifest, rewrite, silent


def refused(path: Path) -> str:
    """Try to restore, expect a refusal, and see that nothing was left; return the words."""
    with pytest.raises(Refused) as error, Archive(path) as opened:
        restore(opened, progress=silent)
    assert connection.introspection.table_names() == []
    files = Path(django_settings.FILES_ROOT)
    assert [p for p in files.rglob("*") if p.is_file()] == []
    return str(error.value)


def test_a_database_with_rows_is_refused_and_kept(archive: Path) -> None:
    before = dump()
    with pytest.raises(Refused, match=r"数据库不是空的（audit_entry 等.*没有恢复"), Archive(archive) as opened:
        restore(opened, progress=silent)
    assert dump() == before


def test_what_is_no_archive(empty: None, archive: Path, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK nonsense" * 100)
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("manifest.json", '{"program": "other", "format": 1}')
    assert "不是本系统的备份" in refused(tmp_path / "x.zip")
    assert refused(tmp_path / "other.zip") == "这不是本系统的备份文件。"
    assert "打不开备份" in refused(tmp_path / "none.zip")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_an_archive_cut_short(empty: None, archive: Path, share: float) -> None:
    data = archive.read_bytes()
    archive.write_bytes(data[: int(len(data) * share)])
    assert "文件不完整（可能没有复制完）" in refused(archive)


def test_a_byte_changed_anywhere_is_found(empty: None, archive: Path) -> None:
    whole = archive.read_bytes()
    with zipfile.ZipFile(archive) as opened:
        members = [i for i in opened.infolist() if i.file_size > 2 and i.filename != "manifest.json"]
    for info in members:
        damaged = bytearray(whole)
        damaged[info.header_offset + 30 + len(info.filename) + 20 + info.compress_size // 2] ^= 0x55
        archive.write_bytes(damaged)
        assert "不" in refused(archive), info.filename


def test_a_member_exchanged_or_missing_is_found(empty: None, archive: Path) -> None:
    whole = archive.read_bytes()
    rewrite(
        archive,
        lambda n, d: d.replace("云汀县".encode(), "云汀市".encode()) if n == "tables/people_region.jsonl" else d,
    )
    assert "tables/people_region.jsonl 与清单不符" in refused(archive)
    archive.write_bytes(whole)
    rewrite(archive, lambda n, d: None if n.startswith("files/") else d)
    assert "与清单不符" in refused(archive)


def test_an_archive_of_a_newer_program(empty: None, archive: Path) -> None:
    whole = archive.read_bytes()
    remanifest(archive, lambda m: m.update(format=2, version="9.0.0"))
    assert refused(archive).startswith("备份由更新的版本（9.0.0）生成")
    archive.write_bytes(whole)
    remanifest(archive, lambda m: m["migrations"]["plans"].append("0999_future"))
    assert "请先升级程序" in refused(archive)


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m.pop("tables"),
        lambda m: m["tables"][0].update(sha256="../../etc"),
        lambda m: m["tables"][0].update(table="x;drop"),
        lambda m: m["files"][0].update(size=-1),
        lambda m: m.update(sequences=None),
    ],
)
def test_a_manifest_that_makes_no_sense(empty: None, archive: Path, change: Any) -> None:
    remanifest(archive, change)
    assert refused(archive) == "备份的清单不完整，不能恢复。请换一份备份。"


def test_tables_that_are_not_those_of_the_state(empty: None, archive: Path) -> None:
    whole = archive.read_bytes()
    remanifest(archive, lambda m: m["tables"].pop())
    assert "表与它所写的版本不符" in refused(archive)
    archive.write_bytes(whole)
    remanifest(archive, lambda m: m["migrations"].update(mfa=["0001_initial"]))
    assert "mfa_authenticator 的列与它所写的版本不符" in refused(archive)


def change_table(archive: Path, table: str, edit: Any, **entry: int) -> None:
    """Change a table's lines and make the manifest agree, as a forger would."""
    rewrite(archive, lambda name, data: edit(data) if name == f"tables/{table}.jsonl" else data)
    with zipfile.ZipFile(archive) as opened:
        data = opened.read(f"tables/{table}.jsonl")
    new = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data), **entry}
    remanifest(archive, lambda m: [t.update(new) for t in m["tables"] if t["table"] == table])


def test_rows_that_do_not_fit_bring_nothing_in(empty: None, archive: Path) -> None:
    whole = archive.read_bytes()
    change_table(archive, "audit_entry", lambda data: data + data.splitlines(keepends=True)[0])
    assert "恢复表 audit_entry 时有一行装不进数据库" in refused(archive)
    archive.write_bytes(whole)
    change_table(archive, "people_unit", lambda data: b"", rows=0)
    assert "没有恢复任何内容" in refused(archive)
    archive.write_bytes(whole)
    change_table(archive, "audit_entry", lambda data: data.splitlines(keepends=True)[0])
    assert "表 audit_entry 的行数与清单不符" in refused(archive)
    archive.write_bytes(whole)
    change_table(archive, "audit_entry", lambda data: json.dumps([1, 2]).encode() + b"\n", rows=1)
    assert "装不进数据库" in refused(archive)


def test_a_missing_file_is_named_and_the_rest_is_backed_up(filled: None, tmp_path: Path) -> None:
    from kepu.config.archive.tests.content import BYTES
    from kepu.files.verbs import path_of

    sha = hashlib.sha256(BYTES).hexdigest()
    path_of(sha).write_bytes(BYTES[:-1] + b"x")
    manifest = backup(tmp_path / "b.zip", at=AT, progress=silent)
    assert manifest.missing_files == [sha]
    with Archive(tmp_path / "b.zip") as opened:
        opened.verify(silent)


def test_an_existing_file_is_not_written_over(filled: None, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_text("mine")
    with pytest.raises(Refused, match="已存在，没有覆盖"):
        backup(tmp_path / "b.zip", at=AT, progress=silent)
    assert (tmp_path / "b.zip").read_text() == "mine"
