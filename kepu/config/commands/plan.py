"""``kepu plan read`` and ``kepu plan import``: reading documents without the browser."""

import argparse
import json
import os
import queue
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from kepu.config.commands import Groups, show_help, start_django
from kepu.methods.planread.extract import Refused
from kepu.methods.planread.sandbox import SafeReader

READER = "kepu.plans.reader.read_here"
SUFFIXES = {".docx", ".doc", ".pdf", ".html", ".htm", ".mht", ".txt", ".md", ".wps"}


def register(groups: Groups) -> None:
    """Add ``plan read`` and ``plan import``."""
    plan = groups.add_parser("plan", help="读取、导入方案文件")
    plan.set_defaults(run=show_help(plan))
    verbs = plan.add_subparsers(title="命令", metavar="命令")
    read = verbs.add_parser("read", help="读出方案的任务、单位、目标任务，输出 JSON；给目录则读其中全部文件")
    read.add_argument("file", type=Path, metavar="文件或目录", help="docx、doc、pdf、html、txt、md")
    read.add_argument("--json", type=Path, metavar="OUT", help="写入的文件（读目录时为目录）；缺省打印到屏幕")
    read.set_defaults(run=run_read)
    load = verbs.add_parser("import", help="把方案文件导入数据库，等待校对")
    load.add_argument("file", type=Path, metavar="文件")
    load.add_argument("--region", required=True, metavar="CODE", help="12位行政区划代码")
    load.add_argument("--by", metavar="登录名", help="以谁的名义导入，缺省为该区域纲要办的第一个账号")
    load.set_defaults(run=run_import)


def run_read(arguments: argparse.Namespace) -> int:
    """Read a file, or every file of a folder on all cores; 1 when any could not be read."""
    if arguments.file.is_dir():
        return read_folder(arguments.file, arguments.json)
    try:
        reading = read_file(arguments.file)
    except (OSError, Refused) as error:
        print(f"{arguments.file}：{_reason(error)}", file=sys.stderr)
        return 1
    text = json.dumps(reading, ensure_ascii=False, indent=1)
    if arguments.json:
        arguments.json.write_text(text, encoding="utf-8")
        print(_counts(reading))
    else:
        print(text)
    return 0


def read_file(path: Path, reader: SafeReader | None = None) -> dict[str, object]:
    """Return the reading of one file as JSON values, read in a child process. Raises OSError or Refused."""
    data = path.read_bytes()
    if reader is not None:
        return reader.read(data, path.name, _silent)
    with SafeReader(READER, seconds=120) as own:
        return own.read(data, path.name, _silent)


def _silent(done: int, of: int) -> None:
    """Progress of one file is not shown."""


def read_folder(folder: Path, out: Path | None) -> int:
    """Read every document below `folder`; each result goes to ``out/NAME.json``. Prints a bar and what was refused."""
    paths = sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
    if not paths:
        print(f"{folder} 中没有可读取的文件（{'、'.join(sorted(SUFFIXES))}）。", file=sys.stderr)
        return 1
    if out:
        out.mkdir(parents=True, exist_ok=True)
    failures = []
    for done, (path, outcome) in enumerate(_read_all(paths), 1):
        if isinstance(outcome, Exception):
            failures.append(f"{path}：{_reason(outcome)}")
        elif out:
            text = json.dumps(outcome, ensure_ascii=False)
            (out / f"{'_'.join(path.relative_to(folder).parts)}.json").write_text(text, encoding="utf-8")
        _bar(done, len(paths))
    print(f"\n读完{len(paths)}份，{len(failures)}份未能读取。", file=sys.stderr)
    print("\n".join(failures), file=sys.stderr)
    return 1 if failures else 0


def _read_all(paths: list[Path]) -> Iterator[tuple[Path, dict[str, object] | Exception]]:
    """Read on all cores: one warm child a core, each file by whichever is free; yields in order."""
    free: queue.SimpleQueue[SafeReader] = queue.SimpleQueue()

    def outcome(path: Path) -> dict[str, object] | Exception:
        reader = free.get()
        try:
            return read_file(path, reader)
        except (OSError, Refused) as error:
            return error
        finally:
            free.put(reader)

    cores = os.cpu_count() or 2
    with ExitStack() as stack:
        for _ in range(cores):
            free.put(stack.enter_context(SafeReader(READER, seconds=120)))
        pool = stack.enter_context(ThreadPoolExecutor(cores))
        yield from zip(paths, pool.map(outcome, paths), strict=True)


def _bar(done: int, total: int) -> None:
    filled = 30 * done // total
    print(f"\r[{'█' * filled}{'·' * (30 - filled)}] {done}/{total}", end="", file=sys.stderr, flush=True)


def _counts(reading: dict[str, object]) -> str:
    names = {
        "actions": "个行动与工程",
        "tasks": "项任务",
        "targets": "个目标值",
        "promises": "项承诺",
        "duties": "条职责",
    }
    found = "、".join(f"{len(rows)}{word}" for key, word in names.items() if isinstance(rows := reading.get(key), list))
    doubts = reading.get("warnings")
    return f"读出{found}；{len(doubts) if isinstance(doubts, list) else 0}条提示需要核对。"


def _reason(error: Exception) -> str:
    return "文件不存在或无法打开。" if isinstance(error, OSError) else str(error)


def run_import(arguments: argparse.Namespace) -> int:
    """Import a document as its region's secretariat would upload it."""
    start_django()
    from kepu.config.importing import Refused as NotImported  # noqa: PLC0415 -- needs Django set up
    from kepu.config.importing import import_plan  # noqa: PLC0415

    try:
        version = import_plan(path=arguments.file, code=arguments.region, username=arguments.by)
    except (OSError, Refused, NotImported) as error:
        print(_reason(error), file=sys.stderr)
        return 1
    tasks = version.task_set.count()
    print(f"已导入《{version.title}》：{tasks}项任务，等待校对：/desk/plans/{version.plan_id}/proofread/")
    return 0
