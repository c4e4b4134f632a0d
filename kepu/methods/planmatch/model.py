"""What is compared: a task and a target as plain values."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class TaskSide:
    """A task: `audience` is the code of the group it is for, `leads` the printed names of who answers first."""

    key: str
    title: str
    body: str = ""
    audience: str = ""
    leads: tuple[str, ...] = ()


@dataclass(frozen=True)
class TargetSide:
    """A target, in the reader's terms; `task` is the key of its task, '' for a goal of the whole plan.

    `subject` is what is counted, `quote` the printed words, `unit` the printed unit, `comparator` one of >= > = <=.
    """

    key: str
    subject: str
    quote: str
    kind: str
    value: Decimal | None = None
    unit: str = ""
    comparator: str = ""
    per: str = ""
    every: str = ""
    each: str = ""
    level: str = ""
    delta: bool = False
    unit_named: str = ""
    task: str = ""
