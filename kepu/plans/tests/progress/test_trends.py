"""趋势 and 全覆盖 without a number: judged by what years and members tell, counted by hand beside the board."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kepu.ledger.models import Measure
from kepu.ledger.verbs import Published, Work, record_reading, record_work
from kepu.ledger.verbs.readings import ReadingValues
from kepu.methods.pace import COVERAGE_RULE, TREND_RULE
from kepu.people.models import Account, Population, Region
from kepu.plans import verbs
from kepu.plans.models import Target, Version
from kepu.plans.queries.progress import Progress, board_of, brief_paper
from kepu.plans.queries.progress.public import progress_snapshot
from kepu.plans.tests import builders, parted
from kepu.plans.verbs import Counting

AT = datetime(2028, 1, 5, 1, 0, tzinfo=UTC)
TODAY, AFTER = date(2028, 1, 5), date(2031, 1, 1)


def wordless(version: Version, office: Account, quote: str, code: str = "", kind: str = "trend", **more: str) -> Target:
    """A promise without a number of a plan of 2026 to 2030, counted by a measure if asked."""
    row = parted.target(version)
    Target.objects.filter(pk=row.pk).update(kind=kind, quote=quote, value=None, unit="人次", due="", per="", each="")
    row.refresh_from_db()
    if code:
        measure = Measure.objects.get(code=code)
        span = "latest" if measure.kind == "reading" else "year" if more else "period"
        verbs.bind(target=row, counting=Counting(measure=measure, span=span, **more), seen=None, by=office, at=AT)  # type: ignore[arg-type]
    return row


def trained(office: Account, town: str = "100", **years: int) -> None:
    """So many person-times of training in each year (y2026=30)."""
    host, place = builders.unit(f"{town}主办"), Region.objects.get(code=f"990123{town}000")
    for year, number in years.items():
        work = Work(date(int(year[1:]), 12, 31), place, "training", "培训", "farmers", number)
        record_work(
            unit=host,
            work=work,
            once=f"{town}{year}",
            by=office,
            at=datetime(int(year[1:]) + 1, 1, 5, 1, 0, tzinfo=UTC),
        )


def published(version: Version, office: Account, day: date, quantity: int, ruler: str = "全国调查") -> None:
    said = Published("市科协", "公报", ruler, None, None, None, None, "", None, "")
    measure = Measure.objects.get(code="literacy.rate")
    values = ReadingValues(version.plan.region, day, quantity, said)
    record_reading(region=version.plan.region, measure=measure, values=values, once=f"{day}", by=office, at=AT)


def line(version: Version, row: Target, today: date = TODAY) -> Progress:
    row.refresh_from_db()
    return board_of(version, [row], today).lines[0]


@pytest.mark.parametrize(
    ("years", "light", "words"),
    [
        ({"y2025": 90, "y2026": 30, "y2027": 40}, "green", "2026年30人次，2027年40人次"),
        ({"y2026": 40, "y2027": 40}, "amber", "2026年40人次，2027年40人次"),
        ({"y2025": 50, "y2027": 40}, "amber", "2025年50人次，2027年40人次"),  # a year without a record says nothing
    ],
)
def test_a_rise_is_held_against_the_year_before(
    version: Version, office: Account, years: dict[str, int], light: str, words: str
) -> None:
    row = wordless(version, office, "培训规模逐步扩大", "training.person_times")
    trained(office, **years)
    told = line(version, row)
    assert (told.light, told.words, told.done) == (light, words, None)


def test_a_year_that_runs_is_not_compared(version: Version, office: Account) -> None:
    row = wordless(version, office, "培训规模逐步扩大", "training.person_times")
    trained(office, y2026=30, y2027=40)
    told = line(version, row, date(2027, 12, 30))
    assert (told.light, told.why) == ("", "尚无法判断：只有2026年30人次，不足两个可比的数")
    assert line(version, row, date(2027, 12, 31)).light == "green"


def test_a_fall_is_read_from_the_print_and_judged_at_the_end_by_the_first(version: Version, office: Account) -> None:
    row = wordless(version, office, "培训缺口不断缩小", "training.person_times")
    trained(office, y2025=90, y2026=30, y2027=40)
    assert line(version, row).light == "amber"
    assert line(version, row, AFTER).light == "blue"  # 40 after 90


@pytest.mark.parametrize("quote", ["科普氛围更加浓厚", "差距缩小、水平提高"])
def test_what_names_no_direction_or_both_is_not_judged(version: Version, office: Account, quote: str) -> None:
    row = wordless(version, office, quote, "training.person_times")
    trained(office, y2026=30, y2027=40)
    assert (line(version, row).light, line(version, row).why) == ("", "原文没有写明升还是降，不自动判断")


def test_nothing_bound_or_recorded_says_so(version: Version, office: Account) -> None:
    row = wordless(version, office, "培训规模逐步扩大")
    assert line(version, row).why == "没有数字；选了对应指标，可以按逐年的数判断"
    assert board_of(version, [row], TODAY).unbound == 0
    counting = Counting(measure=Measure.objects.get(code="training.person_times"), span="period")
    verbs.bind(target=row, counting=counting, seen=None, by=office, at=AT)
    assert "还没有过完的年份有记录" in line(version, row).why


def test_published_figures_are_compared_by_one_ruler(version: Version, office: Account) -> None:
    row = wordless(version, office, "公民具备科学素质的比例稳步提升", "literacy.rate")
    Target.objects.filter(pk=row.pk).update(unit="%")
    published(version, office, date(2023, 4, 1), 900)
    published(version, office, date(2025, 4, 1), 1200)
    published(version, office, date(2026, 4, 1), 1100, "省内测评")
    assert "只有2026年4月1日市科协公布11%" in line(version, row).why
    published(version, office, date(2027, 4, 1), 1350)
    told = line(version, row)
    assert (told.light, [one.amount for one in told.figures]) == ("green", [12, 13.5])
    assert told.words == "2025年4月1日市科协公布12%，2027年4月1日市科协公布13.5%"


def test_per_head_needs_the_people_of_each_year(version: Version, office: Account) -> None:
    row = wordless(version, office, "人均参加次数逐年增加", "training.person_times", per_head="resident")
    trained(office, y2025=10, y2026=30, y2027=30)
    for year, count in ((2026, 100), (2027, 50)):
        Population.objects.create(region=version.plan.region, year=year, basis="resident", count=count, source="虚构")
    told = line(version, row)
    assert [(one.label, float(one.amount)) for one in told.figures] == [
        ("2026年", 0.3), ("2027年", 0.6)
    ]  # fmt: skip
    assert told.light == "green"


def test_each_year_opens_to_its_records_and_the_rule_is_printed(
    version: Version, office: Account, desk: Client
) -> None:
    row = wordless(version, office, "培训规模逐步扩大", "training.person_times")
    trained(office, y2025=20, y2026=30)
    told = board_of(version, [row], date(2027, 5, 1)).lines[0]
    assert desk.get(told.figures[1].url).status_code == 200
    assert "since=2026-01-01&until=2026-12-31" in told.figures[1].url
    base = f"/desk/plans/{version.plan_id}"
    assert TREND_RULE in desk.get(f"{base}/targets/{row.key}/").content.decode()
    assert TREND_RULE in desk.get(f"{base}/board/").content.decode()
    assert desk.get(f"{base}/targets/{row.key}/measure/").status_code == 200
    assert brief_paper(version, board_of(version, [row], TODAY), TODAY).texts()


def test_residents_see_no_judgment_of_a_trend(version: Version, office: Account) -> None:
    row = wordless(version, office, "培训规模逐步扩大", "training.person_times")
    trained(office, y2026=30, y2027=40)
    told = next(one for one in progress_snapshot(version, TODAY, TODAY)["lines"] if one["key"] == row.key)
    assert (told["figure"], told["why"]) == ("", "没有写明数量，不作统计")


def covered(version: Version, office: Account, quote: str) -> Target:
    return wordless(version, office, quote, "training.sessions", kind="coverage")


def universe(version: Version, office: Account, name: str, kind: str, *members: str) -> None:
    verbs.keep_universe(region=version.plan.region, name=name, kind=kind, members=members, by=office, at=AT)


def test_all_townships_are_looked_at_one_by_one(version: Version, office: Account, desk: Client) -> None:
    row = covered(version, office, "科普培训实现乡镇全覆盖")
    assert "还没有建立与原文同名的覆盖范围" in line(version, row).why
    universe(version, office, "各乡镇", "townships")
    trained(office, "100", y2026=5)
    trained(office, "101", y2027=5)
    told = line(version, row)
    assert (told.done, told.asked, told.light) == (2, 3, "green")  # two of five years: 1.2 of 3 were to be expected
    assert told.reach
    assert [name for name, _ in told.reach.short] == ["石桥乡"]
    trained(office, "102", y2027=1)
    assert line(version, row).light == "blue"
    page = desk.get(f"/desk/plans/{version.plan_id}/targets/{row.key}/").content.decode()
    assert COVERAGE_RULE in page
    told_public = next(one for one in progress_snapshot(version, TODAY, TODAY)["lines"] if one["key"] == row.key)
    assert told_public["figure"] == "3个中有3个"


def test_one_that_is_missing_after_the_last_day_is_red(version: Version, office: Account) -> None:
    row = covered(version, office, "科普培训实现乡镇全覆盖")
    universe(version, office, "各乡镇", "townships")
    trained(office, "100", y2026=5)
    assert line(version, row, AFTER).light == "red"


def test_a_set_is_taken_by_its_printed_name_and_no_other(version: Version, office: Account) -> None:
    universe(version, office, "各乡镇", "townships")
    schools = covered(version, office, "乡镇中心学校科学教师全覆盖")
    assert "还没有建立与原文同名的覆盖范围" in line(version, schools).why
    host = builders.unit("县一中")
    universe(version, office, "乡镇中心学校", "list", host.name)
    assert (line(version, schools).done, line(version, schools).asked) == (0, 1)


def test_coverage_without_all_is_a_task_without_a_number(version: Version, office: Account) -> None:
    row = wordless(version, office, "科普设施覆盖面进一步扩大", kind="coverage")
    assert line(version, row).why == "没有数字，按定性任务看进展"


def test_many_trends_cost_no_more_queries(version: Version, office: Account) -> None:
    row = wordless(version, office, "培训规模逐步扩大", "training.person_times")
    trained(office, y2026=30, y2027=40)

    def cost(targets: list[Target]) -> int:
        with CaptureQueriesContext(connection) as asked:
            board_of(version, targets, TODAY)
        return len(asked)

    one = cost([row])
    assert cost([row] * 40) == one
