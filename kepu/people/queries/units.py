"""Lists for the pages: units, accounts; search; what is to do."""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from kepu.people.access import can_in_office, holdings, readable_units
from kepu.people.access.rules import CHANGE_MEMBER
from kepu.people.models import Account, Holding, Membership, Region, Role, Unit
from kepu.people.queries.people import current_lines, standing, units_without_liaison
from kepu.ui.shapes import Found, Todo

MOST_FOUND = 20
MOST_NAMED = 4


def listed_units(
    region: Region, *, text: str = "", kind: str = "", ended: bool = False, on: date | None = None
) -> QuerySet[Unit]:
    """Return units of a region in the official order, with aliases and today's line; standing ones, or those that ended."""
    on = on or timezone.localdate()
    units = Unit.objects.filter(region=region)
    units = units.exclude(standing(on)) if ended else units.filter(standing(on))
    if text:
        units = units.filter(Q(name__icontains=text) | Q(aliases__name__icontains=text)).distinct()
    if kind:
        units = units.filter(kind=kind)
    lines = Prefetch("memberships", Membership.objects.filter(current_lines(on)), to_attr="current_lines")
    return units.select_related("parent").prefetch_related("aliases", lines)


def accounts_with_roles(accounts: QuerySet[Account], *, text: str = "", state: str = "") -> QuerySet[Account]:
    """Narrow accounts by name or user name and state, each with the roles held today (`roles_now`)."""
    if text:
        accounts = accounts.filter(Q(name__icontains=text) | Q(username__icontains=text))
    states = {
        Account.State.ACTIVE: Q(is_active=True), Account.State.DISABLED: Q(is_active=False, closed_at__isnull=True),
        Account.State.CLOSED: Q(closed_at__isnull=False),
    }  # fmt: skip
    accounts = accounts.filter(states[Account.State(state)] if state else Q(closed_at__isnull=True))
    today = timezone.localdate()
    now = Holding.objects.filter(Q(until__isnull=True) | Q(until__gte=today)).select_related("unit", "region")
    return accounts.prefetch_related(Prefetch("holdings", now, to_attr="roles_now"))


def search(user: Account, text: str) -> list[Found]:
    """Return units the person may read whose name or alias holds the text, and liaisons for their own secretariat."""
    text = text.strip()
    if not text:
        return []
    named = Q(name__icontains=text) | Q(aliases__name__icontains=text)
    units = Unit.objects.filter(readable_units(user), named).distinct().select_related("region")[:MOST_FOUND]
    found = [
        Found(u.name, reverse("people:unit", args=[u.pk]), "单位", f"{u.region} · {u.get_kind_display()}")
        for u in units
    ]
    return found + _liaisons(user, text, MOST_FOUND - len(found))


def _liaisons(user: Account, text: str, most: int) -> list[Found]:
    own = [h.region_id for h in holdings(user) if h.role == Role.SECRETARIAT]
    named = Q(liaison__icontains=text) | Q(leader__icontains=text)
    lines = Membership.objects.filter(named, current_lines(timezone.localdate()), unit__region__in=own)
    return [
        Found(line.liaison or line.leader, reverse("people:unit", args=[line.unit_id]), "人员", line.unit.name)
        for line in lines.select_related("unit")[: max(0, most)]
    ]


def liaison_todo(user: Account) -> list[Todo]:
    """Return the yellow line: units that should have a liaison and have none, for those who keep the list.

    Before there is any unit, it is to set up the list of units.
    """
    regions = {h.region for h in holdings(user) if h.region and h.role == Role.SECRETARIAT}
    kept = [region for region in regions if can_in_office(CHANGE_MEMBER, user, region)]
    if kept and not Unit.objects.filter(region__in=kept).exists():
        return [_first_step()]
    missing = [list(units_without_liaison(region).values_list("name", flat=True)) for region in kept]
    return [_yellow_line(names) for names in missing if names]


def _first_step() -> Todo:
    why = "从 Excel 导入或者逐个新增；方案里的责任单位、联络员和报送都从名录来。"
    return Todo("建立单位名录", reverse("people:units"), "下一步", why)


def _yellow_line(names: list[str]) -> Todo:
    named = "、".join(names[:MOST_NAMED]) + ("等" if len(names) > MOST_NAMED else "")
    url = reverse("people:members") + "?missing=1"
    why = f"{named}还没有联络员，收不到任务和温馨提示。"
    return Todo(f"登记{len(names)}个单位的联络员", url, "单位与联络员", why, count=len(names), warning=True)
