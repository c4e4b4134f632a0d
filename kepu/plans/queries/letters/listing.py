"""The letters of a year as the office looks through them: who has one, how it stands, what was answered, what is signed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kepu.files.models import Scan
from kepu.people.models import Unit
from kepu.plans.models import AnnualPlan, Letter, LetterOpinion
from kepu.plans.queries.annual import UnitYear
from kepu.plans.queries.letters.asked import asked_units, tally, years_of
from kepu.plans.queries.letters.content import contents
from kepu.plans.queries.letters.drift import differences
from kepu.plans.queries.reformed import Passed, passed_on

State = Letter.State
NONE = "none"
SIGNED = (State.SIGNED, State.EXPIRED)


@dataclass
class Line:
    """A unit with one of its letters, or with none yet. What is counted is filled in for the page that is shown."""

    unit: Unit
    letter: Letter | None
    passed: Passed | None = None
    counts: dict[str, int] = field(default_factory=dict)
    opinions: list[LetterOpinion] = field(default_factory=list)
    scans: int = 0
    drift: int = 0

    @property
    def answered(self) -> LetterOpinion | None:
        """The unit's last answer."""
        return self.opinions[-1] if self.opinions else None

    @property
    def unanswered(self) -> int:
        """Objections to which the office has said nothing."""
        return sum(not o.agrees and not o.reply for o in self.opinions)


@dataclass(frozen=True)
class Overview:
    """A year's letters: every line, how many stand where, how many of those due are signed."""

    lines: list[Line]
    counts: dict[str, int]
    due: int
    signed: int
    asked: dict[Unit, list[Unit]]

    @property
    def missing(self) -> int:
        """The number of units without a letter."""
        return self.counts.get(NONE, 0)


def letters_of(annual: AnnualPlan) -> QuerySet[Letter]:
    """Return the letters of a year in the official order of units, the older of one unit first; without their words."""
    rows = Letter.objects.filter(annual=annual).select_related("unit__region", "sheet", "adjusts")
    return rows.defer("snapshot").order_by("unit__order", "unit_id", "pk")


def overview(annual: AnnualPlan, on: date) -> Overview:
    """Return a line for each letter of a year and for each unit that should have one; the same number of queries always.

    Due are the units asked and those with a letter; signed, those whose letter is signed, or was until its term ended.
    """
    letters: dict[int, list[Letter]] = defaultdict(list)
    none: list[Letter | None] = [None]
    asked = asked_units(annual, on)
    units = {unit.pk: unit for unit in asked}
    for letter in letters_of(annual):
        letters[letter.unit_id].append(letter)
        units.setdefault(letter.unit_id, letter.unit)
    lines = [
        Line(unit, letter)
        for unit in sorted(units.values(), key=lambda u: (u.order, u.pk))
        for letter in (letters[unit.pk] or none)
    ]
    counts = Counter(line.letter.state if line.letter else NONE for line in lines)
    signed = sum(any(one.state in SIGNED for one in letters[pk]) for pk in units)
    return Overview(lines, dict(counts), len(units), signed, asked)


def filtered(lines: Iterable[Line], state: str, text: str) -> list[Line]:
    """Return the lines in a state (`NONE` for no letter yet) whose unit or number holds the words.

    Without a state, letters that were adjusted are left out: the one that took their place stands there.
    """
    return [
        line
        for line in lines
        if ((line.letter.state if line.letter else NONE) == state if state else not _replaced(line))
        and text in f"{line.unit.name} {line.letter.number if line.letter else ''}"
    ]


def _replaced(line: Line) -> bool:
    return line.letter is not None and line.letter.state == State.ADJUSTED


def fill(lines: Sequence[Line], annual: AnnualPlan, asked: Mapping[Unit, list[Unit]], on: date) -> None:
    """Fill in what is counted for the lines of one page; the same number of queries for one line and for fifty.

    `asked` is that of the overview.
    """
    letters = {line.letter.pk: line.letter for line in lines if line.letter}
    years = years_of(annual, [line.unit for line in lines], on, asked)
    passed = passed_on((line.unit for line in lines), on)
    opinions = defaultdict(list)
    for opinion in LetterOpinion.objects.filter(letter__in=letters):
        opinions[opinion.letter_id].append(opinion)
    scans = dict(scan_counts(letters.values()))
    drift = drifts(annual, letters.values(), years)
    for line in lines:
        pk = line.letter.pk if line.letter else 0
        line.counts, line.passed, line.opinions = tally(years[line.unit.pk]), passed.get(line.unit.pk), opinions[pk]
        line.scans, line.drift = scans.get(pk, 0), drift.get(pk, 0)


def drift_of(seen: Overview, annual: AnnualPlan, letters: Iterable[Letter], on: date) -> dict[int, int]:
    """Return in how many things chosen letters of the overview differ from what they would say now, by letter."""
    chosen = {letter.pk: letter for letter in letters}
    units = [line.unit for line in seen.lines if line.letter and line.letter.pk in chosen]
    return drifts(annual, chosen.values(), years_of(annual, units, on, seen.asked))


def scan_counts(letters: Iterable[Letter]) -> Iterable[tuple[int, int]]:
    """Return (letter, number of scans in use) of letters; one query."""
    scans = Scan.objects.filter(sheet=OuterRef("sheet"), dropped_at__isnull=True).order_by()
    number = Subquery(scans.values("sheet").annotate(n=Count("pk")).values("n"))
    rows = Letter.objects.filter(pk__in=[letter.pk for letter in letters]).annotate(scans=Coalesce(number, 0))
    return rows.order_by().values_list("pk", "scans")


def drifts(annual: AnnualPlan, letters: Iterable[Letter], years: Mapping[int, UnitYear]) -> dict[int, int]:
    """Return in how many things letters that are approved and in force differ from what they would say now."""
    bound = (State.APPROVED, State.PRINTED, State.SIGNED)
    settled = {letter.pk: letter for letter in letters if letter.state in bound}
    if not settled:
        return {}
    said = dict(Letter.objects.filter(pk__in=settled).values_list("pk", "snapshot"))
    now = contents(annual, settled.values(), years=years)
    return {pk: len(differences(snapshot, now[pk])) for pk, snapshot in said.items() if snapshot}
