"""The office looks at progress: units × tasks with lights, a target month by month as chart and table, a township."""

import re

import pytest

from tests.journeys.looking import judge

pytestmark = pytest.mark.browser
PHONE = 390
UNITS = "/desk/plans/1/progress/units/"
LIAISON = "部门联络员（县教育体育局）"


def drawn(page) -> int:
    """How many points of the chart's canvas are not empty."""
    return page.evaluate(
        """() => { const one = document.querySelector('.chart-canvas canvas');
        const all = one.getContext('2d').getImageData(0, 0, one.width, one.height).data;
        let n = 0; for (let i = 3; i < all.length; i += 4) n += all[i] > 0; return n; }"""
    )


def test_units_and_tasks_with_their_lights(visit, axe, shoot):
    page = visit("纲要办", "/desk/plans/1/board/")
    page.click("a:has-text('按单位查看')")
    page.wait_for_url(f"**{UNITS}")
    judge(page, axe)
    shoot(page, "heat")
    assert page.locator(".by-unit td .light").count() > 20
    page.select_option("[name=part]", label="老年人科学素质提升行动")
    page.click("button:has-text('筛选')")
    page.wait_for_url(re.compile("part="))
    assert page.locator(".part-heads th[scope=colgroup]").count() == 1
    with page.expect_download() as caught:
        page.click("a:has-text('导出 Excel'):visible")
    assert caught.value.suggested_filename.startswith("单位进展")


def test_a_unit_sees_its_own_lights_alone_also_on_the_phone(visit, axe):
    page = visit(LIAISON, UNITS, width=PHONE, height=844)
    judge(page, axe)
    lit = page.locator(".unit-lines li", has_text=re.compile("未启动|正常推进|进度滞后|难以完成|已完成"))
    assert lit.count() == 1
    assert "县教育体育局" in lit.inner_text()
    page.click("a:has-text('县教育体育局'):visible >> nth=-1")
    page.wait_for_url("**/units/*/")
    judge(page, axe)
    assert page.locator(".task-list .light").count() > 5


def test_a_target_month_by_month_as_chart_table_and_file(visit, axe, shoot):
    page = visit("纲要办", "/desk/plans/1/board/")
    page.locator("a.outlook", has_text=re.compile("能完成|有难度|难以完成")).first.click()
    page.wait_for_url("**/targets/*/")
    page.wait_for_selector(".chart-canvas canvas")
    judge(page, axe)
    shoot(page, "course")
    assert drawn(page) > 2000
    assert page.locator(".chart-table tbody tr").count() in (12, 60)
    with page.expect_download() as caught:
        page.click(".chart-table a:has-text('导出 Excel')")
    assert caught.value.suggested_filename.startswith("逐月累计")
    page.emulate_media(media="print")
    assert not page.locator(".chart-canvas").is_visible()
    assert page.locator(".chart-table table").is_visible()


def test_without_script_the_table_tells_all(visit):
    page = visit("纲要办", "/desk/plans/1/townships/", script=False)
    page.locator("tbody th a").first.click()
    page.wait_for_url("**/townships/9*/")
    assert not page.locator(".chart-canvas").is_visible()
    assert page.locator(".chart-table tbody tr").count() in (12, 60)
    page.select_option("[name=target]", index=1)
    page.click("button:has-text('查看')")
    page.wait_for_url(re.compile("target="))
    assert page.locator(".chart-table table").is_visible()


def test_a_township_on_the_phone_draws_its_own(visit, axe):
    page = visit("乡镇联络员（禾城街道）", "/desk/plans/1/townships/990123001000/", width=PHONE, height=844)
    page.wait_for_selector(".chart-canvas canvas")
    judge(page, axe)
    assert drawn(page) > 1000
