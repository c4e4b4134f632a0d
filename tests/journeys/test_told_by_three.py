"""Three units each record the same lecture: the county counts it once, each unit in full, one record bears all three."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.looking import judge

pytestmark = pytest.mark.browser
LECTURE, PEOPLE = "家庭用药安全讲座", 137
TOLD_BY = (
    ("部门联络员（县教育体育局）", "县教育体育局"),
    ("乡镇联络员（禾城街道）", "禾城街道"),
    ("纲要办", "县卫生健康局"),
)
FIGURES = "/desk/ledger/figures/990123000000/lecture.person_times/"


@pytest.fixture(scope="module")
def made():
    """What the tests of this story hand to one another: the figures before, the units' numbers, the records."""
    return {"before": {}, "units": {}, "records": []}


def counted(visit, unit=""):
    """What the figure page says, the county's or a unit's, and the page."""
    page = visit("纲要办", FIGURES + (f"?unit={unit}" if unit else ""))
    return int(page.locator(".figure strong").inner_text().replace(",", "")), page


def write_down(visit, person, unit):
    """Record the lecture as a unit; returns the record's page. The office chooses the unit it writes for."""
    page = visit(person, "/desk/ledger/records/new/")
    if page.locator("select[name=unit]").count():
        page.select_option("select[name=unit]", label=unit)
    page.select_option("[name=place]", label="禾城街道")
    page.select_option("[name=kind]", value="lecture")
    page.fill("[name=what]", LECTURE)
    page.select_option("[name=audience]", value="elderly")
    page.fill("[name=person_times]", str(PEOPLE))
    page.click("button:has-text('提交')")
    page.wait_for_url(re.compile(r"/records/\d+/$"))
    return page


def doubted(page):
    """The doubts about the lecture on the page of 疑似重复."""
    return page.locator(".sheet", has_text=LECTURE)


def test_what_was_counted_before(visit, made):
    page = visit("纲要办", "/desk/ledger/records/new/")
    for _, unit in TOLD_BY:
        made["units"][unit] = page.locator("select[name=unit] option", has_text=re.compile(rf"^{unit}$")).get_attribute(
            "value"
        )
        made["before"][unit], _ = counted(visit, made["units"][unit])
    made["before"]["county"], _ = counted(visit)


@pytest.mark.parametrize(("person", "unit"), TOLD_BY, ids=[unit for _, unit in TOLD_BY])
def test_each_of_three_units_records_it(visit, made, person, unit):
    page = write_down(visit, person, unit)
    assert unit in page.inner_text("main")
    made["records"].append(page.url)


def test_until_someone_decides_all_three_count_and_the_figure_says_so(visit, axe, made):
    number, page = counted(visit)
    assert number == made["before"]["county"] + 3 * PEOPLE
    judge(page, axe)


def test_the_office_judges_that_it_was_one_lecture(visit, axe, made):
    page = visit("纲要办", "/desk/ledger/duplicates/")
    wait_for_doubt(page)
    assert "1场次" in doubted(page).first.inner_text()
    judge(page, axe)
    for _ in range(2):
        wait_for_doubt(page)
        doubted(page).first.get_by_role("button", name="是同一件事", exact=True).click()
        expect(page.get_by_text("已判定为同一件事，只计一次。")).to_be_visible()
    page.goto("/desk/ledger/duplicates/")
    expect(doubted(page)).to_have_count(0)


def wait_for_doubt(page):
    """Look again until the drainer has met the pair: it goes round every few seconds."""
    for _ in range(120):
        if doubted(page).count():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(page.inner_text("main"))


def test_the_county_counts_it_once_and_each_unit_in_full(visit, made):
    assert counted(visit)[0] == made["before"]["county"] + PEOPLE
    for _, unit in TOLD_BY:
        number, page = counted(visit, made["units"][unit])
        assert number == made["before"][unit] + PEOPLE, unit
        assert "各家都计全数" in page.inner_text("main")


def test_the_figure_leads_to_the_one_record_with_its_three_units(visit, axe, made):
    _, page = counted(visit)
    row = page.locator("tr", has_text=LECTURE)
    expect(row).to_have_count(1)
    credited = row.locator("td[data-label=计入单位]").inner_text()
    assert sorted(credited.split("、")) == sorted(unit for _, unit in TOLD_BY)
    judge(page, axe)
    row.get_by_role("link", name=LECTURE).click()
    page.wait_for_url(re.compile(r"/records/\d+/$"))
    assert page.url in made["records"]  # which of the three stands hangs on the order in which they were judged
    judge(page, axe)
