"""What a successor liaison inherits from plans, and what passes on when a unit is reformed."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from kepu.people.access import readable_regions
from kepu.people.handover import Inherited
from kepu.people.models import Account, Unit
from kepu.people.queries import current_successors
from kepu.plans.models import Duty, DutyRole, Plan, Release, Responsibility, Version
from kepu.plans.queries.annual.own import open_duties
from kepu.plans.queries.plans import address_of, holdings_of_secretariat, in_force
from kepu.plans.queries.shares import UnitShare, share_of
from kepu.plans.queries.standing import within

KINDS = {DutyRole.LEAD: "牵头任务", DutyRole.JOINT: "按职责分工任务", DutyRole.SUPPORT: "配合任务"}


def open_work(unit: Unit, by: Account) -> list[Inherited]:
    """Return what issued plans ask of a unit, and what of theirs is under way, as far as `by` reads it.

    Tasks by role, targets of those it leads or answers for jointly, duties, lines of the newest issued year, with what it
    took over from reformed units; for the secretariat also versions being proofread and public content not yet released that name the unit. Nothing
    for a unit that others go on for. The number of queries depends neither on plans nor on tasks.
    """
    on = timezone.localdate()
    answering = current_successors(unit, on)
    if answering and unit not in answering:
        return []
    readable = Plan.objects.filter(readable_regions(by), status=Plan.Status.ISSUED)
    share = share_of(in_force(Version.objects.filter(plan__in=readable)), unit, on)
    answering = [unit, *share.taken_over]
    return [*_asked(share), *_of_the_year(unit, answering, by), *_drafts(by, answering)]


def _of_the_year(unit: Unit, answering: list[Unit], by: Account) -> Iterator[Inherited]:
    """Yield the unit's lines of the newest issued year of each plan, a line once for each unit it names."""
    for duty in open_duties(answering, by):
        annual = duty.item.annual
        url = f"{reverse('plans:year', args=[annual.pk])}#i-{duty.item.key}"
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


def last_day(due: str) -> date | None:
    """Return the last day of a target's year, month or day ("2030", "2030-06", "2030-06-30"); None for no date."""
    numbers = [int(part) for part in due.split("-") if part.isdecimal()]
    try:
        year, month = numbers[0], (numbers[1:2] or [12])[0]
        return date(year, month, (numbers[2:3] or [monthrange(year, month)[1]])[0])
    except (IndexError, ValueError):
        return None


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
