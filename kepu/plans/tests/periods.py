"""Two plans of one county, one after the other, and an upper plan: what the tests from plan to plan stand on."""

from typing import Any

from kepu.files.models import StoredFile
from kepu.people.models import Account
from kepu.plans import verbs
from kepu.plans.models import Continuation, Document, Plan, Target, Task, Version
from kepu.plans.tests import builders
from kepu.plans.tests.builders import AT
from kepu.plans.verbs import Decision

UPPER_TEXT = """安澜市全民科学素质行动实施方案（2026—2030年）
到2030年，全市公民具备科学素质的比例达到18%以上。
一、老年人科学素质提升行动
1.送健康知识下乡。累计培训老年人20万人次，每年为老年人开展义诊不少于30场次。"""


def older(by: Account, more: int = 0, years: tuple[int, int] = (2021, 2025)) -> Version:
    """The plan of the period before, adopted."""
    version = builders.ready(builders.draft(by, more), by)
    changes = {"period_from": years[0], "period_to": years[1], "title": f"云汀县上一期方案（{years[0]}—{years[1]}年）"}
    verbs.edit_frame(version=version, changes=changes, seen={}, by=by, at=AT)
    version.refresh_from_db()
    return verbs.adopt(version=version, seen=version.revision, by=by, at=AT)


def linked(by: Account, more: int = 0, *, draft: bool = False) -> Plan:
    """A plan of 2026–2030 that continues `older`; nothing settled."""
    old = older(by, more)
    version = builders.draft(by, more) if draft else builders.adopted(by, more)
    return verbs.continue_from(plan=version.plan, old=old.plan, by=by, at=AT)


def decision(plan: Plan, title: str = "", *, quote: str = "", verdict: str = "carried", reason: str = "") -> Decision:
    """The decision that a task (by title) or target (by quote) of both plans is the same."""
    model: type[Task] | type[Target] = Target if quote else Task
    wanted = {"quote": quote} if quote else {"title": title}
    assert plan.continues
    keys = [model.objects.get(version__plan=p, **wanted).key for p in (plan.continues, plan)]
    kind = Continuation.Kind.TARGET if quote else Continuation.Kind.TASK
    return Decision(kind, keys[0] if verdict != "new" else "", keys[1] if verdict != "ended" else "", verdict, reason)


def upper_reading() -> dict[str, Any]:
    """The reading of UPPER_TEXT: a rate, a sum, a floor."""
    quotes = ("公民具备科学素质的比例达到18%以上", "累计培训老年人20万人次", "每年为老年人开展义诊不少于30场次")
    spans = [builders.span(q, UPPER_TEXT) for q in quotes]
    return {
        "title": UPPER_TEXT.split("\n")[0], "tasks": [{"id": "T1", "title": "送健康知识下乡"}], "promises": [],
        "targets": [
            {"task": None, "kind": "level", "quote": quotes[0], "subject": "公民具备科学素质的比例", "value": 18, "unit": "%",
             "comparator": ">=", "due": "2030", "span": spans[0]},
            {"task": "T1", "kind": "cumulative", "quote": quotes[1], "subject": "培训老年人", "value": 200000, "unit": "人次",
             "comparator": ">=", "span": spans[1]},
            {"task": "T1", "kind": "floor", "quote": quotes[2], "subject": "老年人义诊", "value": 30, "unit": "场次",
             "comparator": ">=", "per": "year", "span": spans[2]},
        ],
    }  # fmt: skip


def upper(by: Account, name: str = "市方案.txt") -> Document:
    """The upper plan's document, read."""
    file, _ = StoredFile.objects.get_or_create(
        sha256="1" * 64, defaults={"size": 3, "media_type": "text/plain", "stored_at": AT}
    )
    return Document.objects.create(
        region=builders.region(), purpose=Document.Purpose.UPPER, file=file, name=name, format="txt", text=UPPER_TEXT,
        state=Document.State.READ, reading=upper_reading(), reader_version="1.0", uploaded_by=by, uploaded_at=AT,
        progress=100,
    )  # fmt: skip


def following(by: Account, more: int = 0, *, draft: bool = False) -> Plan:
    """A plan that follows the upper plan; nothing answered."""
    version = builders.draft(by, more) if draft else builders.adopted(by, more)
    return verbs.follow_upper(plan=version.plan, document=upper(by), by=by, at=AT)
