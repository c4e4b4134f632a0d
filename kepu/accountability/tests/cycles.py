"""A reporting cycle under the small plan of `kepu.plans.tests.builders`, drafted and opened through the verbs."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from kepu.accountability import verbs
from kepu.accountability.models import Cycle
from kepu.accountability.verbs import CycleValues
from kepu.people.models import Account, Region, Unit
from kepu.plans.models import Plan

BEIJING = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 12, 1, 9, 0, tzinfo=BEIJING)
VALUES: dict[str, Any] = {
    "title": "2026年度全民科学素质工作总结", "since": date(2026, 1, 1), "cutoff": date(2026, 12, 15), "due": date(2026, 12, 20),
}  # fmt: skip


def drafted(office: Account, plan: Plan | None = None, kind: str = "annual", paper: str = "", **values: Any) -> Cycle:
    """A cycle of 2026 as the office drafts it; 20 December 2026 is a Sunday."""
    return verbs.draft_cycle(
        plan=plan or Plan.objects.get(), year=2026, kind=kind, paper=paper, values=CycleValues(**(VALUES | values)),
        by=office, at=AT,
    )  # fmt: skip


def opened(office: Account, **values: Any) -> Cycle:
    """The same, open."""
    cycle = drafted(office, **values)
    return verbs.open_cycle(cycle=cycle, seen=cycle.revision, by=office, at=AT)


def township(name: str = "城关镇", code: str = "990123100000", order: int = 2000) -> Unit:
    """A township of the county with its unit."""
    place = Region.objects.get_or_create(code=code, defaults={"name": name, "level": Region.Level.TOWNSHIP})[0]
    return Unit.objects.create(region=place, name=f"{name}人民政府", kind=Unit.Kind.TOWNSHIP, order=order)
