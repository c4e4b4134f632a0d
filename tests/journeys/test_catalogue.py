"""The office adds a measure of its own, gives it a new wording, takes it out of use and back; sums are made anew."""

import subprocess
import sys

import pytest

from tests.journeys.conftest import ROOT, environment
from tests.journeys.looking import holds, judge

pytestmark = pytest.mark.browser
CATALOGUE, CHECKS = "/desk/ledger/measures/", "/desk/ledger/checks/"
NAME, WORDING, NEW, WHY = (
    "科普大集场次",
    "在集市上设点办的，一天计一场次。",
    "在集市或庙会上设点办的，一天计一场次。",
    "市科协又要求报送",
)
SPOIL = """
import django; django.setup()
from django.utils import timezone
from kepu.ledger.models import RegionCell
from kepu.ledger.verbs import check_cells
row = RegionCell.objects.exclude(whole=0).order_by("pk").first()
RegionCell.objects.filter(pk=row.pk).update(whole=row.whole + 1)
assert len(check_cells(at=timezone.now()).wrong) >= 1
"""


@pytest.fixture(scope="module")
def made():
    """What the tests of this story hand to one another."""
    return {}


def test_a_measure_of_the_offices_own(visit, axe, made):
    page = visit("纲要办", CATALOGUE)
    judge(page, axe)
    page.click("a:has-text('增设统计指标')")
    judge(page, axe)
    page.locator("[name=name]").fill(NAME)
    page.get_by_role("button", name="增设").click()
    page.wait_for_selector(".summary")
    page.complaints.clear()  # the browser notes the 422 in its console
    assert page.locator("[name=name]").input_value() == NAME
    page.locator("[name=parent]").select_option(label="流动科普巡展场次（场次）")
    page.locator("[name=definition]").fill(WORDING)
    page.get_by_role("button", name="增设").click()
    page.wait_for_url("**/measures/own.*/")
    made["measure"] = page.url
    assert WORDING in page.inner_text("main")
    judge(page, axe)


def test_a_new_version_of_what_it_means(visit, axe, made):
    page = visit("纲要办", made["measure"])
    page.click("a:has-text('改口径')")
    judge(page, axe)
    page.locator("[name=since]").fill("2027-01-01")
    page.locator("[name=text]").fill(NEW)
    page.locator("[name=paper]").fill("清科协〔2026〕30号")
    page.get_by_role("button", name="登记新的口径").click()
    page.wait_for_url(made["measure"])
    text = page.inner_text("main")
    assert 0 < text.index(NEW) < text.index(WORDING)
    judge(page, axe)


def test_out_of_use_and_back(visit, axe, made):
    page = visit("纲要办", made["measure"])
    page.click("summary:has-text('停用…')")
    page.locator("#retire-why").fill("县里不再统计")
    page.locator(".confirm-sheet button:has-text('停用')").click()
    page.wait_for_selector("summary:has-text('恢复使用')")
    judge(page, axe)
    listed = visit("纲要办", f"{CATALOGUE}?q={NAME}")
    assert "没有符合条件的统计指标" in listed.inner_text("main")
    page.click("summary:has-text('恢复使用')")
    page.locator("details button:has-text('恢复使用')").click()
    page.wait_for_selector(".summary")
    page.complaints.clear()  # the browser notes the 422 in its console
    judge(page, axe)
    page.locator("[name=why]").last.fill(WHY)
    page.locator("details button:has-text('恢复使用')").click()
    page.wait_for_selector("a:has-text('改口径')")
    text = page.inner_text("main")
    assert all(word in text for word in ("停用和恢复", "县里不再统计", WHY))
    judge(page, axe)
    listed.reload()
    assert NAME in listed.inner_text("table")


def test_a_wrong_sum_is_told_and_made_anew(visit, axe, site):
    page = visit("系统管理员", CHECKS)
    assert "全部一致" in page.inner_text("main")
    judge(page, axe)
    env = environment(site.folder) | {"DJANGO_SETTINGS_MODULE": "kepu.config.settings"}
    spoiled = subprocess.run([sys.executable, "-c", SPOIL], cwd=ROOT, env=env, capture_output=True, text=True)
    assert spoiled.returncode == 0, spoiled.stderr
    page.reload()
    judge(page, axe)
    page.click("a:has-text('看是哪些、怎么办')")
    judge(page, axe)
    page.click("summary:has-text('重新汇总…')")
    judge(page, axe)
    page.locator(".confirm-sheet button:has-text('重新汇总')").click()
    page.wait_for_url(f"**{CHECKS}")
    for _ in range(60):
        page.reload()
        if "全部一致" in page.inner_text("main"):
            break
        page.wait_for_timeout(500)
    holds(page, "() => document.querySelector('main').innerText.includes('全部一致')")
    judge(page, axe)
