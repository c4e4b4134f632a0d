"""Who may do what: one rule a verb, kept as data, so that the table of roles is what is enforced.

Each app lists its rules in its own ``access.py`` (``RULES``) beside its pairs ``check_can_…`` / ``can_…``;
``docs/roles.md`` is generated from all of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone

from kepu.people.models import ADMIN_ROLES, Account, Holding, Region, Role, Unit

Scope = Literal["region", "inside", "unit", "installation"]


class NotAllowed(PermissionDenied):
    """The person may not do this; the message says why, in Chinese."""


class WrongState(Exception):
    """The thing is in a state in which this cannot be done; the message says what to do instead, in Chinese."""


@dataclass(frozen=True)
class Rule:
    """Who may do a verb, and in which states of its object (None: the object has no states).

    `scope` says how the role must fit the object: ``region`` the very region (or, for a unit's role, the region its
    unit belongs to), ``inside`` the region or one above it, ``unit`` the very unit, ``installation`` any holding. An
    administrator's role is over the installation and fits wherever a rule names it.
    """

    verb: str
    title: str
    roles: tuple[Role, ...]
    scope: Scope
    states: tuple[str, ...] | None = None


def holdings(account: Account) -> list[Holding]:
    """Return the roles an account holds today, with unit and region loaded; kept on the account for the request."""
    if not account.is_authenticated or not account.is_active:
        return []
    if not hasattr(account, "_holdings"):
        today = timezone.localdate()
        current = Q(since__lte=today) & (Q(until__isnull=True) | Q(until__gte=today))
        rows = Holding.objects.filter(current, account=account).select_related("unit__region", "region")
        account._holdings = list(rows)  # type: ignore[attr-defined]
    return account._holdings  # type: ignore[attr-defined]


def roles(account: Account) -> set[Role]:
    """Return the set of roles an account holds today."""
    return {Role(h.role) for h in holdings(account)}


def _fits(holding: Holding, scope: Scope, region: Region | None, unit: Unit | None) -> bool:
    if scope == "installation" or holding.role in ADMIN_ROLES:
        return True
    if scope == "unit":
        return unit is not None and holding.unit_id == unit.pk
    own = holding.region or (holding.unit.region if holding.unit else None)
    if region is None or own is None:
        return False
    return own.pk == region.pk or (scope == "inside" and region.code.startswith(own.prefix))


def check(
    rule: Rule, by: Account, *, state: str | None = None, region: Region | None = None, unit: Unit | None = None
) -> None:
    """Raise NotAllowed unless `by` holds a role of the rule that fits, WrongState unless the state is one of its states."""
    held = [h for h in holdings(by) if h.role in rule.roles]
    if not any(_fits(h, rule.scope, region, unit) for h in held):
        names = "、".join(role.label for role in rule.roles)
        raise NotAllowed(f"“{rule.title}”由{'本级' if held else ''}{names}办理，您目前没有这项权限。")
    if rule.states is not None and state not in rule.states:
        raise WrongState(f"当前状态下不能“{rule.title}”。请刷新页面查看最新状态。")


def allows(
    rule: Rule, by: Account, *, state: str | None = None, region: Region | None = None, unit: Unit | None = None
) -> bool:
    """Answer whether `check` would pass."""
    try:
        check(rule, by, state=state, region=region, unit=unit)
    except (NotAllowed, WrongState):
        return False
    return True


def readable_regions(by: Account) -> Q:
    """Return a condition on ``region__code``: the regions whose programme the account may read.

    Whoever answers for a unit reads the plans of the unit's region and of the county above it: they bind the unit.
    """
    condition = Q(pk__in=[])
    for holding in holdings(by):
        if holding.role == Role.READER and holding.region:
            condition |= Q(region__code__startswith=holding.region.prefix)
        elif own := holding.region or (holding.unit.region if holding.unit else None):
            county = own.code[: Region.PREFIX_LENGTH[Region.Level.COUNTY]].ljust(12, "0")
            condition |= Q(region__code__in={own.code, county} if holding.unit else {own.code})
    return condition


def labels(wanted: Iterable[Role]) -> str:
    """Return the Chinese names of roles, parted by 、."""
    return "、".join(Role(role).label for role in wanted)
