"""历年数据: totals of past years show in the year and never in a month or quarter; stocks on 31 December; history kept."""

from datetime import UTC, date, datetime

import pytest

from kepu.ledger.models import Fact, Measure, YearEdition, YearSheet
from kepu.ledger.queries import Ask, Window, figures
from kepu.ledger.queries.windows import FIRST
from kepu.ledger.tests.books import Books
from kepu.ledger.verbs import Entry, check_cells, drain_all, keep_year, load_catalogue, post, undo_year
from kepu.ledger.verbs.records import Stale
from kepu.ledger.verbs.years import DoesNotAddUp, Figures
from kepu.people.access import NotAllowed
from kepu.people.models import Account, Role
from kepu.people.verbs import BadInput

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
PAPER = "县科协2024年工作总结（清科协〔2025〕3号）第5页"


@pytest.fixture
def office(books: Books) -> Account:
    load_catalogue(at=AT)
    return books.county.secretary()


def keep(books: Books, by: Account, year: int, told: Figures, seen: int = 0, why: str = "") -> YearEdition:
    return keep_year(region=books.county.home, year=year, figures=told, paper=PAPER, seen=seen, why=why, by=by, at=AT)


def ask(books: Books, code: str, since: date, until: date, audience: str = "") -> int:
    measure = Measure.objects.get(code=code).pk
    return figures([Ask(measure, Window(since, until), books.county.home.pk, None, audience)])[0]


def year(books: Books, code: str, number: int, audience: str = "") -> int:
    return ask(books, code, date(number, 1, 1), date(number, 12, 31), audience)


def level(books: Books, code: str, until: date) -> int:
    return ask(books, code, FIRST, until)


def agrees() -> bool:
    drain_all(at=AT)
    return check_cells(at=AT).wrong == []


def test_a_yearly_total_shows_in_the_year_and_in_no_month_or_quarter(books: Books, office: Account) -> None:
    keep(books, office, 2024, {"lecture.person_times": {"": 1200, "elderly": 300}})
    assert year(books, "lecture.person_times", 2024) == 1200
    assert year(books, "lecture.person_times", 2024, "elderly") == 300
    assert year(books, "lecture.person_times", 2024, "general") == 900
    assert ask(books, "lecture.person_times", date(2021, 1, 1), date(2025, 12, 31)) == 1200
    for month in range(1, 13):
        last = date(2024, month + 1, 1) if month < 12 else date(2025, 1, 1)
        assert ask(books, "lecture.person_times", date(2024, month, 1), date.fromordinal(last.toordinal() - 1)) == 0
    assert ask(books, "lecture.person_times", date(2024, 10, 1), date(2024, 12, 31)) == 0
    assert ask(books, "lecture.person_times", date(2024, 1, 2), date(2025, 1, 1)) == 0
    assert agrees()
    assert year(books, "lecture.person_times", 2024) == 1200


def test_a_total_with_parts_comes_out_as_the_paper_says(books: Books, office: Account) -> None:
    told: Figures = {
        "activity.person_times": {"": 5000, "youth": 1000}, "lecture.person_times": {"": 1200, "elderly": 300},
        "training.person_times": {"": 800, "youth": 200}, "smartphone.person_times": {"": 150},
        "activity.sessions": {"": 60}, "contest.sessions": {"": 0},
    }  # fmt: skip
    keep(books, office, 2024, told)
    for code, groups in told.items():
        for audience, quantity in groups.items():
            assert year(books, code, 2024, audience) == quantity, (code, audience)
    assert year(books, "activity.person_times", 2024, "elderly") == 300
    assert Fact.objects.get(measure__code="contest.sessions").quantity == 0
    assert not Fact.objects.filter(measure__code="tour.sessions").exists()  # nothing stated is not 0
    assert agrees()


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"lecture.person_times": {"": 100, "elderly": 80, "youth": 30}}, "合计100小于各分项之和110"),
        ({"activity.person_times": {"": 100}, "lecture.person_times": {"": 101}}, "合计100小于各分项之和101"),
        ({"activity.person_times": {"youth": 5}, "lecture.person_times": {"youth": 6}}, "青少年5小于各分项之和6"),
    ],
)
def test_a_total_less_than_its_parts_is_refused_and_nothing_is_kept(
    books: Books, office: Account, told: Figures, said: str
) -> None:
    with pytest.raises(DoesNotAddUp, match=said):
        keep(books, office, 2024, told)
    assert not YearSheet.objects.exists()
    assert not Fact.objects.exists()


def test_stocks_stand_as_stated_on_each_31_december_whatever_the_order(books: Books, office: Account) -> None:
    keep(books, office, 2024, {"volunteers.registered": {"": 120}})
    keep(books, office, 2022, {"volunteers.registered": {"": 100}})
    measure = Measure.objects.get(code="volunteers.registered")
    post(source="test.record:1", entries=[Entry(measure, 5, date(2023, 6, 1), books.village.pk)], by=None, at=AT)
    keep(books, office, 2025, {"volunteers.registered": {"": 90}})

    def levels() -> list[int]:
        days = [
            date(2021, 12, 31),
            date(2022, 12, 31),
            date(2023, 12, 31),
            date(2024, 12, 31),
            date(2025, 12, 31),
            date(2026, 6, 30),
        ]
        return [level(books, "volunteers.registered", day) for day in days]

    assert levels() == [0, 100, 105, 125, 90, 90]  # the 5 came in after 2024 was stated
    keep(books, office, 2022, {"volunteers.registered": {"": 110}}, seen=1, why="漏计一个镇")
    assert levels() == [0, 110, 115, 120, 90, 90]
    assert ask(books, "volunteers.registered", date(2022, 12, 1), date(2022, 12, 31)) == 0
    assert agrees()


def test_a_correction_keeps_what_stood_and_posts_only_what_changed(books: Books, office: Account) -> None:
    keep(books, office, 2024, {"lecture.sessions": {"": 30}, "tour.sessions": {"": 4}})
    facts = Fact.objects.count()
    with pytest.raises(BadInput, match="请写明更正的原因"):
        keep(books, office, 2024, {"lecture.sessions": {"": 31}, "tour.sessions": {"": 4}}, seen=1)
    keep(books, office, 2024, {"lecture.sessions": {"": 31}, "tour.sessions": {"": 4}}, seen=1, why="漏了一场")
    assert (year(books, "lecture.sessions", 2024), year(books, "tour.sessions", 2024)) == (31, 4)
    assert Fact.objects.count() == facts + 2
    numbers = YearEdition.objects.order_by("number").values_list("number", "figures", "why")
    assert [(n, f["lecture.sessions"][""], why) for n, f, why in numbers] == [(1, 30, ""), (2, 31, "漏了一场")]
    with pytest.raises(BadInput, match="没有变化"):
        keep(books, office, 2024, {"lecture.sessions": {"": 31}, "tour.sessions": {"": 4}}, seen=2, why="再来")
    with pytest.raises(Stale):
        keep(books, office, 2024, {"lecture.sessions": {"": 32}}, seen=1, why="旧表")


def test_undone_the_year_is_empty_and_can_be_said_again(books: Books, office: Account) -> None:
    keep(books, office, 2023, {"experts": {"": 7}})
    keep(books, office, 2024, {"lecture.sessions": {"": 30}, "experts": {"": 9}})
    sheet = YearSheet.objects.get(year=2023)
    with pytest.raises(BadInput, match="请写明撤销的原因"):
        undo_year(sheet=sheet, why=" ", seen=1, by=office, at=AT)
    undo_year(sheet=sheet, why="来源有误", seen=1, by=office, at=AT)
    assert [level(books, "experts", date(y, 12, 31)) for y in (2023, 2024)] == [0, 9]
    with pytest.raises(BadInput, match="不必撤销"):
        undo_year(sheet=sheet, why="再撤", seen=2, by=office, at=AT)
    keep(books, office, 2023, {"experts": {"": 8}}, seen=2)
    assert [level(books, "experts", date(y, 12, 31)) for y in (2023, 2024)] == [8, 9]
    assert agrees()


@pytest.mark.parametrize(
    ("year", "paper", "said"), [(2026, PAPER, "去年"), (1989, PAPER, "去年"), (2024, " ", "请写明数据来源")]
)
def test_only_past_years_with_a_paper(books: Books, office: Account, year: int, paper: str, said: str) -> None:
    told: Figures = {"experts": {"": 1}}
    with pytest.raises(BadInput, match=said):
        keep_year(region=books.county.home, year=year, figures=told, paper=paper, seen=0, by=office, at=AT)
    assert not YearSheet.objects.exists()


def test_only_the_office_of_the_region(books: Books, office: Account) -> None:
    for by in (books.county.account(Role.LIAISON), books.county.account(Role.SECRETARIAT, region=books.county.other)):
        with pytest.raises(NotAllowed):
            keep(books, by, 2024, {"experts": {"": 1}})
