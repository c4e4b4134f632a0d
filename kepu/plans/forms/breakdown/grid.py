"""The cells of a grid as they were typed: read, and laid beside what another person saved meanwhile."""

from collections.abc import Mapping
from decimal import Decimal

from django.core import signing

from kepu.plans.queries.breakdown.grid import Grid, Key, Square
from kepu.plans.queries.breakdown.rules import fault_of, read_number
from kepu.plans.wording import number_words

_SALT = "plans.breakdown.grid"
_LONGEST = 40


def read_grid(data: Mapping[str, str], grid: Grid) -> dict[Key, Decimal | None]:
    """Return the numbers typed into the cells of a grid; each cell keeps what was typed, and what is wrong with it."""
    values: dict[Key, Decimal | None] = {}
    for key, square in grid.squares.items():
        if square.name not in data:
            continue
        square.text = data[square.name].replace("\0", "")[:_LONGEST]
        try:
            values[key] = read_number(square.text)
        except ValueError as error:
            square.error = str(error)
            continue
        square.error = _fault(square, values[key], grid)
    return values


def _fault(square: Square, value: Decimal | None, grid: Grid) -> str:
    fault = "" if value is None else fault_of(value, grid.target)
    if not fault and square.carried and (value is None or value < square.carried):
        return f"不能少于其中结转的{number_words(square.carried)}"
    return fault


def seal_seen(grid: Grid) -> str:
    """Return what the cells held when the page was shown, signed, for a hidden field."""
    return signing.dumps({s.name: s.shown for s in grid.squares.values()}, salt=_SALT, compress=True)


def unseal_seen(text: str) -> dict[str, str]:
    """Return what was sealed; nothing when it is not ours."""
    try:
        return dict(signing.loads(text, salt=_SALT))
    except (signing.BadSignature, ValueError, TypeError):
        return {}


def merge(data: Mapping[str, str], grid: Grid, seen: Mapping[str, str]) -> None:
    """Lay what was typed over the grid as it is now: cells that the person did not touch show what stands.

    Where another person changed a cell meanwhile, the cell says what stands (`theirs`).
    """
    for square in grid.squares.values():
        was, typed = seen.get(square.name, ""), data.get(square.name, "").strip()[:_LONGEST]
        touched = square.name in data and typed != was
        square.text = typed if touched else square.shown
        if square.shown != was and square.name in data:
            square.theirs = square.shown or "空"
            square.kept = touched and typed != square.shown
