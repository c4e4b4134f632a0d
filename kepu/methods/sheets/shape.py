"""What a table's columns are called, on paper and in code."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One column: its name in code, its heading, other headings it is known by, and whether a table must have it."""

    key: str
    title: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    width: int = 14
    choices: tuple[str, ...] = ()

    def is_called(self, heading: str) -> bool:
        """Answer whether a heading as typed (spaces, line breaks, a star for "required") names this column."""
        plain = plain_heading(heading)
        return plain in {plain_heading(n) for n in (self.title, self.key, *self.aliases)}


def plain_heading(heading: str) -> str:
    """Return a heading without spaces, stars and what stands in brackets: ``单位 名称*（必填）`` → ``单位名称``."""
    plain = "".join(heading.split()).strip("*＊").lower()
    for opening in ("（", "("):
        plain = plain.split(opening, 1)[0] or plain
    return plain.strip("*＊")
