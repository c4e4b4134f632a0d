"""What an import would do, row by row, before it does it."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from kepu.methods.sheets.numbers import shown

Action = Literal["create", "change", "same", "error"]
_LONGEST_TITLE = 60
WORDS: dict[Action, str] = {"create": "新增", "change": "修改", "same": "不变", "error": "有误"}


@dataclass(frozen=True)
class Line:
    """What becomes of one row: its number, what is done, the thing's name, and what changes or is wrong."""

    number: int
    action: Action
    title: str
    text: str = ""

    @property
    def word(self) -> str:
        """The action in Chinese."""
        return WORDS[self.action]


@dataclass
class Report:
    """The lines of an import, in the order of the file, and remarks on the whole."""

    lines: list[Line] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def add(self, number: int, action: Action, title: str, text: str = "") -> None:
        """Append a line; of a long title its beginning."""
        self.lines.append(Line(number, action, shown(title, _LONGEST_TITLE), text))

    def count(self, action: Action) -> int:
        """Return how many rows have this action."""
        return Counter(line.action for line in self.lines)[action]

    @property
    def errors(self) -> list[Line]:
        """The rows that are wrong; an import with any of them writes nothing."""
        return [line for line in self.lines if line.action == "error"]

    @property
    def summary(self) -> str:
        """One sentence: how many rows of each kind."""
        counts = Counter(line.action for line in self.lines)
        return "，".join(f"{word}{counts[action]}行" for action, word in WORDS.items() if counts[action]) or "没有内容"
