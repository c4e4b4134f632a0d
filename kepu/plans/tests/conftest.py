"""The office, its county's units, a plan in force: what most tests of `plans` begin with."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from kepu.people.models import Account, Unit
from kepu.plans.models import Version
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
    """The small plan, adopted."""
    return builders.adopted(office)


@pytest.fixture
def desk(client: Client, office: Account) -> Client:
    """A browser in which the office is signed in."""
    client.force_login(office)
    return client


@pytest.fixture
def store(settings: Any, tmp_path: Path) -> None:
    """Files that come in are kept apart for this test."""
    settings.FILES_ROOT = tmp_path / "files"
