"""The list of people, and who is missing from it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from kepu.people.handover import Inherited, inherited
from kepu.people.models import Account, Holding, Membership, Region, Unit

_EXPECTED = (Unit.Kind.PARTY, Unit.Kind.GOVERNMENT, Unit.Kind.MASS, Unit.Kind.TOWNSHIP)


def standing(on: date) -> Q:
    """Return a condition on units: those that exist on a day."""
    return (Q(since__isnull=True) | Q(since__lte=on)) & (Q(until__isnull=True) | Q(until__gt=on))


def current_lines(on: date) -> Q:
    """Return a condition on lines of the list of people: those in force on a day."""
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gte=on))


def member_lines(region: Region, on: date | None = None) -> QuerySet[Membership]:
    """Return the list of people of a region on a day, in the official order of units."""
    on = on or timezone.localdate()
    return Membership.objects.filter(current_lines(on), unit__region=region).select_related("unit")


def annex_lines(region: Region, on: date | None = None) -> list[Membership]:
    """Return the list as it is printed: 组长, 副组长, then everyone else, each in the official order of units."""
    ranks = {"组长": 0, "常务副组长": 1, "副组长": 2}
    return sorted(member_lines(region, on), key=lambda line: ranks.get(line.group_post.strip(), 3))


def units_without_liaison(region: Region, on: date | None = None) -> QuerySet[Unit]:
    """Return the units that should have a liaison and have none: departments, mass bodies, townships, all on the list."""
    on = on or timezone.localdate()
    lines = Membership.objects.filter(current_lines(on), unit=OuterRef("pk"))
    expected = Q(kind__in=_EXPECTED) | Q(Exists(lines))
    return Unit.objects.filter(standing(on), expected, region=region).exclude(Exists(lines.exclude(liaison="")))


def has_liaison(unit: Unit, on: date | None = None) -> bool:
    """Answer whether a unit has a liaison on a day (today)."""
    lines = Membership.objects.filter(current_lines(on or timezone.localdate()), unit=unit)
    return lines.exclude(liaison="").exists()


@dataclass(frozen=True)
class ReformEffects:
    """What a reform would do: lines on the list that end, roles that end, units below, open work that passes on."""

    lines: list[Membership]
    holdings: list[Holding]
    children: list[Unit]
    work: list[Inherited]


def effects_of_reform(unit: Unit, on: date, by: Account) -> ReformEffects:
    """Return what hangs on a unit on the day of its reform; of the open work what `by` may read."""
    holdings = Holding.objects.filter(unit=unit).exclude(until__lt=on).select_related("account")
    lines = unit.memberships.filter(until__isnull=True)
    return ReformEffects(list(lines), list(holdings), list(unit.children.all()), inherited(unit, by))


def places_inside(region: Region) -> QuerySet[Region]:
    """Return the divisions and own areas straight below a region, each with the number of what is below it."""
    return region.children.annotate(below=Count("children")).order_by("code")
