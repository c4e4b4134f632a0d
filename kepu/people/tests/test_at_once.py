"""Two administrators, or two tabs of one, at the same moment, in real transactions."""

import pytest

from kepu.people.access import WrongState
from kepu.people.models import Role, Unit, UnitAlias
from kepu.people.tests.county import AT, County
from kepu.people.tests.together import at_once
from kepu.people.verbs import BadInput, UnitValues, add_alias, create_account, create_unit, grant_role

pytestmark = [pytest.mark.usefixtures("own_database")]


@pytest.mark.parametrize("other", [Role.SYSTEM_ADMIN, Role.AUDITOR])
def test_two_roles_that_may_not_meet_do_not_meet(other):
    account, _ = create_account(username="one", name="甲", by=None, at=AT)
    results = at_once(*(lambda r=r: grant_role(account=account, role=r, by=None, at=AT) for r in (Role.AUDITOR, other)))
    assert sum(isinstance(r, WrongState | BadInput) for r in results) == 1
    assert account.holdings.count() == 1


def test_one_of_two_units_of_the_same_name_is_refused_in_words():
    region, values = County().home, UnitValues(name="县新设局", kind="government")
    results = at_once(*(lambda: create_unit(region=region, values=values, by=None, at=AT) for _ in range(2)))
    assert sum(isinstance(r, BadInput) for r in results) == 1
    assert Unit.objects.filter(name="县新设局").count() == 1


def test_a_name_goes_to_one_of_two_units():
    region = County().home
    units = [
        create_unit(region=region, values=UnitValues(name=n, kind="government"), by=None, at=AT)
        for n in ("甲局", "乙局")
    ]
    results = at_once(*(lambda u=u: add_alias(unit=u, name="县某局", by=None, at=AT) for u in units))
    assert sum(isinstance(r, BadInput) for r in results) == 1
    assert UnitAlias.objects.filter(name="县某局").count() == 1
