"""A target moves by itself: from a record in a village to the board, and how the board reads."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kepu.ledger.models import Measure, Publication
from kepu.ledger.verbs import Entry, Published, Work, correct_work, drain_all, post, record_work, void_work
from kepu.people.access import NotAllowed, WrongState
from kepu.people.models import Account, Population, Region, Role
from kepu.plans import verbs
from kepu.plans.models import Binding, Target, Version
from kepu.plans.queries.progress import Progress, board_of, offers_for
from kepu.plans.tests import builders, parted
from kepu.plans.verbs import Counting

AT = datetime(2026, 7, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 7, 2)


def measure(code: str) -> Measure:
    return Measure.objects.get(code=code)


def bound(target: Target, office: Account, code: str, span: str, **more: object) -> Binding:
    counting = Counting(measure=measure(code), span=span, **more)  # type: ignore[arg-type]
    return verbs.bind(target=target, counting=counting, seen=None, by=office, at=AT)


def line(version: Version, target: Target, today: date = TODAY) -> Progress:
    return board_of(version, [target], today).lines[0]


def work(people: int = 60, day: date = TODAY, kind: str = "training") -> Work:
    return Work(day, Region.objects.get(pk="990123100000"), kind, "果树修剪培训", "farmers", people)


def test_a_record_moves_the_target_and_a_correction_moves_it_back(version: Version, office: Account) -> None:
    promise = parted.target(version, value=Decimal(100), unit="人次", due="2030")
    bound(promise, office, "training.person_times", "period")
    assert line(version, promise).light == "grey"
    unit = builders.unit("城关镇政府")
    row = record_work(unit=unit, work=work(60), once="a", by=office, at=AT)
    assert (line(version, promise).done, line(version, promise).light) == (60, "green")
    row = correct_work(record=row, work=work(100), why="核对签到表", seen=0, by=office, at=AT)
    assert (line(version, promise).done, line(version, promise).light) == (100, "blue")
    void_work(record=row, why="误记", seen=1, by=office, at=AT)
    assert line(version, promise).done == 0


def test_a_target_in_ten_thousands_is_counted_in_them(version: Version, office: Account) -> None:
    promise = parted.target(version, value=Decimal("0.5"), unit="万人次", due="2030")
    bound(promise, office, "training.person_times", "period")
    record_work(unit=builders.unit("城关镇政府"), work=work(2500), once="a", by=office, at=AT)
    assert line(version, promise).done == Decimal("0.25")
    assert line(version, promise).per_cent == 50


def test_the_breakdown_says_what_is_expected_by_now(version: Version, office: Account) -> None:
    promise = parted.target(version, value=Decimal(365), unit="人次", due="2030")
    bound(promise, office, "training.person_times", "period")
    row = parted.chosen(promise, office)
    parted.save(row, office, {(2026, "all"): 365} | {(year, "all"): 0 for year in (2027, 2028, 2029, 2030)})
    standing = line(version, promise).standing
    assert standing is not None
    assert standing.expected == 183  # the 183rd day of 2026


def test_a_yearly_floor_begins_anew(version: Version, office: Account) -> None:
    promise = parted.target(version, kind="floor", value=Decimal(1), unit="场次", per="month", due="")
    bound(promise, office, "training.sessions", "year")
    unit = builders.unit("城关镇政府")
    record_work(unit=unit, work=work(day=date(2026, 1, 5)), once="a", by=office, at=AT)
    told = line(version, promise)
    assert (told.done, told.asked) == (1, 12)
    assert line(version, promise, date(2027, 1, 3)).done == 0


def test_money_per_head_names_its_base_and_a_missing_year_is_missing(version: Version, office: Account) -> None:
    home = version.plan.region
    promise = parted.target(version, value=Decimal(2), unit="元/人", due="2030")
    bound(promise, office, "funds.special", "year", per_head="resident")
    record = record_work(unit=builders.unit("城关镇政府"), work=work(), once="a", by=office, at=AT)
    entry = Entry(measure("funds.special"), 300_000, date(2026, 6, 1), home.pk)  # yuan: 30万元
    post(source=f"ledger.record:{record.pk}", entries=[entry], by=office, at=AT)
    assert "缺2026年人口数" in line(version, promise).why
    Population.objects.create(region=home, year=2026, basis="resident", count=200_000, source="虚构")
    told = line(version, promise)
    assert told.done == Decimal("1.5")
    assert told.base is not None
    assert told.base.count == 200_000


def test_a_published_figure_counts_as_published_and_nothing_else_does(version: Version, office: Account) -> None:
    promise = parted.target(version, kind="level", value=Decimal(18), unit="%", due="2030")
    bound(promise, office, "literacy.rate", "latest")
    assert line(version, promise).why == "有权单位还没有公布"
    record = record_work(unit=builders.unit("城关镇政府"), work=work(), once="a", by=office, at=AT)
    for number, (quantity, day) in enumerate([(1540, date(2025, 4, 1)), (1610, date(2026, 4, 1))]):
        published = Published("省科协", "公报", "全国调查", quantity - 100, quantity + 100, 1200)
        entry = Entry(measure("literacy.rate"), quantity, day, version.plan.region_id, line=number, published=published)
        post(source=f"ledger.record:{record.pk}", entries=[entry], by=office, at=AT)
    told = line(version, promise)
    assert told.done == Decimal("16.1")
    assert told.publication == Publication.objects.latest("fact__day")


def test_what_is_not_bound_says_so(version: Version, office: Account) -> None:
    promise = parted.target(version)
    assert line(version, promise).why == "还没有对应统计指标"
    verbs.bind(target=promise, counting=Counting(reason="建设事项"), seen=None, by=office, at=AT)
    assert line(version, promise).why == "建设事项"


@pytest.mark.parametrize("more", [{"each": "中学"}, {"kind": "coverage"}, {"delta": True}])
def test_what_a_sum_cannot_answer_is_not_answered(version: Version, office: Account, more: dict[str, object]) -> None:
    promise = parted.target(version, value=Decimal(1), unit="人次")
    Target.objects.filter(pk=promise.pk).update(**more)
    promise.refresh_from_db()
    bound(promise, office, "training.person_times", "period")
    told = line(version, promise)
    assert (told.light, bool(told.why)) == ("", True)


@pytest.mark.parametrize(
    ("counting", "field"),
    [
        ({"reason": " "}, "reason"), ({"code": "training.sessions", "span": "standing"}, "span"),
        ({"code": "experts", "span": "period"}, "span"), ({"code": "literacy.rate", "span": "year"}, "span"),
        ({"code": "training.sessions", "span": "year", "reason": "没有"}, "reason"),
        ({"code": "funds.special", "span": "period", "per_head": "resident"}, "per_head"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(version: Version, office: Account, counting: dict[str, str], field: str) -> None:
    more = {name: value for name, value in counting.items() if name != "code"}
    chosen = measure(counting["code"]) if "code" in counting else None
    with pytest.raises(ValidationError) as refused:
        verbs.bind(
            target=parted.target(version), counting=Counting(measure=chosen, **more), seen=None, by=office, at=AT
        )
    assert field in refused.value.message_dict


def test_only_the_office_binds_and_a_stale_form_changes_nothing(version: Version, office: Account) -> None:
    promise = parted.target(version)
    counting = Counting(reason="建设事项")
    with pytest.raises(NotAllowed):
        verbs.bind(target=promise, counting=counting, seen=None, by=builders.account("l", Role.READER), at=AT)
    verbs.bind(target=promise, counting=counting, seen=None, by=office, at=AT)
    with pytest.raises(WrongState, match="已由他人"):
        verbs.bind(target=promise, counting=Counting(reason="别的"), seen=None, by=office, at=AT)
    assert Binding.objects.get().reason == "建设事项"


def test_a_suggestion_may_take_the_place_of_what_stands(version: Version, office: Account, client: Client) -> None:
    promise = parted.target(version, value=Decimal(1000), unit="人次", subject="农民培训", comparator=">=")
    verbs.bind(target=promise, counting=Counting(reason="建设事项"), seen=None, by=office, at=AT)
    client.force_login(office)
    address = f"/desk/plans/{version.plan_id}/targets/{promise.key}/measure/"
    chosen = measure("training.person_times")
    form = client.get(f"{address}?measure={chosen.pk}").context["form"]
    assert form["measure"].value() in (chosen, chosen.pk)
    sent = {"measure": chosen.pk, "span": "period", "revision": form["revision"].value()}
    assert client.post(f"{address}?measure={chosen.pk}", sent).status_code == 302
    assert Binding.objects.get().measure == chosen


def test_a_target_gone_by_amendment_is_not_bound_and_the_message_is_about_measures(
    version: Version, office: Account
) -> None:
    promise = parted.target(version)
    Target.objects.filter(pk=promise.pk).update(removed=True)
    with pytest.raises(WrongState, match="不能再确认对应指标"):
        verbs.bind(target=promise, counting=Counting(reason="建设事项"), seen=None, by=office, at=AT)


def many(version: Version, office: Account, number: int) -> None:
    """So many targets more, each counted by one of all the measures."""
    like, measures = parted.target(version), list(Measure.objects.exclude(kind="reading"))
    first, targets, rows = Binding.objects.count(), [], []
    for at in range(first, first + number):
        key, counted = f"many{at:08}", measures[at % len(measures)]
        targets.append(
            Target(version=version, task=like.task, key=key, order=10 + at, kind="cumulative", quote=f"第{at}项",
                   subject="事项", value=10, unit="次", due="2030")
        )  # fmt: skip
        rows.append(
            Binding(plan=version.plan, version=version, target_key=key, measure=counted, region=version.plan.region,
                    span="period" if counted.kind == "flow" else "standing", confirmed_by=office, confirmed_at=AT)
        )  # fmt: skip
    Target.objects.bulk_create(targets)
    Binding.objects.bulk_create(rows)


def test_the_board_asks_as_much_for_one_target_as_for_a_thousand(
    version: Version, office: Account, client: Client
) -> None:
    client.force_login(office)
    record_work(unit=builders.unit("城关镇政府"), work=work(60), once="a", by=office, at=AT)
    asked = []
    for more in (1, 999):
        many(version, office, more)
        client.get(f"/desk/plans/{version.plan_id}/board/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/desk/plans/{version.plan_id}/board/")
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 30


def test_the_board_and_the_form_in_the_browser(version: Version, office: Account, client: Client) -> None:
    promise = parted.target(version, value=Decimal(100), unit="人次", subject="农民培训", quote="培训农民100人次")
    assert offers_for(promise)[0].measure.code == "training.person_times"
    client.force_login(office)
    form = f"/desk/plans/{version.plan_id}/targets/{promise.key}/measure/"
    assert "参加实用技术培训人次" in client.get(form).content.decode()
    wrong = client.post(form, {"measure": measure("training.person_times").pk, "span": ""})
    assert wrong.status_code == 422
    assert "计数时段应选" in wrong.content.decode()
    right = client.post(form, {"measure": measure("training.person_times").pk, "span": "period"})
    assert right.status_code == 302
    record_work(unit=builders.unit("城关镇政府"), work=work(60), once="a", by=office, at=AT)
    page = client.get(f"/desk/plans/{version.plan_id}/board/").content.decode()
    assert "60%" in page
    assert "/desk/ledger/figures/990123000000/training.person_times/" in page


def copied(target: Target, key: str) -> Target:
    fields = {f.attname: getattr(target, f.attname) for f in Target._meta.concrete_fields if f.name != "id"}
    return Target.objects.create(**fields | {"key": key, "order": target.order + 100})


def test_the_last_record_of_a_target_is_one_that_it_counts(version: Version, office: Account) -> None:
    """Farmers were trained, workers never: their target says so, and does not show the farmers' day."""
    farmers = parted.target(version, value=Decimal(100), unit="人次")
    workers, whole = (copied(farmers, key) for key in ("w" * 12, "x" * 12))
    for target, audience in ((farmers, "farmers"), (workers, "workers"), (whole, "")):
        bound(target, office, "training.person_times", "period", audience=audience)
    record_work(unit=builders.unit("城关镇政府"), work=work(60), once="a", by=office, at=AT)
    for _ in ("pending", "in cells"):
        last = [line(version, target).last for target in (farmers, workers, whole)]
        assert last == [TODAY, None, TODAY]
        drain_all(at=AT)
