from collections.abc import Iterator

import pytest

from kepu.ledger import sources
from kepu.ledger.tests.books import Books


@pytest.fixture
def books(db: None) -> Iterator[Books]:
    """A small county with measures, and a kind of source record that only the tests know."""
    sources.register("test.record", lambda by, ids: {n: sources.Described(f"记录{n}") for n in ids})
    yield Books()
    sources._resolvers.pop("test.record")
