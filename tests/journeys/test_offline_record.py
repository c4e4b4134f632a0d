"""A township worker without network: the lecture and its photograph wait on the phone, go in once, and move the target."""

import io
import re

import pytest
from PIL import Image

from tests.journeys.conftest import sign_in
from tests.journeys.looking import holds, judge
from tests.journeys.test_work_record import BOARD, PHONE, TOWN, fill, trained

pytestmark = pytest.mark.browser
FORM = "/desk/ledger/records/new/"
KEPT = "caches.keys().then(names => names.filter(n => n.startsWith('kepu-form-')).length)"


@pytest.fixture(scope="module")
def made():
    """What the tests of this story hand to one another."""
    return {}


@pytest.fixture
def phone(visit):
    """A phone with its own sign-in, on which the form was opened once while there was network."""
    page = visit(TOWN, FORM, width=PHONE, height=844, own=True)
    holds(page, f"async () => (await navigator.serviceWorker.ready).active.state === 'activated' && await {KEPT}")
    holds(page, f"caches.match('{FORM}').then(Boolean)")
    return page


def photograph(name="现场.jpg"):
    image = Image.new("L", (7, 5))
    image.putdata([(37 * n * n + 61 * n) % 251 for n in range(35)])
    out = io.BytesIO()
    image.resize((640, 480), Image.Resampling.BICUBIC).convert("RGB").save(out, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


def write_down_offline(page, people):
    """Open the form without network, fill it with a photograph, and tap twice."""
    page.context.set_offline(True)
    page.goto(FORM)
    fill(page, people)
    page.set_input_files("#id_photos", photograph())
    page.dblclick("button:has-text('提交')")
    page.wait_for_selector("text=待上传1条")


def test_offline_then_closed_then_online_it_is_handed_in_once(visit, axe, phone, made, shoot):
    office = visit("纲要办", BOARD)
    made["before"] = trained(office)
    write_down_offline(phone, "300")
    assert phone.input_value("[name=what]") == ""
    shoot(phone, "offline-record", full_page=True)
    context = phone.context
    phone.close()
    page = context.new_page()
    page.goto(FORM)  # still no network: the page opens, and what waits is listed
    page.wait_for_selector("text=待上传1条")
    assert "照片1张" in page.inner_text("[data-outbox-list]")
    context.set_offline(False)  # the browser tells the page that the network is back
    page.wait_for_selector("text=都已上传")
    judge(page, axe)
    page.click("[data-outbox-list] a:has-text('查看')")
    page.wait_for_url(re.compile(r"/records/\d+/$"))
    made["record"] = page.url
    assert page.locator("#photos img").count() == 1
    judge(page, axe)
    office.reload()
    assert trained(office) == made["before"] + 300
    office.complaints.clear()  # the browser notes in its console what it could not load without network


def test_from_the_target_to_the_record_its_photograph_and_a_correction(visit, axe, made, shoot):
    page = visit("纲要办", BOARD)
    page.locator("a[href*='training.person_times']").first.click()
    page.wait_for_url("**/figures/**")
    assert page.locator(".with-photo img").first.evaluate("i => i.decode().then(() => i.naturalWidth)") > 0
    judge(page, axe)
    page.click("a.with-photo:has-text('设施蔬菜水肥一体化培训')")
    page.wait_for_url(made["record"])
    shoot(page, "record-photo")
    page.click("text=更正")
    page.wait_for_url("**/correct/")
    page.fill("[name=person_times]", "80")
    page.fill("[name=why]", "签到表为80人")
    page.click("button:has-text('提交更正')")
    page.wait_for_url(made["record"])
    page.goto(BOARD)
    assert trained(page) == made["before"] + 80


def test_the_session_ended_meanwhile_then_sign_in_and_it_goes(site, phone):
    write_down_offline(phone, "21")
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    phone.wait_for_selector("text=登录已过期，登录后自动上传")
    phone.click("[data-outbox-list] a:has-text('登录')")
    phone.fill("[name=login]", site.people[TOWN][0])
    phone.fill("[name=password]", site.people[TOWN][1])
    phone.press("[name=password]", "Enter")
    phone.wait_for_selector("text=都已上传")
    phone.complaints.clear()


def test_another_account_on_the_same_phone_neither_sees_nor_sends_it(site, phone):
    write_down_offline(phone, "22")
    phone.context.clear_cookies()
    phone.goto("about:blank")
    phone.context.set_offline(False)
    other = next(name for name in site.people if name.startswith("部门联络员"))
    sign_in(phone, *site.people[other])
    holds(phone, f"async () => await {KEPT} === 0")  # the first one's page is gone
    phone.goto(FORM)
    assert phone.locator("[data-outbox-list]").is_hidden()
    phone.click(".top-own summary")
    phone.click("text=退出登录")
    sign_in(phone, *site.people[TOWN])
    phone.goto(FORM)
    phone.wait_for_selector("text=都已上传")
    holds(phone, f"caches.match('{FORM}').then(Boolean)")
    phone.click(".top-own summary")
    phone.click("text=退出登录")
    holds(phone, f"async () => await {KEPT} === 0")
    phone.complaints.clear()
