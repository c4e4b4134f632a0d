"""The handbook's first week as steps: each printed step with the words of the screen, the addresses and the commands in it.

A journey takes the steps in order and may press only what the step prints; at the end of a step all of its words must
have been found on the screen. So the page and the product cannot drift apart.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[2] / "docs" / "handbook" / "first-week.md"
PRESSABLE = "button, a, summary, [role=tab]"


@dataclass
class Step:
    """One printed step: its title, the words of the screen (bold), the addresses, the commands; and what was found."""

    title: str
    words: list[str]
    addresses: list[str]
    commands: list[str]
    found: set[str] = field(default_factory=set)

    def open(self, page: Any, number: int = 0) -> None:
        """Go to an address that the step prints."""
        page.goto(self.addresses[number])
        self.found.add(self.addresses[number])

    def see(self, page: Any, word: str) -> Any:
        """Find a printed word on the screen; returns the element."""
        assert word in self.words, f"“{self.title}”里没有写“{word}”"
        found = page.get_by_text(word).locator("visible=true").first
        found.wait_for()
        self.found.add(word)
        return found

    def press(self, page: Any, word: str) -> None:
        """Press the button, the link or the tab that bears a printed word and nothing else."""
        assert word in self.words, f"“{self.title}”里没有写“{word}”"
        exact = re.compile(rf"^\s*{re.escape(word)}\s*\d*\s*$")
        page.locator(PRESSABLE, has_text=exact).locator("visible=true").first.click()
        self.found.add(word)

    def left(self) -> list[str]:
        """What the step prints and nobody found."""
        return [one for one in [*self.words, *self.addresses] if one not in self.found]


def steps_of(day: str) -> list[Step]:
    """Return the steps that the page prints under the heading that begins with `day`."""
    chapters = re.split(r"^## ", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    (chapter,) = [text for text in chapters if text.startswith(day)]
    return [_step(text) for text in re.split(r"^\d+\. ", chapter, flags=re.MULTILINE)[1:]]


def _step(text: str) -> Step:
    words, _, rest = text.partition("```")
    commands = [line.strip() for line in rest.split("```")[0].splitlines() if line.strip()]
    title = re.split("[：，（]", words.strip())[0]
    return Step(title, re.findall(r"\*\*(.+?)\*\*", words), re.findall(r"`(/[^`]+)`", words), commands)


class Day:
    """A day of the page, taken step by step in the printed order."""

    def __init__(self, name: str) -> None:
        self.steps = iter(steps_of(name))

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """Take the next step, which must be the one named; all that it prints must be found before it ends."""
        step = next(self.steps)
        assert step.title == title
        yield step
        assert step.left() == [], f"“{title}”里写的，屏幕上没有用到：{step.left()}"

    def over(self) -> None:
        """The day has no more steps."""
        assert [step.title for step in self.steps] == []
