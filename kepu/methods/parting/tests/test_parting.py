"""Parting: the sum is exact whatever is asked; checked by counting out one by one, and by hand-made examples."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kepu.methods.parting import by_weight, equal, evenly, paced, turns

pytestmark = pytest.mark.engineless
totals = st.integers(0, 3000)
counts = st.integers(1, 40)
weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(any)


def dealt(total, parts):
    """Deal a total out like cards, one by one, round and round."""
    hands = [0] * parts
    for card in range(total):
        hands[card % parts] += 1
    return hands


@given(totals, counts)
def test_equal_parts_are_as_dealt_one_by_one(total, parts):
    assert equal(total, parts) == dealt(total, parts)


@given(st.integers(0, 10**14), counts)
def test_equal_parts_come_to_the_whole(total, parts):
    made = equal(total, parts)
    assert sum(made) == total
    assert max(made) - min(made) <= 1
    assert min(made) >= 0


@given(totals, st.integers(1, 20), st.integers(1, 10))
def test_a_grid_in_turns_is_even_in_every_direction(total, rows, columns):
    made = turns(total, rows, columns)
    cells = [cell for column in made for cell in column]
    assert sum(cells) == total
    assert len(cells) == rows * columns
    assert max(cells) - min(cells) <= 1
    assert [sum(column) for column in made] == dealt(total, columns)
    lines = [sum(column[row] for column in made) for row in range(rows)]
    assert max(lines) - min(lines) <= 1


def test_what_is_left_over_goes_on_where_it_stopped():
    # 11 over three places and three years: years 4, 4, 3; one left in each of the first two, for the first, the second
    assert turns(11, 3, 3) == [[2, 1, 1], [1, 2, 1], [1, 1, 1]]


@given(totals, weights)
def test_weighted_parts_come_to_the_whole_and_stay_within_one_of_their_share(total, weights):
    made = by_weight(total, weights)
    assert sum(made) == total
    for part, weight in zip(made, weights, strict=True):
        assert abs(part - Fraction(total * weight, sum(weights))) < 1
        assert part >= 0


@given(totals, weights)
def test_what_is_left_over_goes_to_the_largest_remainders(total, weights):
    whole = sum(weights)
    shares = [Fraction(total * weight, whole) for weight in weights]
    floors = [int(share) for share in shares]
    rest = [share - floor for share, floor in zip(shares, floors, strict=True)]
    for _ in range(total - sum(floors)):  # give one by one to whoever is shortest of its share
        at = rest.index(max(rest))
        floors[at] += 1
        rest[at] = Fraction(-1)
    assert by_weight(total, weights) == floors


def test_the_known_example_of_the_largest_remainder():
    # votes 47000, 16000, 15800, 12000, 6100, 3100 over 10 seats: the textbook's 5, 2, 1, 1, 1, 0
    assert by_weight(10, [47000, 16000, 15800, 12000, 6100, 3100]) == [5, 2, 1, 1, 1, 0]


@given(st.lists(st.integers(0, 400), min_size=1, max_size=15), st.data())
def test_places_walk_in_step_and_never_back(finals, data):
    sums = [*sorted(data.draw(st.lists(st.integers(0, sum(finals)), max_size=6))), sum(finals)]
    made = paced(finals, sums)
    assert [sum(line) for line in made] == sums
    assert made[-1] == finals
    for before, after in zip([[0] * len(finals), *made], made, strict=False):
        assert all(a <= b <= final for a, b, final in zip(before, after, finals, strict=True))


def test_places_that_need_one_each_take_their_turn():
    assert paced([1, 1, 1, 1], [1, 3, 4]) == [[1, 0, 0, 0], [1, 1, 1, 0], [1, 1, 1, 1]]
    assert paced([20], [4, 8, 12, 16, 20]) == [[4], [8], [12], [16], [20]]
    assert paced([0, 0], [0]) == [[0, 0]]


def test_points_on_an_even_way():
    points = evenly(Decimal("13.62"), Decimal("20"), 5, Decimal("0.01"))
    assert points == [Decimal(p) for p in ("14.90", "16.17", "17.45", "18.72", "20")]
    assert evenly(Decimal(10), Decimal(5), 2, Decimal(1)) == [Decimal(8), Decimal(5)]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: equal(5, 0), lambda: equal(-1, 2), lambda: turns(5, 0, 3), lambda: turns(5, 3, 0),
        lambda: by_weight(5, []), lambda: by_weight(5, [0, 0]), lambda: by_weight(5, [2, -1]),
        lambda: paced([1, 2], [4]), lambda: evenly(Decimal(1), Decimal(2), 0, Decimal(1)),
    ],
)  # fmt: skip
def test_what_cannot_be_parted_is_refused(wrong):
    with pytest.raises(ValueError, match=r"part|weights|beyond"):
        wrong()
