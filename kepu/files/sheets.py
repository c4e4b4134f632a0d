"""What the papers are that bear a check code: apps above tell, `files` only asks.

An app registers one `Kind` in ``AppConfig.ready()``: ``register("plans.letter", Kind(…))``, for sheets whose subject is
``plans.letter:<id>``.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from kepu.files.models import Scan, Sheet
from kepu.people.models import Account


@dataclass(frozen=True)
class Subject:
    """A paper as one person may know it: what it is called, where its page is, how it stands, in Chinese.

    `units` are the units that may bring scans of it besides the office. `refusal` says why no scan is taken any more,
    `only_scan` why the last scan of it may not be dropped; both are empty where nothing stands against it.
    """

    title: str
    url: str
    state: str = ""
    units: frozenset[int] = frozenset()
    refusal: str = ""
    only_scan: str = ""


@dataclass(frozen=True)
class Kind:
    """What an app tells of its papers.

    `subjects(by, sheets)` returns the papers of those sheets that `by` may see, by the sheet's id, whatever the number of
    sheets in the same number of queries. `waiting(by, text)` are sheets that still want a scan and that `by` may see,
    with `text` in number or unit. `arrived(scan, by, at)` is called in the transaction in which a scan reaches its sheet;
    it may still refuse it by ``verbs.NotThisSheet``.
    """

    subjects: Callable[[Account, list[Sheet]], dict[int, Subject]]
    waiting: Callable[[Account, str], QuerySet[Sheet]]
    arrived: Callable[[Scan, Account, datetime], None]


_kinds: dict[str, Kind] = {}


def register(name: str, kind: Kind) -> Kind:
    """Add what there is to know of sheets whose subject begins with ``name:``; registering again replaces it."""
    _kinds[name] = kind
    return kind


def kind_of(sheet: Sheet) -> Kind | None:
    """Return the kind of a sheet; None for one whose app is not installed."""
    return _kinds.get(sheet.subject.partition(":")[0])


def number_of(sheet: Sheet) -> int:
    """Return the number of the thing that a sheet is about."""
    return int(sheet.subject.partition(":")[2])


def subjects_of(by: Account, sheets: Iterable[Sheet]) -> dict[int, Subject]:
    """Return the papers that `by` may see, by the sheet's id; sheets that are not for `by` are missing."""
    groups: dict[str, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        groups[sheet.subject.partition(":")[0]].append(sheet)
    found: dict[int, Subject] = {}
    for name, group in groups.items():
        if name in _kinds:
            found |= _kinds[name].subjects(by, group)
    return found


def subject_of(by: Account, sheet: Sheet) -> Subject | None:
    """Return the paper of one sheet, None where `by` may not see it."""
    return subjects_of(by, [sheet]).get(sheet.pk)


def waiting_for(by: Account, text: str = "", most: int = 20) -> list[tuple[Sheet, Subject]]:
    """Return sheets that still want a scan, with their papers, for a person to choose from."""
    sheets = [sheet for kind in _kinds.values() for sheet in kind.waiting(by, text)[:most]][:most]
    subjects = subjects_of(by, sheets)
    return [(sheet, subjects[sheet.pk]) for sheet in sheets if sheet.pk in subjects]
