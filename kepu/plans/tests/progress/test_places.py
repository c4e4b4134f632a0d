"""位次 and 标志性事项: judged by what was published and by what the office confirmed, by hand."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from kepu.ledger.models import Measure
from kepu.ledger.verbs import Published, record_reading
from kepu.ledger.verbs.readings import ReadingValues
from kepu.people.models import Account, Unit
from kepu.plans import verbs
from kepu.plans.models import Target, Version
from kepu.plans.queries.progress import Progress, board_of, brief_paper, offers_for, prospects_of
from kepu.plans.tests import builders, parted
from kepu.plans.verbs import Counting

AT = datetime(2026, 7, 2, 1, 0, tzinfo=UTC)
TODAY, AFTER = date(2026, 7, 2), date(2031, 1, 1)


def line(version: Version, target: Target, today: date = TODAY) -> Progress:
    return board_of(version, [target], today).lines[0]


def place(version: Version, office: Account, quote: str, value: int | None = None) -> Target:
    """A promise of a place by 2030, counted by the published rate."""
    target = parted.target(
        version,
        kind="trend",
        quote=quote,
        subject="公民具备科学素质的比例",
        value=value,
        unit="位",
        comparator="<=",
        due="2030",
    )
    Target.objects.filter(pk=target.pk).update(kind="rank")
    target.refresh_from_db()
    counting = Counting(measure=Measure.objects.get(code="literacy.rate"), span="latest")
    verbs.bind(target=target, counting=counting, seen=None, by=office, at=AT)
    return target


def published(version: Version, office: Account, rank: int = 2, average: int = 1450, low: int = 1500) -> None:
    """15.40 % (low to 15.80 %), so-and-so-many-th of eight counties, the city's average beside."""
    said = Published("市科协", "公报", "全国调查", low, 1580, 1200, rank, "全市8个县（区）", average, "全市")
    measure = Measure.objects.get(code="literacy.rate")
    values = ReadingValues(version.plan.region, date(2026, 4, 1), 1540, said)
    record_reading(region=version.plan.region, measure=measure, values=values, once=f"{rank}", by=office, at=AT)


def test_a_place_with_a_number_is_compared_with_the_published_one(version: Version, office: Account) -> None:
    target = place(version, office, "居全市前3位", 3)
    assert (line(version, target).light, line(version, target).why) == ("", "有权单位还没有公布排名或平均值")
    published(version, office, rank=2)
    told = line(version, target)
    assert (told.light, told.words) == ("blue", "全市8个县（区）第2位（市科协，2026年4月1日）")


@pytest.mark.parametrize(("today", "light"), [(TODAY, "amber"), (AFTER, "red")])
def test_a_place_not_reached_is_behind_and_missed_after_its_day(
    version: Version, office: Account, today: date, light: str
) -> None:
    target = place(version, office, "居全市前3位", 3)
    published(version, office, rank=4)
    assert line(version, target, today).light == light


@pytest.mark.parametrize(
    ("quote", "why"),
    [
        ("总体水平居全市前列", "没有写明第几名"), ("居全省前列", "公布的是“全市8个县（区）”，与原文的“全省”不同"),
        ("高于全省平均水平", "公布的是“全市”"), ("接近全市平均水平", "没有写明差多少"),
    ],
)  # fmt: skip
def test_what_words_do_not_say_is_told_and_not_judged(version: Version, office: Account, quote: str, why: str) -> None:
    target = place(version, office, quote)
    published(version, office)
    told = line(version, target)
    assert (told.light, why in told.why) == ("", True)


@pytest.mark.parametrize(
    ("average", "low", "light", "why"),
    [(1450, 1500, "blue", ""), (1600, 1500, "amber", ""), (1520, 1500, "", "误差范围内")],
)
def test_an_average_is_compared_unless_the_interval_cannot_tell(
    version: Version, office: Account, average: int, low: int, light: str, why: str
) -> None:
    # 15.40 % with 15.00 to 15.80: above 14.50, below 16.00, not to be told from 15.20.
    target = place(version, office, "高于全市平均水平")
    published(version, office, average=average, low=low)
    told = line(version, target)
    assert told.light == light
    assert why in told.why
    if light:
        assert told.words.startswith(f"15.4%，全市平均{average / 100:g}%")


def test_a_place_is_bound_to_published_figures_alone(version: Version, office: Account) -> None:
    target = place(version, office, "总体水平居全市前列")
    assert {offer.measure.kind for offer in offers_for(target)} <= {Measure.Kind.READING}
    counting = Counting(measure=Measure.objects.get(code="training.sessions"), span="year")
    with pytest.raises(ValidationError) as refused:
        verbs.bind(target=target, counting=counting, seen=0, by=office, at=AT)
    assert "只能对应公布数" in refused.value.message_dict["measure"][0]
    assert "不作预计" in prospects_of([line(version, target)], version, TODAY)[target.key].why


def milestone(version: Version, due: str = "2028-09-30") -> Target:
    """The second task's trend, made a thing to be built."""
    target = parted.target(version, kind="trend", quote="县科技馆新馆2028年9月底前竣工并投入运行", due=due)
    Target.objects.filter(pk=target.pk).update(kind="milestone")
    return Target.objects.select_related("task__version__plan__region").get(pk=target.pk)


def deed(target: Target, office: Account, day: date, state: str = "under_way", reaches: bool = True) -> None:
    assert target.task is not None
    told = verbs.Told(day, f"{day}的举措", state, "验收报告", target_key=target.key if reaches else "")
    unit, _ = Unit.objects.get_or_create(region=builders.region(), name="县卫健局", defaults={"kind": "government"})
    at = datetime(2031, 2, 1, tzinfo=UTC)
    verbs.tell_deed(task=target.task, unit=unit, told=told, once=str(day), by=office, at=at)


def test_a_milestone_goes_with_its_task_until_a_confirmed_deed_reaches_it(version: Version, office: Account) -> None:
    target = milestone(version)
    assert (line(version, target).light, line(version, target).words) == ("grey", "未启动")
    assert line(version, target, date(2028, 10, 1)).light == "red"
    assert line(version, target, date(2028, 9, 30)).light == "grey"
    deed(target, office, date(2026, 3, 1), reaches=False)
    assert (line(version, target).light, line(version, target).words) == ("green", "推进中")
    deed(target, office, date(2028, 9, 20))
    told = line(version, target, date(2028, 10, 1))
    assert (told.light, told.words, told.last) == ("blue", "2028年9月20日达到", date(2028, 9, 20))
    assert told.deed is not None
    verbs.void_deed(deed=told.deed, why="验收没有通过", seen=told.deed.revision, by=office, at=AT)
    assert line(version, target, date(2028, 10, 1)).light == "red"


def test_a_milestone_reached_late_says_so_and_the_brief_tells_one_that_was_missed(
    version: Version, office: Account
) -> None:
    target = milestone(version, due="2027")
    text = "\n".join(brief_paper(version, board_of(version, [target], AFTER), AFTER).texts())
    assert "到期没有达到的位次、标志性事项1个（“县科技馆新馆2028年9月底前竣工并投入运行”）" in text
    deed(target, office, date(2028, 1, 1))
    assert line(version, target, AFTER).words == "2028年1月1日达到，晚于期限"


def test_a_milestone_of_no_task_is_not_judged(version: Version) -> None:
    target = milestone(version)
    Target.objects.filter(pk=target.pk).update(task=None)
    target.refresh_from_db()
    assert (line(version, target).light, line(version, target).why) == ("", "没有列在任务下，不能由举措判断")


def test_they_are_read_and_bound_in_the_browser(version: Version, office: Account, client: Client) -> None:
    target = place(version, office, "高于全市平均水平")
    published(version, office)
    client.force_login(office)
    at = f"/desk/plans/{version.plan_id}"
    page = client.get(f"{at}/board/").content.decode()
    assert "15.4%，全市平均14.5%（市科协，2026年4月1日）" in page
    assert "位次只看有权单位公布的排名" in page
    assert client.get(f"{at}/targets/{target.key}/measure/").status_code == 200
    assert "15.4%" in client.get(f"{at}/targets/{target.key}/").content.decode()
    Target.objects.filter(pk=target.pk).update(kind="milestone")
    assert "未启动" in client.get(f"{at}/targets/{target.key}/").content.decode()
