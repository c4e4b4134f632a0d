"""From plan to plan: what may continue what, what is settled and what is open, where a line of items leads."""

from kepu.plans.queries.succession.lines import line_of
from kepu.plans.queries.succession.links import candidates, standing_for, successor_of
from kepu.plans.queries.succession.settling import Open, Row, Settled, Settlement, open_count, settlement
from kepu.plans.queries.succession.told import Told, told

__all__ = [
    "Open",
    "Row",
    "Settled",
    "Settlement",
    "Told",
    "candidates",
    "line_of",
    "open_count",
    "settlement",
    "standing_for",
    "successor_of",
    "told",
]
