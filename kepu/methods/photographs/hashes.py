"""A 64-bit difference hash of a picture, and how to find the near ones among many without comparing with each.

The hash: N. Krawetz, "Kind of Like That", hackerfactor.com, 21 January 2013. The picture is made 9 × 8 greys; each bit
says whether a grey is darker than the one to its right. Size, compression, light and contrast hardly change it.

The search: M. Norouzi, A. Punjani, D. J. Fleet, "Fast Search in Hamming Space with Multi-Index Hashing", CVPR 2012. A
hash is cut into four parts of 16 bits. If two hashes differ in at most 7 bits, one of the four pairs of parts differs in
at most one bit: so an index over each part, asked for 17 values, finds all of them.
"""

from collections.abc import Sequence
from typing import Final

ACROSS: Final = 9
DOWN: Final = 8
NEAR: Final = 7
_PARTS: Final = 4
_BITS: Final = 16


def difference_hash(greys: Sequence[int]) -> int:
    """Return the hash of 72 greys, eight rows of nine from the top left; the first comparison is the highest bit.

    Raises ValueError for another number of greys.
    """
    if len(greys) != ACROSS * DOWN:
        raise ValueError(f"{len(greys)} greys instead of {ACROSS * DOWN}")
    mark = 0
    for row in range(DOWN):
        for column in range(ACROSS - 1):
            left = row * ACROSS + column
            mark = mark << 1 | (greys[left] < greys[left + 1])
    return mark


def distance(one: int, other: int) -> int:
    """Return in how many bits two hashes differ, 0 to 64."""
    return (one ^ other).bit_count()


def parts(mark: int) -> tuple[int, ...]:
    """Return the four parts of a hash, the highest first, each 0 to 65535."""
    return tuple(mark >> _BITS * place & 0xFFFF for place in reversed(range(_PARTS)))


def neighbours(part: int) -> list[int]:
    """Return a part and the 16 that differ from it in one bit."""
    return [part, *(part ^ 1 << bit for bit in range(_BITS))]
