"""Chinese text as weighted character n-grams, and how alike two texts are."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

Vector = dict[str, float]
_NOT_WORDS = re.compile(
    r"[^\u4e00-\u9fffA-Za-z+]+|[零〇一二三四五六七八九十百千万亿]+(?=[个名人家支次场处所项件套期届户])"
)


def grams(text: str) -> Counter[str]:
    """Count the characters and pairs of neighbouring characters of a text; digits, marks and counted numerals part it."""
    counts: Counter[str] = Counter()
    for run in _NOT_WORDS.split(text):
        counts.update(run)
        counts.update(a + b for a, b in pairwise(run))
    return counts


def vectors(texts: Sequence[str]) -> list[Vector]:
    """Return each text as a vector of length 1 over its n-grams, rare ones among all of `texts` weighing more.

    An n-gram weighs (1 + ln count) · ln(1 + texts / texts that have it). A text without words is an empty vector.
    """
    counted = [grams(text) for text in texts]
    having = Counter(gram for counts in counted for gram in counts)
    return [_unit({g: (1 + math.log(n)) * math.log(1 + len(texts) / having[g]) for g, n in c.items()}) for c in counted]


def _unit(weights: Vector) -> Vector:
    length = math.sqrt(sum(w * w for w in weights.values()))
    return {gram: w / length for gram, w in weights.items()} if length else {}


def cosines(left: Sequence[Vector], right: Sequence[Vector]) -> list[dict[int, float]]:
    """Return for each vector of `left`, all of length 1, how alike it is to those of `right`: place → above 0, up to 1.

    Only n-grams that two texts share are looked at, through an index of `right`.
    """
    having: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for at, vector in enumerate(right):
        for gram, weight in vector.items():
            having[gram].append((at, weight))
    return [_products(vector, having) for vector in left]


def _products(vector: Vector, having: Mapping[str, list[tuple[int, float]]]) -> dict[int, float]:
    sums: dict[int, float] = defaultdict(float)
    for gram, weight in vector.items():
        for at, other in having.get(gram, ()):
            sums[at] += weight * other
    return {at: min(total, 1.0) for at, total in sums.items()}


def overlap(a: Iterable[str], b: Iterable[str]) -> float:
    """Return the share of names that two sets have in common (of all names of both), from 0 to 1."""
    one, other = set(a), set(b)
    return len(one & other) / len(one | other) if one and other else 0.0
