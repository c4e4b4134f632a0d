"""The sample county: loaded into an empty database through the public verbs and the real reader. All of it is invented."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from kepu.config.demo import (
    annual,
    breakdown,
    letters,
    past,
    people,
    progress,
    published,
    questions,
    succession,
    tasks,
    work,
    years,
)
from kepu.config.demo.proofreading import proofread
from kepu.config.demo.samples import SAMPLES, rows
from kepu.config.importing import bring_in
from kepu.people import tables
from kepu.people.models import Account, Region, Unit
from kepu.people.verbs import (
    create_demo_accounts,
    import_population,
    import_regions,
    import_units,
    load_divisions,
)
from kepu.plans import verbs
from kepu.plans.models import Plan

SIGN_INS = "sign-ins.txt"

Say = Callable[[str], None]
Piece = Callable[[Account, datetime, Say], None]

# What further pieces of the sample county are loaded after the plan, in this order: one module of this folder each.
PIECES: tuple[Piece, ...] = (
    people.load,
    breakdown.load,
    annual.load,
    letters.load,
    questions.load,
    succession.load,
    past.load,
    work.load,
    tasks.load,
    published.load,
    progress.load,
)


class Refused(Exception):
    """The sample county may not be loaded here; the message says why."""


def load(*, say: Say, if_empty: bool = False) -> None:
    """Migrate and fill an empty database. Raises Refused in production, or when there are data (unless `if_empty`)."""
    if settings.PRODUCTION:
        raise Refused("生产环境（KEPU_PRODUCTION=1）不能装入示范数据。")
    if "desk" not in settings.FACES:
        raise Refused("只有公众端的机器（KEPU_FACES=portal）没有工作台，不装入示范数据。")
    say("正在准备数据库……")
    call_command("migrate", verbosity=0, interactive=False)
    if Account.objects.exists() or Plan.objects.exists():
        if if_empty:
            return say("数据库已有数据，原样保留。")
        raise Refused("数据库中已有数据，没有装入示范县。要从头开始请运行 make fresh。")
    at = timezone.now()
    secretariat = begin(at, say)
    years.load(secretariat, at, say)
    _plan(secretariat, at, say)
    for piece in PIECES:
        piece(secretariat, at, say)
    return say("示范县装入完成（清禾县为虚构，全部内容为演示而编写）。")


def begin(at: datetime, say: Say) -> Account:
    """Load the places, units and accounts of the sample county, before it has any plan; return its secretariat."""
    _places(at, say)
    return _people(at, say)


def _places(at: datetime, say: Say) -> None:
    say("正在装入全国行政区划（到乡镇）……")
    say(f"　已装入{load_divisions(at=at)}个区划。")
    import_regions(inside=None, rows=rows("region.csv", tables.REGION_COLUMNS), by=None, at=at)
    county = Region.objects.get(code=settings.HOME_REGION)
    import_population(inside=county, rows=rows("population.csv", tables.POPULATION_COLUMNS), by=None, at=at)
    import_units(region=county, rows=rows("units.csv", tables.UNIT_COLUMNS), by=None, at=at)
    say(f"已建立示范县{county}：{Unit.objects.filter(region=county).count()}个单位。")


def _people(at: datetime, say: Say) -> Account:
    made = create_demo_accounts(region=Region.objects.get(code=settings.HOME_REGION), at=at)
    path = Path(settings.VAR) / SIGN_INS
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.writelines(f"{m.role}\t{m.username}\t{m.password}\n" for m in made)
    say(f"已建立{len(made)}个账号，每种角色一个。")
    return Account.objects.get(username=made[0].username)


def _plan(by: Account, at: datetime, say: Say) -> None:
    """Bring the sample plan in as a person would: upload, read, match, settle, adopt, check, release."""
    say("正在读取示范方案……")
    path = SAMPLES / "qinghe.docx"
    version = bring_in(region=Region.objects.get(code=settings.HOME_REGION), path=path, by=by, at=at)
    tasks = version.task_set.filter(removed=False).count()
    targets = version.target_set.filter(removed=False).count()
    say(f"　读出{tasks}项任务、{targets}个目标任务。")
    proofread(version, by, at)
    version.refresh_from_db()
    verbs.adopt(version=version, seen=version.revision, by=by, at=at)
    release = verbs.draft_release(version=version, by=by, at=at)
    verbs.check_secrecy(release=release, statement=True, by=by, at=at)
    verbs.release(release=release, by=by, at=at)
    say("　方案已校对、采用并公开。")


def print_sign_ins() -> None:
    """Print the address and who can sign in with what, as kept in ``var/``; nothing when there is no sample county."""
    path = Path(settings.VAR) / SIGN_INS
    if not path.exists():
        return
    port = os.environ.get("KEPU_PORT", "8000")
    print(f"\n  打开 http://127.0.0.1:{port} （公众端） 或 http://127.0.0.1:{port}/desk/ （工作台）\n")
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    widest = max(_width(title) for title, _, _ in rows)
    for title, username, password in rows:
        print(f"  {title}{' ' * (widest - _width(title))}  登录名 {username:<15} 密码 {password}")
    print(f"\n  以上账号保存在 {path}。启动服务：kepu serve；按 Ctrl-C 停止。\n", flush=True)


def _width(text: str) -> int:
    """Return the columns a text takes in a terminal: a Chinese character takes two."""
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text)
