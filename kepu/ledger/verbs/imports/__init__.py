"""Bringing in tables of work records and of values: looked over, confirmed, posted in batches, undone as a whole."""

from kepu.ledger.verbs.imports.checking import look_over
from kepu.ledger.verbs.imports.deciding import Again, confirm, drop, drop_waiting, left_behind, undo, upload
from kepu.ledger.verbs.imports.posting import go_on, records_of

__all__ = [
    "Again", "confirm", "drop", "drop_waiting", "go_on", "left_behind", "look_over", "records_of", "undo", "upload",
]  # fmt: skip
