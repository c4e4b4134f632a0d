import pytest

from kepu.inbox.tests.box import Box


@pytest.fixture
def box(db: None) -> Box:
    return Box()
