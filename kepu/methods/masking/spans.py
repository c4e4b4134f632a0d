"""Where in a text the personal words stand that masking would hide."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from kepu.methods.masking.mask import mask

_ASCII = re.compile(r"[0-9A-Za-z@.%+_-]+(?: ?[0-9A-Za-z@.%+_-]+)*")


def personal_spans(text: str) -> list[tuple[int, int]]:
    """Return ``[start, end)`` of each passage that `mask` would hide, in order, a number or an address as a whole.

    For texts of a letter's length: the time grows with the square.
    """
    opcodes = SequenceMatcher(None, text, mask(text), autojunk=False).get_opcodes()
    changed = [(start, end) for tag, start, end, _, _ in opcodes if tag in {"replace", "delete"}]
    runs = [match.span() for match in _ASCII.finditer(text)]
    return _merged(_whole(span, runs) for span in changed)


def _whole(span: tuple[int, int], runs: list[tuple[int, int]]) -> tuple[int, int]:
    """Widen a span to the numbers that it cuts."""
    cut = [span, *(run for run in runs if run[0] < span[1] and span[0] < run[1])]
    return min(start for start, _ in cut), max(end for _, end in cut)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
