"""Roles: granted from a day to a day by the security administrator."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kepu.audit.lasting import Deed
from kepu.audit.verbs import record
from kepu.people.access import check_on_account, check_roles_can_meet
from kepu.people.access.rules import END_ROLE, GRANT_ROLE
from kepu.people.models import REGION_ROLES, UNIT_ROLES, Account, Holding, Region, Role, Unit
from kepu.people.verbs.errors import BadInput


@transaction.atomic
def grant_role(
    *, account: Account, role: Role, by: Account | None, at: datetime, since: date | None = None,
    until: date | None = None, unit: Unit | None = None, region: Region | None = None,
) -> Holding:  # fmt: skip
    """Give a role from `since` (today) to `until` (open): over a unit, a region, or the installation, as the role asks.

    Raises BadInput for a missing or superfluous scope, an end before the start, or a role held already; WrongState
    where one person may not hold both roles (auditor and administrator; system and security in a large office).
    """
    check_on_account(GRANT_ROLE, by, account)
    account = Account.objects.select_for_update(no_key=True).get(
        pk=account.pk
    )  # two roles at once, one after the other
    since = since or timezone.localdate(at)
    if until and until < since:
        raise BadInput("截止日期不能早于起始日期。")
    unit, region = _scope(role, unit, region)
    check_roles_can_meet(account, role, since, until)
    same = Holding.objects.filter(account=account, role=role, unit=unit, region=region)
    if same.filter(Q(until__isnull=True) | Q(until__gte=since)).exists():
        raise BadInput(f"{account.name}已是{role.label}，不必重复授予。")
    holding = Holding.objects.create(account=account, role=role, unit=unit, region=region, since=since, until=until)
    record(verb=GRANT_ROLE.verb, thing=account, by=by, at=at, changed=[f"role:{role.value}"])
    return holding


def _scope(role: Role, unit: Unit | None, region: Region | None) -> tuple[Unit | None, Region | None]:
    if role in UNIT_ROLES:
        if unit is None:
            raise BadInput(f"{role.label}须指定单位。")
        return unit, None
    if role in REGION_ROLES:
        if region is None:
            raise BadInput(f"{role.label}须指定区域。")
        return None, region
    return None, None


@transaction.atomic
def end_role(*, holding: Holding, by: Account | None, at: datetime, until: date | None = None) -> None:
    """End a role with `until` as its last day (yesterday: it ends at once). One that never began is taken back whole."""
    check_on_account(END_ROLE, by, holding.account)
    today = timezone.localdate(at)
    if holding.until and holding.until < today:
        raise BadInput("这个角色已经结束。")
    until = until or today - timedelta(days=1)
    if until < holding.since:
        holding.delete()
    else:
        holding.until = until
        holding.save(update_fields=["until"])
    record(verb=END_ROLE.verb, thing=holding.account, by=by, at=at, changed=[f"role:{holding.role}"])


def end_role_again(deed: Deed) -> bool:
    """After an older backup was restored: end a role, as was done before.

    The audit knows the role and not over what it was held: whoever held it over several loses all of them, and is given
    again what is still right.
    """
    roles = [name.removeprefix("role:") for name in deed.changed if name.startswith("role:")]
    last = timezone.localdate(deed.at) - timedelta(days=1)
    held = Holding.objects.filter(account=deed.id, role__in=roles, since__lte=timezone.localdate(deed.at))
    held = held.filter(Q(until__isnull=True) | Q(until__gt=last))
    gone, _ = held.filter(since__gt=last).delete()
    return held.update(until=last) + gone > 0
