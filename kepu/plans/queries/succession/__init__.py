"""From plan to plan: what may continue what, what is settled and what is open, where a line of items leads."""

from kepu.plans.queries.succession.lines import line_of
from kepu.plans.queries.succession.links import candidates, standing_for, successor_of
from kepu.plans.queries.succession.settling import Open, Row, Settled, Settlement, settlement
from kepu.plans.queries.succession.told import Told, told
from kepu.plans.queries.succession.waiting import open_count, open_counts, succession_todo

__all__ = [
    "Open",
    "Row",
    "Settled",
    "Settlement",
    "Told",
    "candidates",
    "line_of",
    "open_count",
    "open_counts",
    "settlement",
    "standing_for",
    "succession_todo",
    "successor_of",
    "told",
]
