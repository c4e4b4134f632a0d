"""Where a line on a page breaks because it is full, and where because the paragraph ends."""

import re
from typing import Final

from kepu.methods.planread.extract.lines import starts_item
from kepu.methods.planread.extract.pdf_page import Line

_OPENING: Final = "（《“‘【〔("
_PIECE = re.compile(r"""[（《“‘【〔(]*(?:[0-9A-Za-z.%+\-/]+|.)(?:[、，。；：！？）》】〕％,.;:!?)]|[“”‘’].?)*""")


def room_needed(text: str) -> float:
    """How much room, in ems, the first unbreakable piece of a line takes.

    A piece is a word or a character, with the brackets and marks that may not begin or end a line; a quotation
    mark may do neither.
    """
    match = _PIECE.match(text)
    piece = match.group() if match else text[:1]
    return len(piece) - 0.45 * sum(map(str.isascii, piece))


def runs_on(line: Line, after: Line, right: float) -> bool:
    """Whether ``line`` broke because the next piece had no room before ``right``, so that ``after`` goes on from it."""
    em = after.box.height or 1.0
    if line.text.endswith(tuple("、，" + _OPENING)) and not starts_item(after.text):
        return True
    return right - line.box.right < (room_needed(after.text) + 0.35) * em
