"""科普实事: what residents are told of a year, out of its lines; and what the public sees of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from kepu.methods.masking import mask
from kepu.people.models import Region, Unit
from kepu.people.queries import successors_of
from kepu.plans.models import AnnualDuty, AnnualItem, AnnualPlan, Audience, DutyRole, Release, Target
from kepu.plans.queries.annual.figures import Figure, year_figures
from kepu.plans.queries.standing import standing
from kepu.plans.wording import subject_words

Snapshot = dict[str, Any]
DOORS = {
    Audience.ELDERLY: "我是老年人", Audience.FARMERS: "我是农民", Audience.YOUTH: "我是家长或青少年",
    Audience.WORKERS: "我是职工", Audience.OFFICIALS: "我是干部", Audience.GENERAL: "所有人",
}  # fmt: skip


def deeds_of(annual: AnnualPlan) -> list[AnnualItem]:
    """Return the lines that residents are told of, in the document's order; one query."""
    return list(annual.items.filter(removed=False, resident_deed=True))


def deeds_snapshot(annual: AnnualPlan, on: date) -> Snapshot:
    """Return what the public will see of a year's deeds: what, for whom, where, who does it today, this year's figures.

    Names and phones are masked. Units that are no more are called by those who go on for them. Constant queries.
    """
    items = deeds_of(annual)
    leads, figures = _leads(items, on), _figures(annual)
    return {
        "kind": "year",
        "title": mask(annual.title),
        "year": annual.year,
        "plan": mask(annual.version.title),
        "document_number": annual.document_number,
        "issued_on": annual.issued_on.isoformat() if annual.issued_on else None,
        "deeds": [_deed(item, leads[item.pk], figures.get(item.task_key, [])) for item in items],
    }


def _deed(item: AnnualItem, leads: list[str], figures: Iterable[Figure]) -> Snapshot:
    return {
        "key": item.key, "title": mask(item.title), "text": mask(item.text), "audience": item.audience,
        "place": mask(item.place), "due": item.due.isoformat() if item.due else "", "leads": [mask(n) for n in leads],
        "figures": [{"subject": mask(subject_words(f.target)), "words": f.public_words} for f in figures],
    }  # fmt: skip


def _leads(items: list[AnnualItem], on: date) -> dict[int, list[str]]:
    """Return the names of those who lead each line on a day, or of all who answer where nobody leads."""
    answering = (DutyRole.LEAD, DutyRole.JOINT)
    rows = list(AnnualDuty.objects.filter(item__in=items, role__in=answering).select_related("unit"))
    heirs = successors_of({row.unit_id: row.unit for row in rows}.values(), on)
    found: dict[int, list[str]] = {}
    for item in items:
        own = [row for row in rows if row.item_id == item.pk]
        first = [row for row in own if row.role == DutyRole.LEAD] or own
        units: list[Unit] = [unit for row in first for unit in heirs[row.unit_id]]
        found[item.pk] = list(dict.fromkeys(unit.name for unit in units))
    return found


def _figures(annual: AnnualPlan) -> dict[str, list[Figure]]:
    """Return this year's figures by the key of the task whose target they belong to."""
    figures = year_figures(annual.plan, annual.year)
    found: dict[str, list[Figure]] = {}
    for figure in figures.all_of(standing(Target, annual.version).select_related("task")):
        if figure.target.task:
            found.setdefault(figure.target.task.key, []).append(figure)
    return found


def released_years(region: Region) -> list[Release]:
    """Return the years whose deeds the public of a region sees now, newest first; one query."""
    rows = Release.objects.filter(annual__plan__region=region, state=Release.State.RELEASED)
    return list(rows.select_related("version", "annual", "released_by").order_by("-annual__year", "-pk"))


@dataclass(frozen=True)
class DeedDoor:
    """One filter of the public page: an audience, its words, how many deeds are for it."""

    audience: str
    label: str
    count: int


def deed_doors(snapshots: Iterable[Snapshot]) -> list[DeedDoor]:
    """Return the audiences for whom there is something, with what is for everyone counted in; 所有人 counts all."""
    deeds = [deed for snapshot in snapshots for deed in snapshot["deeds"]]
    found = []
    for audience, label in DOORS.items():
        own = sum(deed["audience"] == audience for deed in deeds)
        if audience == Audience.GENERAL:
            found.append(DeedDoor("", label, len(deeds)))
        elif own:
            found.append(DeedDoor(audience.value, label, len(deeds_for(deeds, audience))))
    return found


def deeds_for(deeds: Iterable[Snapshot], audience: str) -> list[Snapshot]:
    """Return the deeds for one audience and those for everyone; all of them where none is asked."""
    return [deed for deed in deeds if not audience or deed["audience"] in (audience, Audience.GENERAL)]
