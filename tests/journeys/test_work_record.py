"""A township worker writes down a training on the phone; the county's target moves; a correction moves it back."""

import re

import pytest

from tests.journeys.looking import judge

pytestmark = pytest.mark.browser
PHONE = 390
TOWN = "乡镇联络员（禾城街道）"
BOARD = "/desk/plans/1/board/"
SHOT = {"full_page": True}


@pytest.fixture(scope="module")
def made():
    """What the tests of this story hand to one another."""
    return {}


def trained(page) -> int:
    """The farmers' trainings that the board counts today, and the target's address."""
    row = page.locator("tr", has_text=re.compile("人次")).filter(has=page.locator("a[href*='training.person_times']"))
    return int(row.first.locator("a[href*='training.person_times']").inner_text().replace(",", ""))


def fill(page, people: str) -> None:
    page.select_option("[name=place]", label="禾城街道")
    page.select_option("[name=kind]", label="实用技术培训")
    page.fill("[name=what]", "设施蔬菜水肥一体化培训")
    page.select_option("[name=audience]", label="农民")
    page.fill("[name=person_times]", people)


def test_the_office_sees_where_the_target_stands(visit, axe, made, shoot):
    page = visit("纲要办", BOARD)
    judge(page, axe)
    shoot(page, "board")
    made["before"] = trained(page)


def test_a_township_worker_writes_it_down_on_the_phone(visit, axe, made, shoot):
    page = visit(TOWN, "/desk/", width=PHONE, height=844)
    page.click("text=工作记录")
    page.wait_for_url("**/records/")
    judge(page, axe)
    page.click("text=记一笔")
    page.wait_for_url("**/new/")
    fill(page, "许多")
    page.click("button:has-text('提交')")
    page.wait_for_selector(".summary")
    assert page.input_value("[name=what]") == "设施蔬菜水肥一体化培训"
    page.complaints.clear()  # the browser notes the 422 in its console
    fill(page, "1000")
    judge(page, axe)
    shoot(page, "work-record", **SHOT)
    page.dblclick("button:has-text('提交')")
    page.wait_for_url(re.compile(r"/records/\d+/$"))
    made["record"] = page.url
    assert "已计入" in page.inner_text("main")
    judge(page, axe)


def test_the_target_has_moved_and_the_figure_leads_back_to_the_record(visit, axe, made, shoot):
    page = visit("纲要办", BOARD)
    assert trained(page) == made["before"] + 1000
    page.locator("a[href*='training.person_times']").first.click()
    page.wait_for_url("**/figures/**")
    judge(page, axe)
    shoot(page, "figure")
    page.click("a:has-text('设施蔬菜水肥一体化培训')")
    page.wait_for_url(made["record"])


def test_a_correction_moves_it_back(visit, axe, made):
    page = visit(TOWN, made["record"], width=PHONE)
    page.click("text=更正")
    page.wait_for_url("**/correct/")
    judge(page, axe)
    page.fill("[name=person_times]", "80")
    page.fill("[name=why]", "多写了一个零，签到表为80人")
    page.click("button:has-text('提交更正')")
    page.wait_for_url(made["record"])
    page = visit("纲要办", BOARD)
    assert trained(page) == made["before"] + 80


def test_the_office_settles_a_deed_told_twice(visit, axe):
    page = visit("纲要办", "/desk/ledger/duplicates/")
    judge(page, axe)
    page.click("button:has-text('是同一件事') >> nth=0")
    page.wait_for_selector("text=已判定为同一件事")
    judge(page, axe)


def test_the_form_that_says_what_a_target_is_counted_by(visit, axe, shoot):
    page = visit("纲要办", BOARD)
    page.click("text=改对应指标 >> nth=0")
    page.wait_for_url("**/measure/")
    judge(page, axe)
    shoot(page, "measure")
    page.select_option("[name=measure]", index=0)
    page.select_option("[name=span]", value="")
    page.fill("[name=reason]", "由上级统一公布，暂不在本平台计数")
    page.click("button:has-text('确认')")
    page.wait_for_url(f"**{BOARD}")
    assert "由上级统一公布" in page.inner_text("main")
