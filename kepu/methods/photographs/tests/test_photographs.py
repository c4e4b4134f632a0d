"""The hash, its search and the distances, against hand-made values and the slow way."""

import random

import pytest

from kepu.methods.photographs import NEAR, difference_hash, distance, kilometres, middle, neighbours, parts

ALL = 2**64 - 1


def test_each_bit_says_whether_a_grey_is_darker_than_the_next():
    rising, falling = list(range(9)) * 8, list(range(9, 0, -1)) * 8
    assert difference_hash(rising) == ALL
    assert difference_hash(falling) == difference_hash([7] * 72) == 0
    one = [0] * 72
    one[8] = 1  # the last of the first row: the eighth bit from the top
    assert difference_hash(one) == 1 << 56
    one = [0] * 72
    one[71] = 1
    assert difference_hash(one) == 1
    with pytest.raises(ValueError, match="71"):
        difference_hash([0] * 71)


def test_brighter_and_stronger_is_the_same_picture():
    greys = random.Random(1).choices(range(100), k=72)
    assert difference_hash([2 * grey + 30 for grey in greys]) == difference_hash(greys)


def test_distances_are_bits():
    assert [distance(0b1011, 0b0010), distance(0, ALL), distance(5, 5)] == [2, 64, 0]


def test_parts_and_their_neighbours():
    assert parts(0x0123_4567_89AB_CDEF) == (0x0123, 0x4567, 0x89AB, 0xCDEF)
    assert sorted(neighbours(0)) == [0, *(2**bit for bit in range(16))]


def test_every_near_hash_shares_a_neighbouring_part_with_it():
    chance = random.Random(7)
    for _ in range(500):
        mark = chance.getrandbits(64)
        other = mark
        for bit in chance.sample(range(64), NEAR):
            other ^= 1 << bit
        assert distance(mark, other) == NEAR
        assert any(one in neighbours(two) for one, two in zip(parts(mark), parts(other), strict=True))


def test_kilometres_along_the_ground():
    assert kilometres((0, 0), (0, 90)) == pytest.approx(6371 * 3.14159265 / 2, rel=1e-6)
    assert kilometres((30.66, 104.06), (30.66, 104.06)) == 0
    assert kilometres((39.904, 116.407), (31.230, 121.474)) == pytest.approx(1067, rel=0.005)  # Beijing to Shanghai


def test_one_far_off_does_not_move_the_middle():
    assert middle([(30.0, 104.0), (30.1, 104.1), (60.0, 10.0)]) == (30.1, 104.0)
