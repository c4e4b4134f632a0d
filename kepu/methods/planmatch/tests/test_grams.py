"""Likeness of texts: the index finds what comparing every pair of texts finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kepu.methods.planmatch.grams import cosines, vectors

pytestmark = pytest.mark.engineless
TEXTS = st.lists(st.text(alphabet="科普进校园老年人0，", max_size=8), max_size=6)


@given(TEXTS, TEXTS)
def test_the_index_finds_what_every_pair_of_texts_gives(left, right):
    both = vectors([*left, *right])
    ones, others = both[: len(left)], both[len(left) :]
    found = cosines(ones, others)
    assert len(found) == len(left)
    for i, one in enumerate(ones):
        for j, other in enumerate(others):
            slow = sum(weight * other.get(gram, 0.0) for gram, weight in one.items())
            assert found[i].get(j, 0.0) == pytest.approx(slow, abs=1e-9)
            assert found[i].get(j, 0.0) <= 1.0


def test_texts_without_a_word_in_common_are_not_named():
    both = vectors(["科普", "老年人", "科普"])
    assert cosines(both[:1], both[1:]) == [{1: pytest.approx(1.0)}]
