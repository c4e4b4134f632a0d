"""What the tests of the year's work stand on: a year opened from the small plan, cells of its targets, an issued year."""

from datetime import date
from decimal import Decimal
from typing import Any

from kepu.people.models import Account, Region, Unit
from kepu.plans import verbs
from kepu.plans.models import AnnualDuty, AnnualItem, AnnualPlan, Breakdown, Cell, Release, Target, Version
from kepu.plans.tests.builders import AT

YEAR = 2026
TITLE = "云汀县2026年全民科学素质工作要点"
NUMBER, DAY = "云科组发〔2026〕3号", date(2026, 3, 20)


def opened(version: Version, by: Account, year: int = YEAR) -> AnnualPlan:
    """A year as the plan proposes it."""
    return verbs.open_year(plan=version.plan, year=year, title=TITLE, by=by, at=AT)


def item(annual: AnnualPlan, title: str) -> AnnualItem:
    """The line of that title."""
    return AnnualItem.objects.select_related("annual").get(annual=annual, title=title)


def outside(annual: AnnualPlan, by: Account, **values: Any) -> AnnualItem:
    """A line from outside the plan, led by the first unit that there is."""
    values = {"basis": "upper", "paper": "安科协发〔2026〕2号", "title": "办好流动科技馆巡展", **values}
    unit = Unit.objects.filter(region=annual.plan.region).order_by("order").first()
    return verbs.add_year_item(annual=annual, values=values, roles={unit: "lead"} if unit else {}, by=by, at=AT)


def deed(
    annual: AnnualPlan, by: Account, title: str, roles: dict[Unit, str] | None = None, **changes: Any
) -> AnnualItem:
    """A line that residents are told of."""
    row = item(annual, title)
    changes = {"resident_deed": True, "audience": "elderly", "place": "各乡镇卫生院", **changes}
    return verbs.edit_year_item(item=row, changes=changes, roles=roles, revision=row.revision, by=by, at=AT)


def issued(annual: AnnualPlan, by: Account) -> AnnualPlan:
    """The year, issued."""
    annual.refresh_from_db()
    return verbs.issue_year(
        annual=annual, document_number=NUMBER, issued_on=DAY, revision=annual.revision, by=by, at=AT
    )


def cell(version: Version, subject: str, value: int | str, *, year: int = YEAR, over: str = "years", adding: str = "total",
         unit: Unit | None = None, region: Region | None = None, carried: int = 0) -> Cell:  # fmt: skip
    """What one place is to do in a year for the target of that subject."""
    target = Target.objects.get(version=version, subject=subject)
    breakdown, _ = Breakdown.objects.get_or_create(
        plan=version.plan, target_key=target.key, defaults={"version": version, "over": over, "adding": adding}
    )
    return Cell.objects.create(
        breakdown=breakdown, year=year, unit=unit, region=region, value=Decimal(value), carried=carried
    )


def duties(annual: AnnualPlan, title: str) -> dict[str, str]:
    """Who answers for a line: name → role."""
    rows = AnnualDuty.objects.filter(item__annual=annual, item__title=title).select_related("unit")
    return {row.unit.name: row.role for row in rows}


def released(annual: AnnualPlan, by: Account) -> Release:
    """The year's deeds, all the way to the public."""
    step = verbs.draft_year_release(annual=annual, by=by, at=AT)
    step = verbs.check_secrecy(release=step, statement=True, by=by, at=AT)
    return verbs.release(release=step, by=by, at=AT)
