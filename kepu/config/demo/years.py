"""Five invented years of the sample county's work (2021 to 2025), told week by week as an office does: slips from the
townships are typed in on Fridays, some come late, some are wrong, some tell what another unit has told already.

What the simulation means to have told is counted apart from the ledger, in a `Tally`; a test holds one against the other.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.conf import settings
from django.utils import timezone

from kepu.config.demo.seasons import Deed, deeds_of
from kepu.ledger.kinds import KINDS
from kepu.ledger.models import Audience, WorkRecord
from kepu.ledger.queries.doubts import open_duplicates
from kepu.ledger.verbs import Work, correct_work, drain_all, load_catalogue, say_different, say_same, void_work
from kepu.ledger.verbs.many import Form, record_many
from kepu.ledger.verbs.posting import MOST_SAYINGS
from kepu.people.models import Account, Region, Unit
from kepu.people.queries import townships_of, units_of_townships

Say = Callable[[str], None]
YEARS = range(2021, 2026)
SEED = 2021
LATE = {"松岗乡": (18, 70), "茶山乡": (12, 45)}  # days until the slip comes in; elsewhere up to nine
CORRECTED, VOIDED, TWICE, SHARED, HOSTED = 0.02, 0.008, 0.02, 0.12, 0.2
SAME, DIFFERENT = 0.75, 0.9  # of those told twice: judged the same deed, judged two, the rest left open
FRIDAY, AFTERNOON, EVENING = 4, time(15, 30), time(18, 0)


class Tally:
    """What was meant: the sum of every measure, by its code, the year, the audience and the place."""

    def __init__(self) -> None:
        self.sums: Counter[tuple[str, int, str, str]] = Counter()

    def add(self, work: Work, sign: int = 1) -> None:
        """Count a piece of work in its township and in the county; take it off again with sign -1."""
        kind = KINDS[work.kind]
        for place in (work.place.code, settings.HOME_REGION):
            self.sums[kind.sessions, work.day.year, work.audience, place] += sign
            self.sums[kind.person_times, work.day.year, work.audience, place] += sign * work.person_times


@dataclass
class Slip:
    """One piece of work on its way into the ledger, and what will become of it. `once` marks its form."""

    once: str
    unit: Unit
    work: Work
    told: date
    right: Work | None = None  # what it is corrected to
    void: str = ""
    first: "Slip | None" = None  # the slip that told of the same deed before
    verdict: str = ""
    record: WorkRecord | None = None


@dataclass
class Week:
    """What the office does on one Friday."""

    slips: list[Slip] = field(default_factory=list)
    mended: list[Slip] = field(default_factory=list)


def load(by: Account, at: datetime, say: Say) -> None:
    """Load the catalogue of measures, and tell five years; before anything of today, so that the audit is in its order."""
    say("正在逐周记入2021—2025年的工作（虚构）……")
    load_catalogue(at=at)
    simulate(by=by, until=at, say=say)


def simulate(*, by: Account, until: datetime, size: float = 1.0, say: Say = lambda _: None) -> Tally:
    """Tell the years through the verbs and return what was meant. `size` 1 is some 4,300 slips; the seed is fixed."""
    home = Region.objects.get(code=settings.HOME_REGION)
    weeks = _weeks(_Slips(home, random.Random(SEED)), size)
    office = _Office(by)
    fridays = [friday for friday in sorted(weeks) if _moment(friday, EVENING) <= until]
    for friday, after in pairwise([*fridays, date.max]):
        office.work(friday, weeks[friday])
        if (friday.year, friday.month) != (after.year, after.month):
            office.settle(friday)
        if friday.year != after.year:
            say(f"　{friday.year}年：{office.summary()}（虚构）")
    return office.tally


class _Slips:
    """Turns deeds into slips: who hosted, who took part, when it comes in, what goes wrong."""

    def __init__(self, home: Region, chance: random.Random) -> None:
        self.chance = chance
        standing = units_of_townships(home)
        self.towns = [(town, standing[town.pk]) for town in townships_of(home) if town.pk in standing]
        self.units = {unit.name: unit for unit in Unit.objects.filter(region=home).select_related("region")}
        self.taken: set[tuple[date, str, str]] = set()

    def of(self, year: int, size: float) -> list[Slip]:
        """Return the slips of a year; no two that could be taken for one deed, but for those told twice."""
        slips = []
        for number, deed in enumerate(deeds_of(year, len(self.towns), size, self.chance)):
            place = self.towns[deed.town][0]
            key = (deed.day, place.code, KINDS[deed.line.kind].sessions)
            if key not in self.taken:
                self.taken.add(key)
                slips += self._slips(f"demo-{year}-{number}", deed, place)
        return slips

    def _slips(self, once: str, deed: Deed, place: Region) -> list[Slip]:
        town, county = self.units[self.towns[deed.town][1].name], self.units[deed.line.county]
        host, other = (county, town) if self.chance.random() < HOSTED else (town, county)
        partners = (other,) if self.chance.random() < SHARED else ()
        what = f"{deed.what}（虚构）"
        work = Work(deed.day, place, deed.line.kind, what, deed.line.audience, deed.people, partners)
        lag = self.chance.randint(*LATE.get(place.name, (1, 9)))
        slip = Slip(once, host, work, _friday(deed.day + timedelta(days=lag)))
        luck = self.chance.random()
        if luck < CORRECTED:
            slip.right = self._righted(work)
        elif luck < CORRECTED + VOIDED:
            slip.void = self.chance.choice(("活动因暴雨取消，误记", "与上一条重复，误记"))
        elif luck < CORRECTED + VOIDED + TWICE and not partners:
            return [slip, self._again(slip, other)]
        return [slip]

    def _righted(self, work: Work) -> Work:
        """The sheet of signatures says another number; now and then the audience was wrong too."""
        people = max(0, work.person_times + self.chance.choice((-12, -5, 3, 8, 20)))
        audience = Audience.GENERAL.value if self.chance.random() < 0.2 else work.audience
        return replace(work, person_times=people, audience=audience)

    def _again(self, slip: Slip, other: Unit) -> Slip:
        audience = Audience.GENERAL.value if self.chance.random() < 0.3 else slip.work.audience
        luck = self.chance.random()
        verdict = "same" if luck < SAME else "different" if luck < DIFFERENT else ""
        told = slip.told + timedelta(weeks=self.chance.randint(1, 3))
        work = replace(slip.work, audience=audience)
        return Slip(f"{slip.once}-again", other, work, told, first=slip, verdict=verdict)


def _weeks(slips: _Slips, size: float) -> dict[date, Week]:
    """Return what the office does, by Fridays: slips typed in, and a few weeks later some of them put right."""
    weeks: dict[date, Week] = defaultdict(Week)
    for year in YEARS:
        for slip in slips.of(year, size):
            weeks[slip.told].slips.append(slip)
            if slip.right or slip.void:
                weeks[slip.told + timedelta(weeks=slips.chance.randint(2, 6))].mended.append(slip)
    return weeks


class _Office:
    """The secretariat at its desk on Fridays."""

    def __init__(self, by: Account) -> None:
        self.by = by
        self.tally = Tally()
        self.twice: dict[frozenset[int], Slip] = {}
        self.done: Counter[str] = Counter()

    def work(self, friday: date, week: Week) -> None:
        """Type in what came, put right what was wrong."""
        at = _moment(friday, AFTERNOON)
        for begin in range(0, len(week.slips), MOST_SAYINGS):
            self._type_in(week.slips[begin : begin + MOST_SAYINGS], at)
        for slip in week.mended:
            self._mend(slip, at)

    def _type_in(self, slips: list[Slip], at: datetime) -> None:
        forms = [Form(slip.unit, slip.work, slip.once) for slip in slips]
        for slip, record in zip(slips, record_many(forms=forms, by=self.by, at=at), strict=True):
            slip.record = record
            self.tally.add(slip.work)
            if slip.first and slip.first.record:
                self.twice[frozenset({record.pk, slip.first.record.pk})] = slip
        self.done["slips"] += len(slips)

    def _mend(self, slip: Slip, at: datetime) -> None:
        row = slip.record
        assert row is not None
        self.tally.add(slip.work, -1)
        if slip.right is None:
            void_work(record=row, why=slip.void, seen=row.revision, by=self.by, at=at)
        else:
            why = "签到表核对后更正"
            correct_work(record=row, work=slip.right, why=why, seen=row.revision, by=self.by, at=at)
            self.tally.add(slip.right)
        self.done["void" if slip.right is None else "right"] += 1

    def settle(self, friday: date) -> None:
        """Close the month: bring the sums up to date, and decide on what may have been told twice."""
        at = _moment(friday, EVENING)
        drain_all(at=at)
        doubts = open_duplicates(self.by).select_related("first", "second")
        pairs = {frozenset(int(fact.source.split(":")[1]) for fact in (one.first, one.second)): one for one in doubts}
        for pair, doubt in pairs.items():  # deciding on one doubt of two records decides on all between them
            slip = self.twice.get(pair)
            verdict = slip.verdict if slip else "different"
            if slip and verdict == "same":
                self.tally.add(slip.work, -1)
                slip.verdict = "said"  # counted off once, even if a correction raises the doubt again
                self.done["same"] += 1
            if verdict in {"same", "said"}:
                say_same(doubt=doubt, by=self.by, at=at)
            elif verdict:
                say_different(doubt=doubt, by=self.by, at=at)

    def summary(self) -> str:
        """Return what was done since the last summary, in words."""
        told, self.done = self.done, Counter()
        return f"记入{told['slips']}条工作记录，更正{told['right']}条，作废{told['void']}条，核对出重复{told['same']}条"


def _friday(day: date) -> date:
    return day + timedelta(days=(FRIDAY - day.weekday()) % 7)


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, timezone.get_default_timezone())
