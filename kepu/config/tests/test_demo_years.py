"""Five invented years: what was meant, counted apart, is what the ledger says, to the last person-time."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from kepu.audit.models import Entry
from kepu.config.demo.samples import rows
from kepu.config.demo.years import YEARS, Tally, simulate
from kepu.ledger.kinds import KINDS
from kepu.ledger.models import Audience, Duplicate, Fact, Measure, Pending, Seal, WorkRecord
from kepu.ledger.queries import Ask, figures, year_window
from kepu.ledger.verbs import check_cells, load_catalogue
from kepu.people import tables
from kepu.people.models import Account, Holding, Region, Role
from kepu.people.queries import townships_of
from kepu.people.verbs import import_regions, import_units

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def office(db: None) -> Account:
    """The places and units of the sample county, the catalogue of measures, and its secretariat."""
    import_regions(inside=None, rows=rows("region.csv", tables.REGION_COLUMNS), by=None, at=AT)
    home = Region.objects.get(code=settings.HOME_REGION)
    import_units(region=home, rows=rows("units.csv", tables.UNIT_COLUMNS), by=None, at=AT)
    load_catalogue(at=AT)
    by = Account.objects.create(username="office", name="某人")
    Holding.objects.create(account=by, role=Role.SECRETARIAT, region=home, since=AT.date())
    return by


PARTS = {"training.person_times": ("training.person_times", "smartphone.person_times")}  # what counts in its parent


def differences(tally: Tally, years: Sequence[int] = YEARS) -> list[tuple[tuple[str, int, str, str], int, int]]:
    """Return every place of the table measure × year × audience × (townships and the county) where the two disagree."""
    home = Region.objects.get(code=settings.HOME_REGION)
    codes = [home.code, *(town.code for town in townships_of(home))]
    ids = dict(Measure.objects.values_list("code", "id"))
    names = sorted({name for kind in KINDS.values() for name in (kind.sessions, kind.person_times)})
    keys = [(m, year, one, code) for m in names for year in years for one in Audience.values for code in codes]
    meant = [sum(tally.sums[part, *rest] for part in PARTS.get(m, (m,))) for m, *rest in keys]
    told = figures([Ask(ids[m], year_window(year), code, audience=one) for m, year, one, code in keys])
    assert {key for key, count in tally.sums.items() if count} <= set(keys)
    return [(key, *pair) for key, *pair in zip(keys, meant, told, strict=True) if pair[0] != pair[1]]


def test_the_ledger_says_what_was_meant(office: Account) -> None:
    said: list[str] = []
    tally = simulate(by=office, until=AT, size=0.06, say=said.append)
    assert differences(tally, (*YEARS, 2026)) == []
    county = [
        n for (m, _, _, place), n in tally.sums.items() if place == settings.HOME_REGION and m.endswith("person_times")
    ]
    everyone = Measure.objects.get(code="activity.person_times")
    asks = [Ask(everyone.pk, year_window(year), settings.HOME_REGION) for year in YEARS]
    assert sum(figures(asks)) == sum(county) > 10_000
    assert check_cells(at=AT).wrong == []
    assert not Pending.objects.exists()
    assert len(said) >= len(YEARS)


def test_it_has_what_a_real_ledger_has(office: Account) -> None:
    simulate(by=office, until=AT, size=0.06)
    facts = Fact.objects.all()
    assert facts.filter(quantity__lt=0, reverses__isnull=False).exists()  # corrected, taken back, told twice
    assert set(WorkRecord.objects.values_list("state", flat=True)) == {"counted", "void"}
    assert Duplicate.objects.filter(state=Duplicate.State.SAME).exists()
    assert WorkRecord.objects.exclude(partnerships=None).exists()
    late = WorkRecord.objects.get(
        pk=min((r.day - timezone.localdate(r.recorded_at), r.pk) for r in WorkRecord.objects.all())[1]
    )
    assert timezone.localdate(late.recorded_at) - late.day > timedelta(days=21)
    assert late.place.name in {"松岗乡", "茶山乡"}
    assert all("虚构" in what for what in WorkRecord.objects.values_list("what", flat=True))
    assert set(facts.values_list("year", flat=True)) == set(YEARS)


def test_every_deed_stands_in_the_audit_at_its_own_time(office: Account) -> None:
    simulate(by=office, until=AT, size=0.03)
    written = dict(Entry.objects.filter(verb="ledger.record_work").values_list("object", "at"))
    assert written == {f"ledger.workrecord:{row.pk}": row.recorded_at for row in WorkRecord.objects.all()}
    first = {fact.source: fact.posted_at for fact in Fact.objects.filter(revision=1)}
    assert first == {f"ledger.record:{row.pk}": row.recorded_at for row in WorkRecord.objects.all()}
    moments = list(Seal.objects.order_by("number").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert len(moments) > 24


def test_nothing_is_told_before_it_can_be_known(office: Account) -> None:
    until = datetime(2023, 6, 30, tzinfo=UTC)
    tally = simulate(by=office, until=until, size=0.06)
    assert WorkRecord.objects.filter(recorded_at__gt=until).count() == 0
    assert WorkRecord.objects.count() > 50
    assert differences(tally) == []
