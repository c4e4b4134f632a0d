"""Accounts and roles: who looks after them, which roles one person may not hold together."""

from datetime import date

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404

from kepu.people.access.mechanism import NotAllowed, Rule, WrongState, allows, check, labels, roles
from kepu.people.access.rules import CLOSE, DISABLE, END_ROLE, GRANT_ROLE, READ_ACCOUNTS
from kepu.people.models import ADMIN_ROLES, Account, Holding, Role

_NOT_ON_ONESELF = {CLOSE, DISABLE, GRANT_ROLE, END_ROLE}
_ALWAYS_APART = ({Role.AUDITOR, Role.SYSTEM_ADMIN}, {Role.AUDITOR, Role.SECURITY_ADMIN})
_APART_IN_LARGE_OFFICES = {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}


def check_on_account(rule: Rule, by: Account | None, account: Account | None = None) -> None:
    """Raise unless `by` may do this to the account. None is the operator of the machine, at its command line.

    Nobody closes or disables himself, nor grants or ends roles of his own.
    """
    state = account.state if account else None
    if by is None:
        if rule.states is not None and state not in rule.states:
            now = account.get_state_display() if account else "未建立"
            raise WrongState(f"账号现为“{now}”，不能“{rule.title}”。")
        return
    check(rule, by, state=state)
    if account and account.pk == by.pk and rule in _NOT_ON_ONESELF:
        raise NotAllowed(f"不能对自己的账号“{rule.title}”，请由另一位管理员办理。")


def can_on_account(rule: Rule, by: Account, account: Account | None = None) -> bool:
    """Answer whether `check_on_account` would pass."""
    own = account is not None and account.pk == by.pk and rule in _NOT_ON_ONESELF
    return not own and allows(rule, by, state=account.state if account else None)


def check_roles_can_meet(account: Account, role: Role, since: date, until: date | None) -> None:
    """Raise WrongState when the role would meet, on any day, one that the same person may not hold beside it."""
    held = {Role(h.role) for h in account.holdings.all() if _overlap(h, since, until)}
    apart: list[set[Role]] = [*_ALWAYS_APART]
    if not settings.SMALL_OFFICE:
        apart.append(_APART_IN_LARGE_OFFICES)
    clash = [other for pair in apart if role in pair for other in pair - {role} if other in held]
    if clash:
        raise WrongState(f"同一人不得同时担任{labels([role])}和{labels(clash)}（三员分立）。请另选一人。")


def _overlap(holding: Holding, since: date, until: date | None) -> bool:
    return (until is None or holding.since <= until) and (holding.until is None or holding.until >= since)


def listed_accounts(by: Account) -> QuerySet[Account]:
    """Return the accounts the person may see in the list. Raises NotAllowed for those who look after none."""
    check(READ_ACCOUNTS, by)
    return Account.objects.all()


def get_account_for(by: Account, account_id: int) -> Account:
    """Return an account for those who look after accounts. Raises Http404 otherwise."""
    if not allows(READ_ACCOUNTS, by):
        raise Http404
    account = Account.objects.filter(pk=account_id).first()
    if account is None:
        raise Http404
    return account


def get_holding_for(by: Account, holding_id: int) -> Holding:
    """Return a role held by someone, for those who look after accounts. Raises Http404 otherwise."""
    holding = Holding.objects.select_related("account", "unit", "region").filter(pk=holding_id).first()
    if holding is None or not allows(READ_ACCOUNTS, by):
        raise Http404
    return holding


def needs_second_factor(account: Account) -> bool:
    """Answer whether the account may work only with a second factor: administrators, where the installation asks it."""
    return bool(settings.SECOND_FACTOR) and bool(roles(account) & set(ADMIN_ROLES))
