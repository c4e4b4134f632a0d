"""What the tests of `plans` stand on: a place, people, units, and a plan opened through the verbs from a small text.

The text is hand-written; `reading` gives it in the shape of the reader's JSON, its spans found by searching the text.
"""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from kepu.files.models import StoredFile
from kepu.methods.papers import check_template
from kepu.methods.papers.tests.forms import template
from kepu.people.models import Account, Holding, Region, Role, Unit
from kepu.plans import verbs
from kepu.plans.models import Document, PaperTemplate, Plan, Release, Remark, Version

AT = datetime(2026, 11, 22, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
TITLE = "云汀县全民科学素质行动实施方案（2026—2030年）"
TEXT = f"""{TITLE}
云政办发〔2026〕8号
到2030年，全县公民具备科学素质的比例达到16%以上。
一、青少年科学素质提升行动
1.办好科学课堂。每年开展科普进校园不少于12场次，联系电话13912345678。（牵头单位：县教育局；责任单位：县科协、团县委）
二、老年人科学素质提升行动
2.送健康知识下乡。累计培训老年人5000人次，逐步提高老年人健康素养。（县卫健局、县民政局等按职责分工负责）
三、职责分工
县科协：负责统筹协调全县科普工作；
2026年为启动阶段。
各成员单位每年12月20日前将实施情况报县科协。
此件公开发布。"""
LEADS = {"县教育局": "lead", "县科协": "support", "团县委": "support"}
JOINT = {"县卫健局": "joint", "县民政局": "joint"}


def region(code: str = "990123000000", name: str = "云汀县") -> Region:
    """The home county, or another."""
    return Region.objects.get_or_create(code=code, defaults={"name": name, "level": Region.Level.COUNTY})[0]


def account(username: str = "office", role: Role = Role.SECRETARIAT, at: Region | None = None,
            of: Unit | None = None) -> Account:  # fmt: skip
    """An account holding one role since yesterday, over a region or a unit."""
    made = Account.objects.create(username=username, name=username, created_at=AT)
    place = None if of else (at or region())
    Holding.objects.create(account=made, role=role, unit=of, region=place, since=AT.date() - timedelta(days=1))
    return made


def liaison(unit: Unit, username: str = "liaison") -> Account:
    """A liaison of a unit."""
    return account(username, Role.LIAISON, of=unit)


def unit(name: str, order: int = 1000, at: Region | None = None) -> Unit:
    """A unit of the county."""
    return Unit.objects.create(region=at or region(), name=name, kind=Unit.Kind.GOVERNMENT, order=order)


def units() -> dict[str, Unit]:
    """The five units that the text names."""
    return {name: unit(name, order) for order, name in enumerate([*LEADS, *JOINT], 1)}


def span(quote: str, text: str = TEXT) -> list[int]:
    """Where a quote stands in the text."""
    start = text.index(quote)
    return [start, start + len(quote)]


def _mentions(names: dict[str, str], text: str, after: int) -> list[dict[str, Any]]:
    places = [(n, role, text.index(n, after)) for n, role in names.items()]
    return [{"unit": n, "role": role, "span": [at, at + len(n)]} for n, role, at in places]


def _task(id: str, parent: str | None, title: str, line: str, names: dict[str, str], text: str) -> dict[str, Any]:
    at, clause = text.index(line), line.index("（", 3)
    return {
        "id": id, "parent": parent, "title": title, "open_ended": "等" in line, "span": [at, at + len(line)],
        "clauses": [[at + clause, at + len(line)]], "mentions": _mentions(names, text, at + clause),
    }  # fmt: skip


def text(more: int = 0) -> str:
    """The plan's text, with further tasks of one line each under the second part."""
    lines = [f"{n + 2}.第{n}件实事。开展第{n}件便民服务至少{n}次。（县民政局负责）\n" for n in range(1, more + 1)]
    head, tail = TEXT.split("三、职责分工")
    return f"{head}{''.join(lines)}三、职责分工{tail}"


def reading(more: int = 0) -> dict[str, Any]:
    """The reading of `text(more)`: two parts, 2 + more tasks, 3 + more targets, one promise, one warning."""
    whole = text(more)
    lines = whole.split("\n")
    youth, elderly = "青少年科学素质提升行动", "老年人科学素质提升行动"
    tasks = [
        _task("T1", youth, "办好科学课堂", lines[4], LEADS, whole),
        _task("T2", elderly, "送健康知识下乡", lines[6], JOINT, whole),
    ]
    tasks += [
        _task(f"T{n + 2}", elderly, f"第{n}件实事", lines[6 + n], {"县民政局": "joint"}, whole)
        for n in range(1, more + 1)
    ]
    return {
        "reader_version": "1.0", "title": TITLE, "number": "云政办发〔2026〕8号", "date": "2026-03-05",
        "issuer": "云汀县人民政府办公室", "period": [2026, 2030], "tasks": tasks,
        "actions": [
            {"kind": "action", "title": youth, "group": "youth", "span": span(f"一、{youth}", whole)},
            {"kind": "action", "title": elderly, "group": "elderly", "span": span(f"二、{elderly}", whole)},
        ],
        "targets": _targets(whole, more),
        "promises": [_target("T2", "trend", "逐步提高老年人健康素养", whole, subject="老年人健康素养")],
        "duties": [{"unit": "县科协", "text": "负责统筹协调全县科普工作", "where": "list",
                    "span": span("负责统筹协调全县科普工作", whole)}],
        "milestones": [{"name": "启动阶段", "from": 2026, "to": 2026, "span": span("2026年为启动阶段", whole)}],
        "reporting": [{"who": "各成员单位", "what": "实施情况", "due": "每年12月20日前", "to": "县科协",
                       "span": span("各成员单位每年12月20日前将实施情况报县科协", whole)}],
        "warnings": [{"code": "open-ended", "message": "责任单位未列尽：“等”", "span": span("县民政局等", whole)}],
    }  # fmt: skip


def _target(task: str | None, kind: str, quote: str, whole: str, **fields: Any) -> dict[str, Any]:
    return {"task": task, "kind": kind, "quote": quote, "span": span(quote, whole), **fields}


def _targets(whole: str, more: int) -> list[dict[str, Any]]:
    rate, visits, trained = (
        "公民具备科学素质的比例达到16%以上",
        "每年开展科普进校园不少于12场次",
        "累计培训老年人5000人次",
    )
    return [
        _target(None, "level", rate, whole, value=16, unit="%", comparator=">=", due="2030", subject="公民具备科学素质的比例"),
        _target("T1", "floor", visits, whole, value=12, unit="场次", comparator=">=", per="year", subject="开展科普进校园"),
        _target("T2", "cumulative", trained, whole, value=5000, unit="人次", comparator=">=", subject="培训老年人"),
        *[
            _target(f"T{n + 2}", "count", f"开展第{n}件便民服务至少{n}次", whole, value=n, unit="次", comparator=">=",
                    subject=f"开展第{n}件便民服务")
            for n in range(1, more + 1)
        ],
    ]  # fmt: skip


def document(by: Account, more: int = 0, at: Region | None = None) -> Document:
    """A document that was read."""
    file, _ = StoredFile.objects.get_or_create(
        sha256="0" * 64, defaults={"size": 3, "media_type": "text/plain", "stored_at": AT}
    )
    return Document.objects.create(
        region=at or region(), file=file, name="实施方案.txt", format="txt", text=text(more), state=Document.State.READ,
        reading=reading(more), reader_version="1.0", uploaded_by=by, uploaded_at=AT, progress=100,
    )  # fmt: skip


def draft(by: Account, more: int = 0, at: Region | None = None) -> Version:
    """A version in proofreading, as the reader left it."""
    return verbs.open_plan(document=document(by, more, at), by=by, at=AT)


def ready(version: Version, by: Account) -> Version:
    """Settle what keeps a version from adoption: the reader's doubts, names without a unit."""
    version.remark_set.update(state=Remark.State.KEPT)
    for model in (version.responsibility_set, version.duty_set):
        model.filter(unit=None).update(collective=True)
    version.refresh_from_db()
    return version


def adopted(by: Account, more: int = 0, at: Region | None = None) -> Version:
    """An adopted version; names are tied to units that exist when it is called."""
    version = ready(draft(by, more, at), by)
    return verbs.adopt(version=version, seen=version.revision, by=by, at=AT)


def amended(version: Version, by: Account) -> Version:
    """An amendment of the plan, in proofreading."""
    plan = Plan.objects.get(pk=version.plan_id)
    return verbs.amend(plan=plan, reason="机构改革，职责划转", paper="云科组发〔2027〕1号", by=by, at=AT)


def released(version: Version, by: Account) -> Release:
    """A version whose content went all the way to the public."""
    step = verbs.draft_release(version=version, by=by, at=AT)
    step = verbs.check_secrecy(release=step, statement=True, by=by, at=AT)
    return verbs.release(release=step, by=by, at=AT)


def progress_released(version: Version, by: Account, as_of: date = date(2026, 6, 30)) -> Release:
    """A version's progress as of a day, all the way to the public."""
    step = verbs.draft_progress_release(version=version, as_of=as_of, by=by, at=AT)
    step = verbs.check_secrecy(release=step, statement=True, by=by, at=AT)
    return verbs.release(release=step, by=by, at=AT)


def docx(*lines: str) -> bytes:
    """A .docx of these paragraphs; with none, one that asks for the unit, the title and the check code."""
    return template(*(lines or ("{{标题}}", "{{乙方}}：", "{{校验码}}{{二维码}}")))


def paper_template(
    by: Account, kind: str = "letter", data: bytes | None = None, name: str = "责任书.docx", at: Region | None = None
) -> PaperTemplate:
    """A template of the office's own, in use."""
    data = data or docx()
    checked = check_template(data, kind)
    return verbs.keep_template(region=at or region(), kind=kind, name=name, data=data, checked=checked, by=by, at=AT)
