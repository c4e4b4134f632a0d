"""All writes of `files`: the store of contents; sheets by their check code; scans and what becomes of them."""

from kepu.files.verbs.scans import AlreadyThere, NotThisSheet, Taken, assign_scan, drop_scan, take_scan
from kepu.files.verbs.sheets import make_sheet
from kepu.files.verbs.store import erase, load, path_of, remove_erased, store, sweep

__all__ = [
    "AlreadyThere",
    "NotThisSheet",
    "Taken",
    "assign_scan",
    "drop_scan",
    "erase",
    "load",
    "make_sheet",
    "path_of",
    "remove_erased",
    "store",
    "sweep",
    "take_scan",
]
