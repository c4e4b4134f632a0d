"""The sample county's accounts: one for each role, whose passwords work."""

import pytest

from kepu.people.access import NotAllowed, WrongState, roles
from kepu.people.models import Account, Role
from kepu.people.tests.county import AT, County
from kepu.people.verbs import BadInput, create_demo_accounts


def test_every_role_has_an_account_that_signs_in(county: County) -> None:
    county.unit("柳河镇人民政府", kind="township")
    made = create_demo_accounts(region=county.home, at=AT)
    accounts = {a.username: a for a in Account.objects.all()}
    assert set().union(*(roles(a) for a in accounts.values())) == set(Role)
    assert all(accounts[m.username].check_password(m.password) for m in made)
    assert len({m.password for m in made}) == len(made) == 9
    assert [m.role for m in made if "乡镇" in m.role] == ["乡镇联络员（柳河镇人民政府）"]
    reader = accounts["shangji"].holdings.get()
    assert reader.region == county.city


def test_not_a_second_time(county: County) -> None:
    county.account()
    with pytest.raises(WrongState, match="已有账号"):
        create_demo_accounts(region=county.home, at=AT)


def test_not_in_production(county: County, settings: object) -> None:
    settings.PRODUCTION = True  # type: ignore[attr-defined]
    with pytest.raises(NotAllowed, match="生产环境"):
        create_demo_accounts(region=county.home, at=AT)


def test_not_without_the_units_it_needs(county: County) -> None:
    with pytest.raises(BadInput, match="缺少"):
        create_demo_accounts(region=county.home, at=AT)
