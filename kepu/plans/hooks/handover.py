"""What a successor liaison inherits from plans, and what passes on when a unit is reformed."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from kepu.people.access import readable_regions
from kepu.people.handover import Inherited
from kepu.people.models import Account, Unit
from kepu.people.queries import current_successors, predecessors_of
from kepu.plans import access
from kepu.plans.models import Cell, Duty, DutyRole, Letter, Plan, Release, Responsibility, Target, Version
from kepu.plans.queries.annual.own import open_duties
from kepu.plans.queries.annual.paging import line_address
from kepu.plans.queries.breakdown.rules import amount_words
from kepu.plans.queries.plans import address_of, holdings_of_secretariat, in_force
from kepu.plans.queries.shares import UnitShare, share_of
from kepu.plans.queries.standing import within
from kepu.plans.wording import last_day, subject_words

KINDS = {DutyRole.LEAD: "牵头任务", DutyRole.JOINT: "按职责分工任务", DutyRole.SUPPORT: "配合任务"}


def open_work(unit: Unit, by: Account) -> list[Inherited]:
    """Return what issued plans ask of a unit, and what of theirs is under way, as far as `by` reads it.

    Tasks by role, targets of those it leads or answers for jointly, duties, lines of issued years not yet over, with
    what it took over from reformed units; for the secretariat also versions being proofread and public content not yet
    released that name the unit. Nothing for a unit that others go on for. The number of queries depends neither on plans
    nor on tasks.
    """
    on = timezone.localdate()
    answering = current_successors(unit, on)
    if answering and unit not in answering:
        return []
    readable = Plan.objects.filter(readable_regions(by), status=Plan.Status.ISSUED)
    share = share_of(in_force(Version.objects.filter(plan__in=readable)), unit, on)
    answering = [unit, *share.taken_over]
    return [*_asked(share), *_of_the_years(unit, answering, by, on), *_drafts(by, answering)]


def _of_the_years(unit: Unit, answering: list[Unit], by: Account, on: date) -> Iterator[Inherited]:
    """Yield the unit's lines of the issued years not yet over of each plan by role, a line once for each unit it names."""
    duties = open_duties(answering, by, on)
    for duty in sorted(duties, key=lambda d: (d.item.annual_id, list(KINDS).index(DutyRole(d.role)))):
        annual = duty.item.annual
        url = line_address(annual.pk, duty.item.key)
        taken = f"（承接自{duty.unit.name}）" if duty.unit_id != unit.pk else ""
        yield Inherited(f"{annual.year}年度{duty.get_role_display()}事项", duty.item.title + taken, url, duty.item.due)


def _asked(share: UnitShare) -> Iterator[Inherited]:
    plans = _plans(share)
    for role, rows in share.roles.items():
        for row in rows:
            if row.task:
                url = reverse("plans:task", args=[plans[row.version_id], row.task.key])
                yield Inherited(KINDS[DutyRole(role)], row.task.title + _from(row, share), url)
    for target in share.targets:
        yield Inherited("目标任务", target.quote, address_of(target, plans[target.version_id]), last_day(target.due))
    for duty in share.duties:
        url = reverse("plans:unit", args=[plans[duty.version_id], share.unit.pk])
        yield Inherited("职责", duty.text + _from(duty, share), f"{url}#k-{duty.key}")


def _plans(share: UnitShare) -> dict[int, int]:
    """Return version → plan for all that a share names."""
    rows = [*(r for role in share.roles.values() for r in role), *share.targets, *share.duties]
    return dict(Version.objects.filter(pk__in={row.version_id for row in rows}).values_list("pk", "plan_id"))


def _from(row: Responsibility | Duty, share: UnitShare) -> str:
    """Say which unit the plan names, where that is one that was taken over."""
    return f"（承接自{row.unit.name}）" if row.unit and row.unit_id != share.unit.pk else ""


def open_cells(unit: Unit, by: Account) -> list[Inherited]:
    """Return what the breakdown of targets asks of a unit this year and later, one line a target, as far as `by` reads it.

    With what is still in the name of units it took over. Nothing for a unit that others go on for; three queries, and one
    for each step of a chain of reforms.
    """
    today = timezone.localdate()
    heirs = current_successors(unit, today)
    if heirs and unit not in heirs:
        return []
    answering = [unit, *predecessors_of(unit, today)]
    readable = Plan.objects.filter(readable_regions(by), status=Plan.Status.ISSUED)
    cells = Cell.objects.filter(unit__in=answering, year__gte=today.year, breakdown__plan__in=readable)
    found: dict[tuple[int, str, int], list[Cell]] = defaultdict(list)
    for cell in cells.select_related("breakdown", "unit").order_by("breakdown_id", "unit_id", "year"):
        found[cell.breakdown.plan_id, cell.breakdown.target_key, cell.unit_id or 0].append(cell)
    versions = in_force(Version.objects.filter(plan__in={plan for plan, _, _ in found}))
    targets = {(t.version.plan_id, t.key): t for t in within(Target, versions).select_related("version")}
    rows = [(targets[plan, key], rows) for (plan, key, _), rows in found.items() if (plan, key) in targets]
    return [_told(target, cells, unit) for target, cells in rows]


def _told(target: Target, cells: list[Cell], unit: Unit) -> Inherited:
    named = cells[0].unit
    years = "、".join(f"{cell.year}年{amount_words(cell.value, target)}" for cell in cells)
    taken = f"（承接自{named.name}）" if named and named.pk != unit.pk else ""
    url = reverse("plans:breakdown_grid", args=[target.version.plan_id, target.key])
    return Inherited("目标任务分解", f"{subject_words(target)}：{years}{taken}", url)


def _drafts(by: Account, units: list[Unit]) -> Iterator[Inherited]:
    """Yield what of the own region's plans is not finished and names one of the units."""
    versions = Version.objects.filter(plan__region__in=[h.region_id for h in holdings_of_secretariat(by)])
    named = Q(pk__in=within(Responsibility, versions).filter(unit__in=units).values("version"))
    named |= Q(pk__in=within(Duty, versions).filter(unit__in=units).values("version"))
    for version in versions.filter(named, state=Version.State.PROOFREADING):
        yield Inherited(
            "校对稿", f"《{version.title}》第{version.number}版", reverse("plans:proofread", args=[version.plan_id])
        )
    unreleased = Release.objects.filter(
        version__in=versions.filter(named), state__in=(Release.State.DRAFT, Release.State.CHECKED)
    )
    for release in unreleased.select_related("version", "annual").defer("snapshot"):
        title = f"《{release.title}》{release.get_state_display()}"
        yield Inherited("未发布的公开内容", title, reverse("plans:release", args=[release.pk]))


def open_letters(unit: Unit, by: Account) -> list[Inherited]:
    """Return the letters that a unit has open, those of units it took over as well, for a successor to find waiting.

    Nothing for a unit that others go on for.
    """
    today = timezone.localdate()
    heirs = current_successors(unit, today)
    if heirs and unit not in heirs:
        return []
    units = [unit, *predecessors_of(unit, today)]
    rows = Letter.objects.filter(access.visible_letters(by), unit__in=units).exclude(state__in=Letter.CLOSED)
    return [
        Inherited(
            "目标责任书",
            f"{letter.number}（{letter.get_state_display()}）{_passed(letter, unit)}",
            reverse("plans:letter", args=[letter.pk]),
            letter.consult_until if letter.state == Letter.State.CONSULTED else None,
        )
        for letter in rows.select_related("unit").defer("snapshot")
    ]


def _passed(letter: Letter, unit: Unit) -> str:
    return f"（承接自{letter.unit.name}）" if letter.unit_id != unit.pk else ""
