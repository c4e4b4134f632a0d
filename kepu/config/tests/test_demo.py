"""The sample county: loaded once into an empty database, through the real reader and the public verbs."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from kepu.audit.models import Entry
from kepu.config.demo import SIGN_INS, Refused, load, years
from kepu.config.demo.years import Tally
from kepu.config.tests.test_demo_years import differences
from kepu.ledger.models import Fact
from kepu.people.models import Account, Holding, Membership, Region, Role, Unit
from kepu.people.queries import units_without_liaison
from kepu.plans.models import Plan, Release, UpperAnswer, Version
from kepu.plans.queries.breakdown.listing import listed
from kepu.plans.queries.progress import board_of
from kepu.plans.queries.succession import open_count
from kepu.plans.queries.targets import targets_of


def quiet(_: str) -> None:
    """Progress is not looked at here."""


@pytest.mark.slow
@pytest.mark.engineless
def test_an_empty_database_becomes_the_sample_county(own_database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    meant: list[Tally] = []
    simulate = years.simulate

    def noted(**how: Any) -> None:
        meant.append(simulate(**how))

    monkeypatch.setattr(years, "simulate", noted)
    load(say=quiet)
    assert differences(meant[0]) == []  # the five years at their full size
    assert 6_000 < Fact.objects.filter(year__in=years.YEARS).count() < 12_000
    version = Version.objects.get(state=Version.State.ADOPTED, plan__status=Plan.Status.ISSUED)
    assert (version.title, version.document_number) == (
        "清禾县全民科学素质行动实施方案（2026—2030年）",
        "清禾府办发〔2026〕8号",
    )
    assert version.task_set.filter(removed=False).count() == 37  # the hand-made labels of samples/qinghe.json
    assert Release.objects.get(state=Release.State.RELEASED, annual=None, as_of=None).version == version
    assert set(Holding.objects.values_list("role", flat=True)) == set(Role.values)
    assert Region.objects.filter(code__startswith="11", level=Region.Level.COUNTY).count() == 16  # districts of Beijing
    assert Unit.objects.filter(name="县科协").exists()
    assert Entry.objects.filter(verb="plans.adopt").count() == 2
    old = version.plan.continues
    assert old is not None
    assert (old.status, old.versions.get().task_set.filter(removed=False).count()) == (Plan.Status.ENDED, 24)
    assert open_count(version.plan) == 0
    verdicts = Counter(version.plan.continuations.filter(kind="task").values_list("verdict", flat=True))
    assert (verdicts["carried"] + verdicts["changed"], verdicts["ended"], verdicts["new"]) == (23, 1, 14)
    assert version.plan.upper is not None
    assert UpperAnswer.objects.exists()
    told = {line.target.quote: line for line in board_of(version, list(targets_of(version)), date(2026, 11, 22)).lines}
    assert told["总体水平居全市前列"].why.startswith("全市9个县（区）第3位（市科协（虚构），2025年12月30日）")
    reach = told["流动科技馆巡展实现乡镇全覆盖"].reach
    assert reach is not None
    assert (reach.members, reach.reached > 0) == (14, True)
    county = Region.objects.get(pk=settings.HOME_REGION)
    assert [u.name for u in units_without_liaison(county)] == ["县交通运输局", "县水利局", "茶山乡"]
    held = Holding.objects.filter(role=Role.LIAISON).select_related("unit", "account")
    lines = {line.unit_id: line.liaison for line in Membership.objects.all()}
    assert {h.account.name: lines[h.unit_id] for h in held} == {"许青禾": "许青禾", "何春生": "何春生"}
    leader = Holding.objects.get(role=Role.LEADER)
    assert Membership.objects.get(unit=leader.unit).leader == leader.account.name
    parted = [line.verdict for line in listed(version) if line.breakdown]
    assert Counter(v.state for v in parted) == {"even": 13, "short": 1}  # one is left for the office to finish
    keys = Path(settings.VAR) / SIGN_INS
    assert keys.stat().st_mode & 0o077 == 0
    assert len(keys.read_text(encoding="utf-8").splitlines()) == len(Role.values) + 1  # one liaison of a township more
    with pytest.raises(Refused, match="已有数据"):
        load(say=quiet)
    load(say=quiet, if_empty=True)
    assert Plan.objects.count() == 2


def test_production_takes_no_sample_county(db: None, settings: object) -> None:
    settings.PRODUCTION = True  # type: ignore[attr-defined]
    with pytest.raises(Refused, match="生产环境"):
        load(say=quiet)
    assert not Account.objects.exists()


def test_a_database_with_data_is_refused(db: None) -> None:
    Account.objects.create(username="someone", name="某人")
    with pytest.raises(Refused, match="已有数据"):
        load(say=quiet)
