"""The office, the units and the small plan in force: what most tests of reporting begin with."""

import pytest
from django.test import Client

from kepu.people.models import Account, Unit
from kepu.plans.models import Plan, Version
from kepu.plans.tests import builders


@pytest.fixture
def office(db: None) -> Account:
    """Somebody of the secretariat."""
    return builders.account()


@pytest.fixture
def units(db: None) -> dict[str, Unit]:
    """The five units that the plan names."""
    return builders.units()


@pytest.fixture
def version(office: Account, units: dict[str, Unit]) -> Version:
    """The small plan, adopted, its plan issued."""
    made = builders.adopted(office)
    assert made.plan.status == Plan.Status.ISSUED
    return made


@pytest.fixture
def desk(client: Client, office: Account) -> Client:
    """A browser in which the office is signed in."""
    client.force_login(office)
    return client
