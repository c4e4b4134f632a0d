"""The pairing is the best there is (against trying all), one to one, and the same whatever the order."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kepu.methods.planmatch.assign import best_pairs

pytestmark = pytest.mark.engineless
EDGES = st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 5)), st.integers(1, 60), max_size=16)


def best_by_trying(scores):
    """The greatest sum over all one-to-one pairings of at most 5 with 6."""
    return max(sum(scores.get((i, j), 0) for i, j in enumerate(order)) for order in permutations(range(6), 5))


@given(EDGES)
def test_no_pairing_has_a_greater_sum(scores):
    made = best_pairs(scores)
    assert sum(scores[pair] for pair in made) == best_by_trying(scores)
    assert set(made) <= set(scores)
    assert len({i for i, _ in made}) == len({j for _, j in made}) == len(made)


def test_the_greedy_choice_is_not_taken_where_it_costs_more():
    scores = {(0, 0): 10, (0, 1): 9, (1, 0): 9}
    assert best_pairs(scores) == [(0, 1), (1, 0)]


def test_nothing_to_pair():
    assert best_pairs({}) == []


def test_two_hundred_by_two_hundred_all_alike():
    """The worst case of size that a plan may bring: every pair possible, all the same score."""
    assert len(best_pairs({(i, j): 5 for i in range(200) for j in range(200)})) == 200
