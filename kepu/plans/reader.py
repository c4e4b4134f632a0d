"""Reading an uploaded file, as run in a child process of its own: no Django here, bytes in, plain values out."""

import logging
from collections.abc import Callable
from typing import Any

from kepu.methods.planread import as_json, read
from kepu.methods.planread.extract import LARGEST, Refused, extract
from kepu.methods.planread.sandbox import read_safely

log = logging.getLogger(__name__)

__all__ = ["LARGEST", "Refused", "reading", "text_of"]


def text_of(data: bytes, name: str) -> tuple[str, str, str]:
    """Return the text of a document, its format, and what the file holds beside the text (running heads, properties …).

    Raises Refused, whose message is for the person who sent it.
    """
    source = _child(data, name)
    return source.text, source.format, source.elsewhere


def reading(data: bytes, name: str, progress: Callable[[int, int], None]) -> dict[str, Any]:
    """Return what the reader makes of a document, in the shape of `planread.as_json`. Raises Refused."""
    made: dict[str, Any] = _child(data, name, run=f"{__name__}.read_here", seconds=120, progress=progress)
    return made


def _child(data: bytes, name: str, **how: Any) -> Any:
    """Read in a child; an error of our own goes to the log with its place, for those who mend the program."""
    try:
        return read_safely(data, name, **how)
    except Refused as refused:
        if refused.code == "fault":
            log.error("the reader failed: %s", refused.__cause__)
        raise


def read_here(data: bytes, name: str, progress: Callable[[int, int], None]) -> dict[str, object]:
    """Extract and read in this very process; only the child calls it."""
    source = extract(data, name)
    progress(1, 3)
    found = read(source)
    progress(2, 3)
    return as_json(found, doc=name)
