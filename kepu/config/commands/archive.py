"""``kepu backup``, ``kepu restore``, ``kepu upgrade``."""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from kepu.config.commands import Groups, start_django

if TYPE_CHECKING:
    from kepu.audit.lasting import Deed
    from kepu.config.archive import Manifest


def register(groups: Groups) -> None:
    """Add the commands."""
    backup = groups.add_parser("backup", help="备份全部数据和上传文件为一个文件，不必停机")
    backup.add_argument("out", type=Path, nargs="?", metavar="OUT", help="写入的文件；缺省放在备份目录，以时间命名")
    backup.set_defaults(run=run_backup)
    restore = groups.add_parser("restore", help="把备份恢复到一个空数据库")
    restore.add_argument("archive", type=Path, metavar="ARCHIVE", help="备份文件")
    restore.add_argument("--check", action="store_true", help="只核对备份是否完整，不恢复")
    restore.add_argument(
        "--taken-away", type=Path, metavar="LIST", help="收回清单：备份之后删除、停用、作废、撤下的；缺省用备份目录里的"
    )
    restore.set_defaults(run=run_restore)
    upgrade = groups.add_parser("upgrade", help="升级数据库：先备份，再升级，再检查")
    upgrade.add_argument("--backup", type=Path, metavar="OUT", help="升级前备份写入的文件")
    upgrade.set_defaults(run=run_upgrade)


def run_backup(arguments: argparse.Namespace) -> int:
    """Back up; 1 when it could not be done, or when stored files are missing."""
    start_django()
    from kepu.config.archive import Refused  # noqa: PLC0415 -- needs Django set up

    try:
        _, manifest = _back_up(arguments.out)
    except Refused as error:
        return _fail(error)
    return 1 if manifest.missing_files else 0


def _back_up(out: Path | None) -> tuple[Path, "Manifest"]:
    from django.db import DatabaseError  # noqa: PLC0415 -- needs Django set up
    from django.utils import timezone  # noqa: PLC0415

    from kepu.config.archive import Refused, backup, default_path  # noqa: PLC0415

    at, begin = timezone.localtime(), time.monotonic()
    path = out or default_path(at)
    try:
        manifest = backup(path, at=at, progress=Bar())
    except DatabaseError as error:
        raise Refused(f"读不出数据库，没有备份：{error}") from error
    size = path.stat().st_size / 1_000_000
    print(f"备份完成：{path}（{size:.1f} MB，{_counts(manifest)}，用时{time.monotonic() - begin:.0f}秒）")
    if manifest.missing_files:
        print(
            f"✗ 有{len(manifest.missing_files)}个上传文件缺失或损坏，未能备份，例如 {manifest.missing_files[0]}。",
            file=sys.stderr,
        )
    return path, manifest


def _counts(manifest: "Manifest") -> str:
    return f"{len(manifest.tables)}个表、{manifest.rows}行、{len(manifest.files)}个文件"


def run_restore(arguments: argparse.Namespace) -> int:
    """Restore into the empty database of the settings; 1 when refused, the database then being as it was."""
    start_django()
    from django.db import DatabaseError  # noqa: PLC0415 -- needs Django set up

    from kepu.config.archive import Archive, Refused, default_list, restore  # noqa: PLC0415

    begin = time.monotonic()
    try:
        with Archive(arguments.archive) as archive:
            said = f"{_counts(archive.manifest)}，备份于 {archive.manifest.made_at}，版本 {archive.manifest.version}"
            if arguments.check:
                archive.verify(Bar())
                print(f"备份完整：{said}")
                return 0
            path = arguments.taken_away or default_list()
            again = restore(archive, progress=Bar(), taken_away=path)
    except (Refused, DatabaseError) as error:
        return _fail(error)
    print(f"恢复完成：{said}（用时{time.monotonic() - begin:.0f}秒）")
    _tell_of(path, again)
    _warn_of(archive.manifest)
    return 0


def _tell_of(path: Path, again: "list[Deed]") -> None:
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from kepu.config.archive import Refused, note_restored  # noqa: PLC0415
    from kepu.desk.trail import titles  # noqa: PLC0415

    if again:
        words, counts = titles(), Counter(deed.verb for deed in again)
        told = "、".join(f"{words.get(verb, verb)}{number}" for verb, number in counts.items())
        print(f"按收回清单，备份之后的{len(again)}件事已重新办理：{told}。")
    elif not path.exists():
        print(f"没有找到收回清单 {path}。备份之后删除、停用、作废、撤下过的，请重新办理一次。")
    try:
        note_restored(timezone.now())
    except (OSError, Refused) as error:
        print(f"✗ 没有能在收回清单上记下这次恢复：{error}", file=sys.stderr)


def _warn_of(manifest: "Manifest") -> None:
    from django.conf import settings  # noqa: PLC0415 -- needs Django set up

    if manifest.missing_files:
        print(f"✗ 备份时已有{len(manifest.missing_files)}个上传文件缺失，未能恢复。", file=sys.stderr)
    if manifest.region != settings.HOME_REGION:
        print(
            f"✗ 备份来自区域 {manifest.region}，本机 KEPU_REGION 为 {settings.HOME_REGION}，请核对。", file=sys.stderr
        )


def run_upgrade(arguments: argparse.Namespace) -> int:
    """Back up, migrate, check; 1 when a step failed, saying where the backup is."""
    start_django()
    from django.db import DatabaseError  # noqa: PLC0415 -- needs Django set up

    from kepu.config.archive import Refused  # noqa: PLC0415
    from kepu.config.commands.installation import run_check, run_migrate  # noqa: PLC0415

    try:
        path, manifest = _back_up(arguments.backup)
    except Refused as error:
        return _fail(f"{error}\n没有升级。")
    if manifest.missing_files:
        return _fail("没有升级：请先找回缺失的上传文件；确知可以不要的，直接运行 kepu migrate。")
    try:
        run_migrate(arguments)
    except (DatabaseError, ValueError, TypeError) as error:
        return _fail(f"升级失败：{error}\n升级前的备份在 {path}，用原来版本的程序 kepu restore 可恢复到空数据库。")
    return run_check(argparse.Namespace(as_owner=True))


def _fail(error: object) -> int:
    print(error, file=sys.stderr)
    return 1


class Bar:
    """Progress on the error stream: a bar on a terminal, elsewhere one line a stage."""

    def __init__(self) -> None:
        self._shown: tuple[str, int] = ("", -1)

    def __call__(self, what: str, done: int, of: int) -> None:
        share = 100 * done // of if of else 100
        if sys.stderr.isatty():
            self._draw(what, share)
        elif self._shown[0] != what:
            self._shown = (what, share)
            print(f"{what}……", file=sys.stderr, flush=True)

    def _draw(self, what: str, share: int) -> None:
        if self._shown == (what, share):
            return
        self._shown = (what, share)
        filled = share * 30 // 100
        end = "\n" if share == 100 else ""
        print(f"\r{what} [{'█' * filled}{'·' * (30 - filled)}] {share:3}%", end=end, file=sys.stderr, flush=True)
