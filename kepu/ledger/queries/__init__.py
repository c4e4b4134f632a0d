"""Reads of the ledger: figures by the cells and what is pending, and the facts they are made of."""

from kepu.ledger.queries.facts import facts_behind, last_days
from kepu.ledger.queries.figures import Ask, figures
from kepu.ledger.queries.own import mine
from kepu.ledger.queries.positions import position, sealed_after
from kepu.ledger.queries.trees import below, measure_tree
from kepu.ledger.queries.waiting import todo
from kepu.ledger.queries.windows import Window, year_window

__all__ = [
    "Ask", "Window", "below", "facts_behind", "figures", "last_days", "measure_tree", "mine", "position", "sealed_after",
    "todo",
    "year_window",
]  # fmt: skip
