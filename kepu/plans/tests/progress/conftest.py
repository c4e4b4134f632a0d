"""A county with townships and the measures of the catalogue: what promises are counted in."""

from datetime import UTC, datetime

import pytest

from kepu.ledger.verbs import load_catalogue
from kepu.people.models import Account
from kepu.plans.models import Version
from kepu.plans.tests import builders, parted


@pytest.fixture
def office(db: None) -> Account:
    """Somebody of the secretariat, the measures being loaded."""
    load_catalogue(at=datetime(2026, 1, 5, 1, 0, tzinfo=UTC))
    return builders.account("office")


@pytest.fixture
def version(office: Account) -> Version:
    """The small plan, adopted in a county with three townships."""
    parted.townships()
    return builders.adopted(office)
