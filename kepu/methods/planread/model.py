"""What is read out of a plan document: frozen values, every one with its place in the text.

A span is ``(start, end)``, half open, in code points of `Reading.text`. Texts (titles, quotes, unit names) are cut
from the document and never rewritten.
"""

from dataclasses import dataclass, field
from typing import Literal

Span = tuple[int, int]
DutyRole = Literal["lead", "support", "joint"]
PartKind = Literal["action", "project"]
TargetKind = Literal["level", "count", "floor", "cumulative", "coverage", "schedule", "reach",
                     "milestone", "rank", "trend"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Region:
    """The region a plan is made for; ``level`` is province, prefecture or county."""

    name: str | None
    level: str = "county"


@dataclass(frozen=True, slots=True)
class Mention:
    """One unit named in a responsibility clause; ``unit`` as printed, ``unit_full`` with the prefix it shares."""

    unit: str
    role: DutyRole
    span: Span
    unit_full: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """An action or a project: a main part of the plan under which tasks stand."""

    kind: PartKind
    title: str
    group: str | None
    span: Span
    title_span: Span
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    clauses: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """The smallest item that bears a responsibility clause; ``span`` runs from its heading to the end of its body."""

    id: str
    parent: str | None
    title: str
    starts: str
    span: Span
    title_span: Span
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    joint: tuple[str, ...] = ()
    open_ended: bool = False
    mentions: tuple[Mention, ...] = ()
    clauses: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """A number that the plan promises to reach or do."""

    task: str | None
    quote: str
    span: Span
    subject: str
    value: float
    unit: str | None
    kind: TargetKind
    comparator: str = ">="
    per: str | None = None
    due: str | None = None
    hedge: str | None = None
    level: str | None = None
    each: str | None = None
    every: str | None = None
    delta: bool = False
    unit_named: str | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment without a number."""

    kind: TargetKind
    task: str | None
    quote: str
    span: Span
    subject: str
    due: str | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty of one unit; ``where`` is ``list`` (a list by unit) or ``organisation`` (a clause with a subject)."""

    unit: str
    text: str
    span: Span
    where: Literal["list", "organisation"]
    unit_full: str | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """A stage of the plan with its years."""

    name: str
    first: int
    last: int
    span: Span


@dataclass(frozen=True, slots=True)
class Reporting:
    """Who hands in what, by when, to whom, in the words of the document."""

    who: str
    what: str | None
    due: str | None
    to: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a person should look at: a code, a Chinese message and, where there is one, the place."""

    code: str
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the document's outline, ``depth`` 1 for the highest."""

    title: str
    depth: int
    span: Span


@dataclass(frozen=True, slots=True)
class Frame:
    """What the document says of itself."""

    region: Region
    title: str | None
    issuer: str | None = None
    number: str | None = None
    date: str | None = None
    period: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was read out of one document."""

    text: str
    frame: Frame
    headings: tuple[Heading, ...] = ()
    parts: tuple[Part, ...] = ()
    tasks: tuple[Task, ...] = ()
    targets: tuple[Target, ...] = ()
    promises: tuple[Promise, ...] = ()
    duties: tuple[Duty, ...] = ()
    phases: tuple[Phase, ...] = ()
    reporting: tuple[Reporting, ...] = ()
    remarks: tuple[Remark, ...] = field(default=())
