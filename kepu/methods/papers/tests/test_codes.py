"""Check codes: every slip of one character and every swap is caught; what people type is understood."""

import io
import random
from itertools import pairwise

import pytest
import zxingcpp
from PIL import Image

from kepu.methods.papers import codes
from kepu.methods.papers.codes import ALPHABET, grouped, new_code, normal, qr_png, qr_svg


def made(seed: int) -> str:
    return new_code(random.Random(seed).randrange)


def test_the_alphabet_has_no_characters_that_look_alike():
    assert not set("0O1IL") & set(ALPHABET)
    assert len(ALPHABET) == len(set(ALPHABET)) == 31


def test_new_codes_are_valid_and_spread_over_the_alphabet():
    many = [made(seed) for seed in range(2000)]
    assert all(normal(code) == code for code in many)
    assert len(set(many)) == 2000
    assert {c for code in many for c in code[:9]} == set(ALPHABET)


def test_a_code_worked_out_by_hand():
    # eight times the first character, whose value is 0, then one of value 1: 9·1 + 10·x ≡ 0 (mod 31) gives x = 18... by hand:
    # 10·x ≡ -9 ≡ 22, the inverse of 10 is 28 (280 = 9·31 + 1), 22·28 = 616 = 19·31 + 27, so x = 27: the letter W.
    assert ALPHABET[27] == "W"
    assert normal("222222223W") == "222222223W"
    assert normal("2222222222") == "2222222222"


@pytest.mark.parametrize("seed", range(40))
def test_every_single_wrong_character_is_caught(seed):
    code = made(seed)
    for place, right in enumerate(code):
        for wrong in set(ALPHABET) - {right}:
            assert normal(code[:place] + wrong + code[place + 1 :]) is None


@pytest.mark.parametrize("place", range(codes.LENGTH))
def test_every_wrong_character_at_every_place_shifts_the_sum(place):
    """The proof behind the samples: weight × difference is never a multiple of 31."""
    assert all((place + 1) * difference % 31 for difference in range(1, 31))


@pytest.mark.parametrize("seed", range(40))
def test_every_swap_of_two_characters_is_caught(seed):
    code = made(seed)
    for i in range(codes.LENGTH):
        for j in range(i + 1, codes.LENGTH):
            if code[i] != code[j]:
                swapped = list(code)
                swapped[i], swapped[j] = code[j], code[i]
                assert normal("".join(swapped)) is None


def test_every_pair_of_neighbours_is_caught_when_swapped():
    """Exhaustive: every two different characters at every two neighbouring places."""
    base = made(1)
    for i, _ in pairwise(range(codes.LENGTH - 1)):
        for a in ALPHABET:
            for b in ALPHABET:
                first = base[:i] + a + b + base[i + 2 : 9]
                code = first + codes._check_character(first)
                assert (normal(code[:i] + b + a + code[i + 2 :]) is None) == (a != b)


@pytest.mark.parametrize(
    "typed",
    [
        "7H3K9PQ2XW", "7h3k9pq2xw", "7H3K9-PQ2XW", " 7H3K9 PQ2XW ", "７Ｈ３Ｋ９ＰＱ２ＸＷ", "７ｈ３ｋ９－ｐｑ２ｘｗ", "7H3K9—PQ2XW",
        "7H3K9　PQ2XW", "7H3K9\nPQ2XW",
    ],
)  # fmt: skip
def test_what_people_type_is_understood(typed):
    assert normal(typed) == "7H3K9PQ2XW"


@pytest.mark.parametrize(
    "typed",
    ["", "7H3K9PQ2X", "7H3K9PQ2XWW", "7H3K9PQ2XV", "0H3K9PQ2XW", "校验码7H3K9PQ2XW", "7H3K9PQ2X😀", "http://x/7H3K9PQ2XW", "²H3K9PQ2XW"],
)  # fmt: skip
def test_what_is_no_code_is_none(typed):
    assert normal(typed) is None


def test_the_qr_code_says_the_code_and_has_the_smallest_size():
    assert grouped("7H3K9PQ2XW") == "7H3K9-PQ2XW"
    picture = Image.open(io.BytesIO(qr_png("7H3K9PQ2XW", scale=10)))
    assert picture.size == (230, 230)  # 21 modules and one of quiet zone at either side
    assert [one.text for one in zxingcpp.read_barcodes(picture)] == ["7H3K9PQ2XW"]
    assert qr_svg("7H3K9PQ2XW").startswith(b"<svg")
