import pytest

from kepu.people.tests.county import County


@pytest.fixture
def county(db: None) -> County:
    return County()
