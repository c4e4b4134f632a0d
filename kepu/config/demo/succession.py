"""From plan to plan in the sample county: the plan before, which the present one continues, and the city's plan above."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings

from kepu.config.demo.binding import bind_all
from kepu.config.demo.proofreading import proofread
from kepu.config.demo.samples import SAMPLES
from kepu.config.importing import bring_in
from kepu.people.models import Account, Region
from kepu.plans import reader, verbs
from kepu.plans.models import Document, Plan, Version
from kepu.plans.queries.succession import Open, settlement, standing_for
from kepu.plans.queries.upper import check_of

Say = Callable[[str], None]
_OLD, _UPPER = "qinghe-2021.txt", "yunchuan-2026.txt"
# Why what has no counterpart in the new plan came to an end; words of its print, and the reason.
_WHY = (
    ("脱贫", "过渡期任务已完成，转入乡村振兴日常工作"), ("科普小超市", "2024年底15个全部建成，不再新建"),
    ("开工", "县科技馆新馆已于2025年开工，转入竣工目标"), ("公共服务能力", "已写入总体要求，不再单列"),
)  # fmt: skip


def load(by: Account, at: datetime, say: Say) -> None:
    """Read, adopt and end the plan of 2021–2025, let the present one continue it; read the city's plan to be checked against."""
    county = Region.objects.get(code=settings.HOME_REGION)
    plan = Plan.objects.filter(region=county, versions__state=Version.State.ADOPTED).distinct().get()
    plan = verbs.continue_from(plan=plan, old=plan_before(county, by, at), by=by, at=at)
    settled = _settle(plan, by, at)
    say(f"　已装入上一期方案（2021—2025年），现行方案接续它，{settled}条去向已核定。")
    _follow(county, plan, by, at)
    say("　已装入上级规划（云川市，虚构），可以对照。")


def plan_before(county: Region, by: Account, at: datetime) -> Plan:
    """Bring in the county's plan of 2021–2025, adopt it, bind its targets, and note that it has ended; return it."""
    old = bring_in(region=county, path=SAMPLES / _OLD, by=by, at=at)
    proofread(old, by, at)
    old.refresh_from_db()
    verbs.adopt(version=old, seen=old.revision, by=by, at=at)
    bind_all(old, by, at)
    return verbs.move(plan=old.plan, to=Plan.Status.ENDED, by=by, at=at)


def _settle(plan: Plan, by: Account, at: datetime) -> int:
    made = settlement(plan)
    assert made is not None
    decisions = [_decision(row) for row in made.open]
    done, _ = verbs.settle_many(plan=plan, decisions=decisions, by=by, at=at)
    return len(done)


def _decision(row: Open) -> verbs.Decision:
    old, new = row.old.key if row.old else "", row.new.key if row.new else ""
    words = row.old.words if row.old else ""
    why = next((reason for mark, reason in _WHY if mark in words), "") if row.verdict == "ended" else ""
    return verbs.Decision(row.kind, old, new, row.verdict, why)


def _follow(county: Region, plan: Plan, by: Account, at: datetime) -> None:
    """Read the city's plan and answer what is sure; the rest is left to be settled."""
    path = SAMPLES / _UPPER
    data = path.read_bytes()
    text, kind, elsewhere = reader.text_of(data, path.name)
    document = verbs.upload(
        region=county, name=path.name, data=data, text=text, format=kind, elsewhere=elsewhere,
        purpose=Document.Purpose.UPPER, by=by, at=at,
    )  # fmt: skip
    verbs.start_reading(document=document, at=at)
    verbs.finish_reading(document=document, reading=reader.reading(data, path.name, lambda done, of: None))
    plan = verbs.follow_upper(plan=plan, document=document, by=by, at=at)
    version = standing_for(plan)
    made = check_of(Plan.objects.select_related("upper").get(pk=plan.pk), version) if version else None
    rows = [r for r in made.lines if r.sure and r.own and r.verdict == "covered"] if made else []
    answers = [verbs.Answer(r.upper.number, r.verdict, r.own.key if r.own else "") for r in rows]
    verbs.answer_many(plan=plan, answers=answers, by=by, at=at)
