"""Whole numbers as people type them into cells."""

_MOST_DIGITS = 12


def whole_number(cell: str) -> int | None:
    """Return the whole number, not negative, that a cell holds; commas between digits are passed over.

    None for anything else, also for a number of more than twelve digits, which is no count of anything here.
    """
    plain = cell.replace(",", "").replace("，", "")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= _MOST_DIGITS else None


def shown(cell: str, most: int = 20) -> str:
    """Return a cell for a message: its beginning, when it is long."""
    return cell if len(cell) <= most else f"{cell[:most]}…"
