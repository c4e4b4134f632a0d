"""Shapes that apps hand to the faces: what is to do, what a search found, an entry of the rail."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Todo:
    """One line of 待办, given by an app's ``queries.todo(user) -> list[Todo]``.

    `title` says the deed as a verb and its object (校对《…实施方案》); `why` the reason or consequence in one sentence;
    `kind` is the heading it is grouped under (方案, 账号, …); `count` how many things stand behind it; `due` if any, told
    in working days where the office promised so many of them (`in_workdays`).
    `warning` makes it a yellow line: something others rely on is lacking.
    """

    title: str
    url: str
    kind: str
    why: str = ""
    due: date | None = None
    count: int = 1
    warning: bool = False
    in_workdays: bool = False


@dataclass(frozen=True)
class Found:
    """One hit of a search, given by an app's ``queries.search(user, text) -> list[Found]``, best first, at most 20.

    An app's ``queries.mine(user) -> list[Found]`` gives in the same shape the person's own pages for 待办, whatever waits.

    `kind` is the word for the sort of thing (方案, 任务, 单位); `text` the passage that matched; `quoted` says that
    it is printed text of a document and is set in Song; `inside` names the document it stands in, where several may.
    """

    title: str
    url: str
    kind: str
    text: str = ""
    quoted: bool = False
    inside: str = ""


@dataclass(frozen=True)
class Link:
    """A labelled address; in the rail with the number of things waiting behind it."""

    label: str
    url: str
    current: bool = False
    count: int = 0
    apart: bool = False
