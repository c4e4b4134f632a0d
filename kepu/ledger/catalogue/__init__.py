"""The shipped catalogue of measures: the programme's own, and the lines of the national statistics return."""

import csv
from dataclasses import dataclass
from pathlib import Path

PATH = Path(__file__).with_name("measures.csv")
EDITION = "2026-01"  # of the shipped definitions


@dataclass(frozen=True)
class Line:
    """One shipped measure; `parent` is a code, empty at the top; `words` is how plans call it, parted by spaces."""

    code: str
    name: str
    unit: str
    kind: str
    parent: str
    block: str
    return_code: str
    definition: str
    words: str
    scale: int


def shipped() -> list[Line]:
    """Return the shipped measures, each parent before its children where the file says so."""
    with PATH.open(encoding="utf-8", newline="") as file:
        return [_line(row) for row in csv.DictReader(file)]


def _line(row: dict[str, str]) -> Line:
    words = {name: text for name, text in row.items() if name != "scale"}
    return Line(**words, scale=int(row["scale"]))
