"""What is done with a grid at one click, and what is carried over: the answers, refusals in words, the record of changes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kepu.plans.tests import builders, parted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("units")]


@pytest.fixture
def row(version, office):
    return parted.chosen(parted.target(version), office)


def at(name, row, *more):
    return reverse(f"plans:{name}", args=[row.plan_id, row.target_key, *more])


def test_equal_parts_at_a_click(desk, version, office, units):
    made = parted.chosen(parted.target(version), office, "units")
    body = {"way": "equal", "revision": "0", "row": [units["县卫健局"].pk, units["县民政局"].pk]}
    assert "改动10格" in desk.post(at("breakdown_fill", made), body, follow=True).content.decode()
    assert set(parted.cells(made).values()) == {500}


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"way": "population", "basis": "resident", "revision": "0"}, 422, "只有分解到乡镇"),
        ({"way": "equal", "start": "很多", "revision": "0"}, 422, "起点数：“很多”不是数字"),
        ({"way": "increments", "revision": "0"}, 422, "没有写明可以推算的逐年增量"),
        ({"way": "equal", "revision": "9"}, 409, "刚被其他同志改过"),
        ({"way": "equal"}, 409, "刚被其他同志改过"),
        ({"way": "magic", "revision": "0"}, 404, ""),
    ],
)
def test_a_filling_that_cannot_be_is_refused_in_words(desk, row, body, status, words):
    answer = desk.post(at("breakdown_fill", row), body)
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert not row.cells.exists()


def test_missing_people_are_said_on_the_page(desk, version, office):
    parted.townships({"城关镇": 5})
    builders.region()
    made = parted.chosen(parted.target(version), office, "townships")
    answer = desk.post(at("breakdown_fill", made), {"way": "population", "basis": "registered", "revision": "0"})
    assert answer.status_code == 422
    assert "缺：城关镇" in answer.content.decode()


def test_carrying_over_on_its_page(desk, version, office, row):
    parted.equally(row, office)
    url = at("breakdown_carry", row)
    assert "2026年应完成" in desk.get(url).content.decode()
    body = {"year": "2026", "revision": "1", "d-all": "800", "source": "2026年度总结"}
    assert "2026年的欠量已计入2027年，改动1格" in desk.post(url, body, follow=True).content.decode()
    again = desk.get(url, {"year": "2026"}).content.decode()
    assert 'value="800"' in again  # what was told is there when it has to be corrected
    html = desk.get(at("breakdown_grid", row)).content.decode()
    assert "其中结转200" in html
    assert "另结转200" in html
    assert "合计一致" in html


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"d-all": "多", "source": "总结"}, 422, "不是数字"),
        ({"d-all": "800", "source": ""}, 422, "请写明完成数的来源"),
        ({"d-all": "", "source": "总结"}, 422, "没有填写完成数"),
        ({"d-all": "800", "source": "总结", "revision": "0"}, 409, "刚被其他同志改过"),
    ],
)
def test_carrying_that_is_refused_keeps_what_was_typed(desk, office, row, body, status, words):
    parted.equally(row, office)
    answer = desk.post(at("breakdown_carry", row), {"year": "2026", "revision": "1"} | body)
    html = answer.content.decode()
    assert answer.status_code == status
    assert words in html
    assert f'value="{body["d-all"]}"' in html
    assert not row.changes.filter(way="carried").exists()


def test_nothing_to_carry_is_said(desk, version, office, row):
    assert "2026年没有分解值" in desk.get(at("breakdown_carry", row)).content.decode()
    level = parted.chosen(parted.target(version, "level"), office, adding="rate")
    assert desk.get(at("breakdown_carry", level)).status_code == 404


def test_the_record_of_changes_is_shown_and_paged(desk, office, row):
    assert "还没有改动" in desk.get(at("breakdown_changes", row)).content.decode()
    for n in range(11):
        parted.save(row, office, {(year, "all"): n for year in parted.YEARS}, why=f"第{n}次")
    page = desk.get(at("breakdown_changes", row))
    assert len(page.context["page"].object_list) == 50
    assert "第10次" in page.content.decode()
    second = desk.get(at("breakdown_changes", row), {"page": "2"})
    assert len(second.context["page"].object_list) == 5
    assert "没有这种方式的改动" in desk.get(at("breakdown_changes", row), {"way": "table"}).content.decode()


def test_the_record_costs_the_same_for_many(desk, office, row):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            desk.get(at("breakdown_changes", row))
        return len(seen)

    parted.save(row, office, {(2026, "all"): 1})
    few = queries()
    for n in range(2, 9):
        parted.save(row, office, {(year, "all"): n for year in parted.YEARS})
    assert queries() == few
