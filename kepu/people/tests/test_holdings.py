"""Roles: each over what it asks for, from a day to a day, and never two that must be apart."""

from datetime import date, timedelta

import pytest

from kepu.people.access import NotAllowed, WrongState
from kepu.people.models import Holding, Role
from kepu.people.tests.county import AT, TODAY, County
from kepu.people.verbs import BadInput, close, end_role, grant_role


def test_a_role_is_granted_over_its_unit(county: County) -> None:
    holding = grant_role(
        account=county.account(), role=Role.LIAISON, unit=county.education, region=county.home,
        by=county.account(Role.SECURITY_ADMIN), at=AT,
    )  # fmt: skip
    assert (holding.unit, holding.region, holding.since, holding.until) == (county.education, None, TODAY, None)


def test_a_role_without_its_scope_is_refused(county: County) -> None:
    for role, word in ((Role.LIAISON, "单位"), (Role.SECRETARIAT, "区域")):
        with pytest.raises(BadInput, match=word):
            grant_role(account=county.account(), role=role, by=None, at=AT)


def test_dates_that_run_backwards_are_refused(county: County) -> None:
    with pytest.raises(BadInput, match="早于"):
        grant_role(account=county.account(), role=Role.AUDITOR, since=TODAY, until=date(2026, 3, 4), by=None, at=AT)


def test_a_role_held_already_is_refused(county: County) -> None:
    with pytest.raises(BadInput, match="已是联络员"):
        grant_role(account=county.account(Role.LIAISON), role=Role.LIAISON, unit=county.education, by=None, at=AT)


@pytest.mark.parametrize(
    ("held", "new", "small", "allowed"),
    [
        (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, True, True),
        (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, False, False),
        (Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN, False, False),
        (Role.SYSTEM_ADMIN, Role.AUDITOR, True, False),
        (Role.SECURITY_ADMIN, Role.AUDITOR, True, False),
        (Role.AUDITOR, Role.SYSTEM_ADMIN, True, False),
        (Role.AUDITOR, Role.SECURITY_ADMIN, True, False),
        (Role.SECRETARIAT, Role.SYSTEM_ADMIN, False, True),
    ],
)
def test_which_roles_may_meet(
    county: County, settings: object, held: Role, new: Role, small: bool, allowed: bool
) -> None:
    settings.SMALL_OFFICE = small  # type: ignore[attr-defined]
    account = county.account(held)
    if allowed:
        assert grant_role(account=account, role=new, by=None, at=AT).role == new
    else:
        with pytest.raises(WrongState, match="三员分立"):
            grant_role(account=account, role=new, by=None, at=AT)


def test_roles_apart_may_follow_one_another(county: County) -> None:
    account = county.account(Role.AUDITOR)
    end_role(holding=account.holdings.get(), until=TODAY, by=None, at=AT)
    with pytest.raises(WrongState):
        grant_role(account=account, role=Role.SYSTEM_ADMIN, by=None, at=AT)
    later = TODAY + timedelta(days=1)
    assert grant_role(account=account, role=Role.SYSTEM_ADMIN, since=later, by=None, at=AT).since == later


def test_a_role_ends_at_once_or_on_a_day(county: County) -> None:
    by, account = county.account(Role.SECURITY_ADMIN), county.account(Role.LIAISON)
    end_role(holding=account.holdings.get(), by=by, at=AT)
    assert account.holdings.get().until == date(2026, 3, 4)
    with pytest.raises(BadInput, match="已经结束"):
        end_role(holding=account.holdings.get(), by=by, at=AT)


def test_a_role_that_never_began_is_taken_back_whole(county: County) -> None:
    holding = grant_role(account=county.account(), role=Role.AUDITOR, since=date(2026, 4, 1), by=None, at=AT)
    end_role(holding=holding, by=None, at=AT)
    assert Holding.objects.count() == 0


def test_nobody_grants_himself(county: County) -> None:
    by = county.account(Role.SECURITY_ADMIN)
    with pytest.raises(NotAllowed, match="自己"):
        grant_role(account=by, role=Role.SECRETARIAT, region=county.home, by=by, at=AT)


def test_the_system_administrator_grants_nothing(county: County) -> None:
    with pytest.raises(NotAllowed, match="安全管理员"):
        grant_role(
            account=county.account(), role=Role.LIAISON, unit=county.education,
            by=county.account(Role.SYSTEM_ADMIN), at=AT,
        )  # fmt: skip


def test_closing_before_a_role_begins_takes_it_back(county: County) -> None:
    account = county.account()
    grant_role(account=account, role=Role.AUDITOR, since=date(2026, 4, 1), by=None, at=AT)
    close(account=account, by=None, at=AT)
    assert Holding.objects.count() == 0
