"""All writes of the ledger."""

from kepu.ledger.verbs.catalogue import (
    MeasureValues,
    add_measure,
    load_catalogue,
    redefine,
    restore_measure,
    retire_measure,
)
from kepu.ledger.verbs.draining import drain, drain_all
from kepu.ledger.verbs.duplicates import say_different, say_same, settle_lookalike
from kepu.ledger.verbs.entries import BadEntry, Entry, Published
from kepu.ledger.verbs.evidence import add_evidence, drop_evidence, drop_evidence_again
from kepu.ledger.verbs.posting import Conflict, correct, post, reverse
from kepu.ledger.verbs.readings import correct_reading, record_reading, void_reading
from kepu.ledger.verbs.records import (
    Stale,
    Work,
    accept_work,
    correct_work,
    record_work,
    return_work,
    set_record_policy,
    void_work,
)
from kepu.ledger.verbs.recounting import ask_mending, check_cells, rebuild
from kepu.ledger.verbs.years import keep_year, undo_year

__all__ = [
    "BadEntry", "Conflict", "Entry", "MeasureValues", "Published", "Stale", "Work", "accept_work", "add_evidence",
    "add_measure", "ask_mending", "check_cells", "correct", "correct_reading", "correct_work", "drain", "drain_all",
    "drop_evidence", "drop_evidence_again", "keep_year", "load_catalogue", "post", "rebuild", "record_reading",
    "record_work", "redefine", "restore_measure", "retire_measure", "return_work", "reverse", "say_different", "say_same",
    "set_record_policy", "settle_lookalike", "undo_year", "void_reading", "void_work",
]  # fmt: skip
