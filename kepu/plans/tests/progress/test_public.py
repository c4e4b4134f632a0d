"""公开进展: what residents are told of the promises as of a day, drafted from the ledger, checked, released, kept by day."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kepu.ledger.models import Measure
from kepu.ledger.verbs import Entry, Published, Work, accept_work, post, record_work, set_record_policy
from kepu.people.access import NotAllowed, WrongState
from kepu.people.models import Account, Population, Region, Role
from kepu.plans import verbs
from kepu.plans.models import Release, Target, Version
from kepu.plans.queries.progress.public import progress_snapshot
from kepu.plans.queries.progress.since import since_last
from kepu.plans.queries.releases import near_places, progress_groups, released_progress
from kepu.plans.tests import builders, parted
from kepu.plans.tests.progress import test_places
from kepu.plans.verbs import Counting

UNSETTLED = "尚未确定统计口径"
AT = datetime(2026, 7, 2, 1, 0, tzinfo=UTC)
TODAY, JUNE, MAY = date(2026, 7, 2), date(2026, 6, 30), date(2026, 5, 31)


def bound(target: Target, office: Account, code: str, span: str, **more: Any) -> Target:
    counting = Counting(measure=Measure.objects.get(code=code), span=span, **more)
    verbs.bind(target=target, counting=counting, seen=None, by=office, at=AT)
    return target


def work(place: str, people: int, day: date, *, by: Account, kind: str = "training") -> Any:
    unit = builders.Unit.objects.filter(name="承办单位").first() or builders.unit("承办单位")
    told = Work(day, Region.objects.get(name=place), kind, "果树修剪培训", "farmers", people)
    return record_work(unit=unit, work=told, once=f"{place}{people}{day}{kind}", by=by, at=AT)


@pytest.fixture
def trained(version: Version, office: Account) -> Target:
    """20,000 person-times by 2030, counted by training of farmers; in June 12,345 of them, in July 700."""
    target = parted.target(version, value=Decimal(20000), due="2030", quote="累计培训2万人次", subject="培训农民")
    bound(target, office, "training.person_times", "period", audience="farmers")
    work("石桥乡", 12345, date(2026, 6, 30), by=office)
    work("石桥乡", 700, date(2026, 7, 1), by=office)
    return target


def told(version: Version, target: Target, as_of: date = JUNE) -> dict[str, Any]:
    snapshot = progress_snapshot(version, as_of, TODAY)
    return next(line for line in snapshot["lines"] if line["key"] == target.key)


def test_a_figure_stands_for_its_day_with_its_share_and_how_it_is_counted(version: Version, trained: Target) -> None:
    line = told(version, trained)
    assert (line["quote"], line["promise"]) == ("累计培训2万人次", "不少于2万人次")
    # 12,345 of 20,000 are 61.7 %, cut; what was done in July does not count in June
    assert (line["figure"], line["value"], line["day"]) == ("1.23万人次", "12345", "2026-06-30")
    assert (line["share"], line["share_of"]) == (61, "承诺数")
    assert line["how"] == "按台账中的“参加实用技术培训人次”计，从2026年1月1日起累计，只计面向农民的。"
    assert told(version, trained, date(2026, 7, 1))["value"] == "13045"
    assert (told(version, trained, MAY)["figure"], told(version, trained, MAY)["share"]) == ("0人次", 0)


def test_no_light_and_no_word_of_a_state_is_told(version: Version, trained: Target) -> None:
    text = str(progress_snapshot(version, JUNE, TODAY))
    assert [word for word in ("落后", "滞后", "难以完成", "正常推进", "green", "amber", "grey") if word in text] == []


def test_what_cannot_be_counted_says_so(version: Version, office: Account) -> None:
    floor = parted.target(version, kind="floor")
    trend, level = parted.target(version, kind="trend"), parted.target(version, kind="level")
    assert told(version, floor)["why"] == "尚未确定统计口径"
    assert told(version, trend)["why"] == "没有写明数量，不作统计"
    verbs.bind(target=floor, counting=Counting(reason="教育局不报"), seen=None, by=office, at=AT)
    assert told(version, floor)["why"] == "没有可以逐笔计数的统计指标"  # the office's reason is its own
    bound(level, office, "literacy.rate", "latest")
    assert told(version, level)["why"] == "有权单位还没有公布可以引用的数"
    assert {(line["figure"], line["share"]) for line in progress_snapshot(version, JUNE, TODAY)["lines"]} == {
        ("", None)
    }


def test_what_was_never_entered_is_no_nought(version: Version, office: Account) -> None:
    target = bound(parted.target(version), office, "training.person_times", "period")
    line = told(version, target)
    assert (line["figure"], line["share"], line["why"]) == ("", None, "台账中还没有登记")
    work("城关镇", 40, TODAY, by=office)  # two days after the one that is asked for: by then there is a nought
    assert (told(version, target)["figure"], told(version, target)["why"]) == ("0人次", "")


def test_a_year_is_told_as_that_year(version: Version, office: Account) -> None:
    floor = bound(parted.target(version, kind="floor"), office, "visit.sessions", "year")
    for month in (1, 3, 6):
        work("城关镇", 40, date(2026, month, 5), kind="visit", by=office)
    line = told(version, floor)  # 3 of 12 are a quarter
    assert (line["figure"], line["share"], line["share_of"]) == ("3场次", 25, "2026年承诺数")
    assert "从2026年1月1日起，只计当年" in line["how"]
    verbs.bind(
        target=floor, counting=Counting(measure=Measure.objects.get(code="visit.sessions"), span="period"), seen=0,
        by=office, at=AT,
    )  # fmt: skip
    assert told(version, floor)["share"] is None  # several years are no part of what each year is asked


def test_a_published_figure_keeps_its_own_day_and_publisher_and_has_no_share(version: Version, office: Account) -> None:
    level = bound(parted.target(version, kind="level"), office, "literacy.rate", "latest")
    row = work("城关镇", 1, date(2026, 1, 5), by=office)
    rate = Measure.objects.get(code="literacy.rate")
    scale = 10**rate.scale
    published = Published("省科协", "2025年公民科学素质调查公报", "全国调查口径")
    for at, (day, per_cent) in enumerate([(date(2026, 4, 1), 12), (date(2026, 7, 1), 13)]):
        entry = Entry(rate, per_cent * scale, day, version.plan.region_id, published=published)
        post(source=f"ledger.record:{row.pk}{at}", entries=[entry], by=office, at=AT)
    line = told(version, level)
    assert (line["figure"], line["day"], line["share"]) == ("12%", "2026-04-01", None)  # July's was not known in June
    assert line["how"] == "以省科协公布的数为准（2025年公民科学素质调查公报，测评口径为全国调查口径）。"


def test_money_per_head_has_a_base_and_no_share(version: Version, office: Account) -> None:
    money = parted.target(version, value=Decimal(2), unit="元/人", due="2030")
    bound(money, office, "funds.special", "year", per_head="resident")
    assert told(version, money)["why"] == "人口数还没有公布，暂时算不出人均数"
    home = version.plan.region
    Population.objects.create(region=home, year=2026, basis="resident", count=200_000, source="统计公报")
    row = work("城关镇", 1, date(2026, 1, 5), by=office)
    entry = Entry(Measure.objects.get(code="funds.special"), 300_000, date(2026, 6, 1), home.pk)
    post(source=f"ledger.record:{row.pk}9", entries=[entry], by=office, at=AT)
    line = told(version, money)
    assert (line["figure"], line["share"]) == ("人均1.5元", None)
    assert line["how"].endswith("再除以2026年常住人口20万人。")


def test_a_milestone_is_told_on_the_day_of_the_deed_that_the_office_confirmed(
    version: Version, office: Account
) -> None:
    target = test_places.milestone(version)
    assert (told(version, target)["figure"], told(version, target)["why"]) == ("", "还没有确认达到")
    test_places.deed(target, office, date(2026, 6, 20))
    assert told(version, target, MAY)["figure"] == ""
    line = told(version, target)
    assert (line["figure"], line["day"], line["share"]) == ("2026年6月20日达到", "2026-06-30", None)


def test_a_place_is_told_as_it_was_published_by_that_day(version: Version, office: Account) -> None:
    target = test_places.place(version, office, "居全市前列")
    test_places.published(version, office, rank=2)
    assert told(version, target, date(2026, 3, 31))["why"] == "有权单位还没有公布可以引用的数"
    line = told(version, target)  # nothing is judged, but what was published is told
    assert (line["figure"], line["day"], line["share"]) == ("全市8个县（区）第2位", "2026-04-01", None)
    assert line["how"] == "以市科协公布的数为准（公报，测评口径为全国调查）。"


def test_a_promise_to_each_counts_members(version: Version, office: Account) -> None:
    each = parted.target(version, kind="floor", each="乡镇", value=Decimal(2), unit="场次", per="year")
    bound(each, office, "training.sessions", "year")
    assert told(version, each)["why"] == "尚未确定统计口径"
    universe = verbs.keep_universe(
        region=version.plan.region, name="乡镇", kind="townships", members=[], by=office, at=AT
    )
    parted.chosen(each, office, over="years", adding="total", universe=universe)
    for day in (3, 4):
        work("石桥乡", 20, date(2026, 6, day), by=office)
    line = told(version, each)
    assert (line["figure"], line["value"], line["share"]) == ("3个中有1个", "1", None)


def test_townships_by_month_reconcile_and_what_waits_is_left_out(version: Version, office: Account) -> None:
    set_record_policy(region=version.plan.region, review=True, by=office, at=AT)
    unit = builders.unit("石桥乡政府")
    liaison = builders.liaison(unit)
    village = Region.objects.create(
        code="990123102001", name="东岭村", level="village", parent=Region.objects.get(name="石桥乡")
    )
    for people, day, place in ((30, date(2026, 6, 2), village), (50, date(2026, 6, 20), village.parent)):
        told = Work(day, place, "lecture", "讲座", "elderly", people)  # type: ignore[arg-type]
        row = record_work(unit=unit, work=told, once=f"{people}", by=liaison, at=AT)
        if people == 30:
            accept_work(record=row, seen=0, by=office, at=AT)
    work("柳河镇", 25, date(2025, 7, 31), by=office)
    work("柳河镇", 26, date(2025, 6, 30), by=office)  # thirteen months ago
    work("云汀县", 9, date(2026, 6, 9), by=office, kind="lecture")
    snapshot = progress_snapshot(version, JUNE, TODAY)
    assert snapshot["near"]["months"] == [f"2025-{m:02}" for m in range(7, 13)] + [f"2026-{m:02}" for m in range(1, 7)]
    places = {place.name: place for place in near_places(snapshot)}
    assert list(places) == ["城关镇", "柳河镇", "石桥乡", "云汀县"]
    assert [(m.month, m.sessions, m.person_times) for m in places["石桥乡"].months if m.sessions] == [
        ("2026-06", 1, 30)
    ]
    assert [(m.month, m.sessions, m.person_times) for m in places["柳河镇"].months if m.sessions] == [
        ("2025-07", 1, 25)
    ]
    assert (places["云汀县"].sessions, places["云汀县"].person_times, places["城关镇"].sessions) == (1, 9, 0)
    assert "东岭村" not in str(snapshot["near"])  # counts end at the township
    assert places["石桥乡"].months[-1].part_until == ""


def test_a_month_that_is_not_over_says_until_when(version: Version, office: Account) -> None:
    work("石桥乡", 30, date(2026, 6, 15), by=office)
    work("石桥乡", 31, date(2026, 6, 16), by=office)
    last = near_places(progress_snapshot(version, date(2026, 6, 15), TODAY))[2].months[-1]
    assert (last.sessions, last.person_times, last.part_until) == (1, 30, "2026-06-15")


def test_groups_follow_the_audiences_and_keep_what_has_no_number_apart(version: Version) -> None:
    groups = progress_groups(progress_snapshot(version, JUNE, TODAY))
    assert [(g.door, {why: len(lines) for why, lines in g.others.items()}) for g in groups] == [
        ("面向所有人", {UNSETTLED: 1}), ("我是老年人", {UNSETTLED: 1, "没有写明数量，不作统计": 1}),
        ("我是家长或青少年", {UNSETTLED: 1}),
    ]  # fmt: skip


def drafted(version: Version, office: Account, as_of: date = JUNE, at: datetime = AT, note: str = "") -> Release:
    return verbs.draft_progress_release(version=version, as_of=as_of, note=note, by=office, at=at)


def released(version: Version, office: Account, as_of: date = JUNE) -> Release:
    step = verbs.check_secrecy(release=drafted(version, office, as_of), statement=True, by=office, at=AT)
    return verbs.release(release=step, by=office, at=AT)


def test_days_stand_side_by_side_and_the_same_day_again_replaces(version: Version, office: Account) -> None:
    plan = builders.released(version, office)
    may, june = released(version, office, MAY), released(version, office)
    assert list(released_progress(version.plan.region)) == [june, may]
    again = released(version, office)
    june.refresh_from_db()
    plan.refresh_from_db()
    assert (june.state, june.remark, plan.state) == ("withdrawn", "由新版本替代", "released")
    assert list(released_progress(version.plan.region)) == [again, may]
    verbs.withdraw(release=again, remark="数字有误", by=office, at=AT)
    assert list(released_progress(version.plan.region)) == [may]


def test_what_was_released_stays_as_it_was_when_the_ledger_moves(
    version: Version, trained: Target, office: Account
) -> None:
    made = released(version, office)
    work("石桥乡", 500, date(2026, 6, 1), by=office)
    made.refresh_from_db()
    assert [line["value"] for line in made.snapshot["lines"] if line["key"] == trained.key] == ["12345"]


@pytest.mark.parametrize(("as_of", "words"), [(date(2026, 7, 3), "还没有到"), (date(2025, 12, 31), "从2026年开始")])
def test_a_day_to_come_or_before_the_plan_is_refused(
    version: Version, office: Account, as_of: date, words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        drafted(version, office, as_of)


def test_one_draft_at_a_time_by_the_own_office_of_a_public_plan(version: Version, office: Account) -> None:
    reader = builders.account("reader", Role.READER)
    with pytest.raises(NotAllowed):
        drafted(version, reader)
    drafted(version, office)
    with pytest.raises(WrongState, match="在办理"):
        drafted(version, office, MAY)
    Release.objects.all().delete()
    Version.objects.update(publicity="on_request")
    with pytest.raises(WrongState, match="主动公开"):
        drafted(Version.objects.get(pk=version.pk), office)


def test_the_note_is_masked_and_a_mark_of_secrecy_in_it_stops_the_check(version: Version, office: Account) -> None:
    draft = drafted(version, office, note="联系人：王小明，电话13912345678。\n内部资料 注意保存")
    assert draft.snapshot["note"] == "联系人：王**，电话139****5678。\n内部资料 注意保存"
    with pytest.raises(WrongState, match="内部资料"):
        verbs.check_secrecy(release=draft, statement=True, by=office, at=AT)


def test_the_whole_way_through_the_pages(version: Version, trained: Target, office: Account, client: Client) -> None:
    client.force_login(office)
    address = reverse("plans:progress_releases", args=[version.plan_id])
    assert "还没有公开过进展" in client.get(address).content.decode()
    wrong = client.post(address, {"as_of": "2025-01-31"})
    assert (wrong.status_code, "方案从2026年开始" in wrong.content.decode()) == (422, True)
    made = client.post(address, {"as_of": "2026-06-30", "note": "从6月起按新口径计。"})
    release = Release.objects.get()
    assert made.url == reverse("plans:release", args=[release.pk])
    page = client.get(made.url).content.decode()
    assert "公开截至2026年6月30日的进展" in page
    assert "共4个目标任务，1个有数字" in page
    seen = client.get(reverse("plans:release_preview", args=[release.pk])).content.decode()
    assert all(
        words in seen for words in ("1.23万人次", "从6月起按新口径计。", "占承诺数的61%", "石桥乡：1场，1.23万人次")
    )
    assert "去办理" in client.get(address).content.decode()
    for step, body in (("check", {"statement": "1"}), ("release", {})):
        client.post(reverse("plans:release_step", args=[release.pk, step]), body)
    release.refresh_from_db()
    assert (release.state, release.released_by) == ("released", office)
    assert "2026年6月30日" in client.get(address).content.decode()
    assert client.get(reverse("plans:plan", args=[version.plan_id])).context["release"] is None
    assert list(client.get(reverse("plans:releases", args=[version.plan_id])).context["releases"]) == []


def test_what_waits_and_what_is_doubtful_is_told_before_drafting(
    version: Version, office: Account, client: Client
) -> None:
    set_record_policy(region=version.plan.region, review=True, by=office, at=AT)
    unit = builders.unit("石桥乡政府")
    told = Work(JUNE, Region.objects.get(name="石桥乡"), "lecture", "讲座", "elderly", 30)
    record_work(unit=unit, work=told, once="a", by=builders.liaison(unit), at=AT)
    client.force_login(office)
    page = client.get(reverse("plans:progress_releases", args=[version.plan_id])).content.decode()
    assert "1条工作记录</a>还没有审核" in page


def test_more_targets_and_townships_cost_the_same_queries(version: Version, trained: Target, office: Account) -> None:
    counts = []
    for first in (200, 240):
        with CaptureQueriesContext(connection) as asked:
            progress_snapshot(version, JUNE, TODAY)
        counts.append(len(asked))
        for at in range(first, first + 20):
            Region.objects.create(code=f"990123{at}000", name=f"第{at}镇", parent=version.plan.region, level="township")
    assert counts[0] == counts[1] <= 30


def test_what_was_recorded_for_others_alone_is_no_nought(version: Version, office: Account, trained: Target) -> None:
    """Farmers were trained; of workers nothing was ever entered: residents read no 0人次."""
    workers = parted.target(
        version, "floor", per="", value=Decimal(8000), unit="人次", quote="培训职工8000人次", subject="培训职工"
    )
    bound(workers, office, "training.person_times", "period", audience="workers")
    line = told(version, workers)
    assert (line["figure"], line["why"]) == ("", "台账中还没有登记")


def release_of(version: Version, as_of: date, office: Account) -> Release:
    made = verbs.draft_progress_release(version=version, as_of=as_of, by=office, at=AT)
    made = verbs.check_secrecy(release=made, statement=True, by=office, at=AT)
    return verbs.release(release=made, by=office, at=AT)


def test_a_draft_shows_what_changed_since_the_last_release(
    version: Version, trained: Target, office: Account, desk: Client
) -> None:
    first = verbs.draft_progress_release(version=version, as_of=MAY, by=office, at=AT)
    assert since_last(first).before is None
    page = f"/desk/plans/releases/{first.pk}/"
    assert "没有可以对照的" in desk.get(page).content.decode()
    verbs.withdraw(release=first, remark="重来", by=office, at=AT)
    may = release_of(version, MAY, office)
    june = verbs.draft_progress_release(version=version, as_of=JUNE, by=office, at=AT)
    since = since_last(june)
    others = Target.objects.filter(version=version, removed=False).count() - 1
    assert (since.before, since.same, len(since.changed)) == (may, others, 1)
    told_ = since.changed[0]
    assert (told_.quote, told_.then, told_.now, told_.note) == ("累计培训2万人次", "0人次", "1.23万人次", "")
    text = desk.get(f"/desk/plans/releases/{june.pk}/").content.decode()
    assert all(word in text for word in ("与上次公开相比", "1个目标任务有变动", "1.23万人次", "0人次"))


def test_a_withdrawn_release_is_no_base_and_another_way_of_counting_is_told(
    version: Version, trained: Target, office: Account
) -> None:
    may = release_of(version, MAY, office)
    lost = release_of(version, date(2026, 6, 15), office)
    verbs.withdraw(release=lost, remark="有误", by=office, at=AT)
    again = Counting(measure=Measure.objects.get(code="training.person_times"), span="period")
    seen = trained.version.plan.bindings.get(target_key=trained.key).revision
    verbs.bind(target=trained, counting=again, seen=seen, by=office, at=AT)
    same_day = verbs.draft_progress_release(version=version, as_of=MAY, by=office, at=AT)
    since = since_last(same_day)
    assert since.before == may
    assert [(one.then, one.now, one.note) for one in since.changed] == [("0人次", "0人次", "计法有变")]


def test_what_is_new_and_what_is_gone_is_named(version: Version, trained: Target, office: Account) -> None:
    may = release_of(version, MAY, office)
    june = verbs.draft_progress_release(version=version, as_of=JUNE, by=office, at=AT)
    for row, key in ((may, "aaaaaaaaaaaa"), (june, "bbbbbbbbbbbb")):
        kept = row.snapshot["lines"][0] | {"key": key, "quote": key}
        row.snapshot["lines"].append(kept)
        Release.objects.filter(pk=row.pk).update(snapshot=row.snapshot)
    notes = {one.quote: one.note for one in since_last(june).changed if one.note}
    assert notes == {"bbbbbbbbbbbb": "这次新列", "aaaaaaaaaaaa": "这次不再列出"}
