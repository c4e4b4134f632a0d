"""A resident asks on a phone, the office answers and makes it public, the resident reads it with the code."""

import re

import pytest

from tests.journeys.looking import elder, judge

pytestmark = pytest.mark.browser
PHONE = 390
HOME = "/r/990123000000/"
TEXT = "井水打上来发浑，放一夜就清了，能不能直接喝？"
ANSWER = "不建议直接喝。静置后水清了，细菌还在，请烧开再喝；浑得厉害时送县疾控中心免费检测。"
WISH = "建议下个月给村里老人再讲一次防诈骗。"
SHOT = {"full_page": True}


@pytest.fixture(scope="module")
def asked():
    """What the tests of this story hand to one another: the address of the receipt and its code."""
    return {}


def test_a_resident_on_a_phone_asks_and_is_told_the_code_and_the_day(visit, axe, asked, shoot):
    page = visit("", "/", width=PHONE, height=844)
    page.click(".doors >> text=我要提问")
    page.wait_for_url("**/ask/")
    judge(page, axe, widths=(PHONE, 1280))
    shoot(page, "ask", **SHOT)
    page.fill("[name=text]", "太短了")
    page.click("button:has-text('提交')")
    assert "至少10个字，现在有3个字" in page.inner_text(".summary")
    assert page.input_value("[name=text]") == "太短了"
    judge(page, axe, widths=(PHONE,))
    page.complaints.clear()  # the browser notes the 422 in its console

    page.fill("[name=text]", TEXT)
    page.select_option("[name=place]", label="柳湾镇")
    page.fill("[name=phone]", "139 1234 5678")
    page.dblclick("button:has-text('提交')")
    page.wait_for_url(re.compile(r"/ask/\d{13}/$"))
    assert "已收到" in page.inner_text("h1")
    asked["url"] = page.url
    asked["code"] = page.url.rstrip("/").rsplit("/", 1)[1]
    assert page.inner_text(".receipt-code").replace("\n", "").replace(" ", "") == asked["code"]
    size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.receipt-code')).fontSize)")
    assert size >= 32
    assert re.search(r"最迟\d{4}年\d{1,2}月\d{1,2}日答复", page.inner_text("main"))
    assert page.get_attribute("main a.phone >> nth=0", "href").startswith("tel:0990-")
    judge(page, axe, widths=(PHONE, 1280))
    shoot(page, "receipt", **SHOT)


def test_what_was_typed_and_not_sent_is_there_again_but_no_telephone(visit):
    page = visit("", f"{HOME}ask/", width=PHONE)
    page.fill("[name=text]", "写到一半，先去开会了")
    page.fill("[name=phone]", "13912345678")
    page.reload()
    assert page.input_value("[name=text]") == "写到一半，先去开会了"
    assert page.input_value("[name=phone]") == ""
    assert not page.evaluate("JSON.stringify(localStorage).includes('13912345678')")


def test_the_office_finds_it_answers_and_makes_it_public(visit, axe, asked, shoot):
    page = visit("纲要办", "/desk/")
    judge(page, axe)
    page.click(".rail >> text=意见箱")
    page.wait_for_url("**/desk/questions/")
    judge(page, axe)
    shoot(page, "questions")
    page.click(f"tbody a:has-text('{TEXT}')")
    page.wait_for_url(re.compile(r"/desk/questions/\d+/$"))
    judge(page, axe)
    assert "13912345678" in page.inner_text("aside")
    page.fill("#answer textarea", ANSWER)
    page.click("text=答复居民")
    page.wait_for_selector(".notice.success >> text=来信人凭查询码现在可以看到")
    assert page.locator("#release textarea").first.input_value() == TEXT
    page.fill("#release textarea >> nth=0", "井水发浑，放一夜就清了，能直接喝吗？")
    page.click("#release button.primary")
    assert "请先勾选保密审查意见" in page.inner_text("#release .summary")
    page.complaints.clear()  # the browser notes the 422 in its console
    page.check("#release [name=statement]")
    page.click("#release button.primary")
    page.wait_for_selector("text=已公开，居民现在可以在")
    judge(page, axe)


def test_the_resident_reads_it_with_the_code_and_without_script(visit, axe, asked):
    page = visit("", f"{HOME}ask/", width=PHONE, script=False)
    page.fill("[name=code]", f"{asked['code'][:4]} {asked['code'][4:]}")
    page.click("button:has-text('看答复')")
    assert ANSWER in page.inner_text("main")
    assert "139****5678" in page.inner_text("main")
    page.click("summary:has-text('现在就删除')")
    page.click(".confirm-sheet button.primary")
    assert "139****5678" not in page.inner_text("main")
    assert "已删除" in page.inner_text("main")


def test_everyone_reads_the_public_words_and_nothing_else(visit, axe, asked):
    page = visit("", f"{HOME}answers/?q=井水", width=PHONE)
    assert "井水发浑" in page.inner_text("main")
    assert TEXT not in page.inner_text("main")
    assert asked["code"] not in page.content()
    judge(page, axe, widths=(PHONE, 1280))


def test_a_wrong_code_says_what_to_do(visit, axe):
    page = visit("", f"{HOME}ask/0000000000000/", width=PHONE)
    judge(page, axe, widths=(PHONE,))
    page.complaints.clear()  # the browser notes the 404 in its console
    page.click("a.button:has-text('打电话问')")
    page.wait_for_url("**/phones/")
    assert page.locator("main a.phone").count() >= 2
    judge(page, axe, widths=(PHONE, 1280))


def test_the_old_ask_in_large_letters(visit, axe, asked):
    page = visit("", "/", width=PHONE)
    elder(page)
    assert page.locator(".doors > li").count() <= 4
    page.click(".doors >> text=我要提问")
    page.wait_for_url("**/ask/")
    judge(page, axe, widths=(PHONE,))
    axe(page, strict=True)
    page.click("label:has-text('提建议')")
    page.fill("[name=text]", WISH)
    page.click("button:has-text('提交')")
    page.wait_for_url(re.compile(r"/ask/\d{13}/$"))
    assert "您的建议已收到" in page.inner_text("h1")
    asked["elder"] = page.url
    judge(page, axe, widths=(PHONE,))
    axe(page, strict=True)


def test_the_office_passes_it_to_a_unit_within_the_clock(visit, axe, asked):
    page = visit("纲要办", "/desk/questions/")
    row = page.locator("tbody tr", has_text=WISH)
    assert re.search(r"还有[45]个工作日", row.inner_text())
    row.locator("a").click()
    page.wait_for_url(re.compile(r"/desk/questions/\d+/$"))
    asked["page"] = page.evaluate("location.pathname")
    page.select_option("#assign select", label="县教育体育局")
    page.click("#assign button")
    page.wait_for_selector(".notice.success >> text=已登记承办单位")
    judge(page, axe)


def test_the_unit_is_told_and_drafts_the_answer(visit, axe, asked):
    page = visit("部门联络员（县教育体育局）", "/desk/")
    assert "代拟来信答复" in page.inner_text("main")
    page.goto(asked["page"])
    assert page.locator("#answer").count() == 0  # the office answers, the unit drafts
    page.fill("#draft textarea", "下月第二周在村文化室再讲一次，时间贴在村务公开栏。")
    page.click("#draft button")
    page.wait_for_selector(".notice.success >> text=代拟的答复已交给纲要办")
    judge(page, axe)


def test_the_office_answers_with_the_draft_and_the_old_read_it(visit, axe, asked):
    page = visit("纲要办", asked["page"])
    assert "村文化室" in page.input_value("#answer textarea")
    page.click("text=答复居民")
    page.wait_for_selector(".notice.success >> text=来信人凭查询码现在可以看到")
    phone = visit("", asked["elder"], width=PHONE)
    elder(phone)
    assert "村文化室" in phone.inner_text("main")
    assert phone.locator("text=读给我听").is_visible()
    judge(phone, axe, widths=(PHONE,))
    axe(phone, strict=True)


def test_what_is_overdue_stands_first_in_red_and_the_resident_is_told_sorry(visit, axe):
    page = visit("纲要办", "/desk/")
    line = page.locator(".todo a", has_text="答复已逾期的来信")
    assert "已逾期" in line.inner_text()
    page.goto("/desk/questions/")
    first = page.locator("tbody tr").first
    assert "已逾期" in first.locator(".clock.late").inner_text()
    first.locator("a").click()
    page.wait_for_url(re.compile(r"/desk/questions/\d+/$"))
    code = page.inner_text("aside dd.number >> nth=0")
    judge(page, axe)
    phone = visit("", f"{HOME}ask/{code}/", width=PHONE)
    assert "现在晚了，对不起" in phone.inner_text("main")
    assert phone.locator("main a.phone").count() >= 1
    judge(phone, axe, widths=(PHONE,))


def test_a_worker_writes_down_what_someone_asks_and_prints_the_code(visit, axe):
    page = visit("乡镇联络员（禾城街道）", "/desk/questions/new/", width=PHONE)
    judge(page, axe)
    page.fill("[name=text]", "老人来问：白内障手术能不能报销，去哪里做？")
    page.click("text=提交并打印查询码")
    page.wait_for_url("**/slip/")
    judge(page, axe)
    page.emulate_media(media="print")
    assert page.locator(".receipt-code").is_visible()
    assert page.locator(".slip img").is_visible()
    assert not page.locator(".rail").is_visible()


def test_the_table_of_telephones(visit, axe):
    page = visit("纲要办", "/desk/questions/phones/")
    judge(page, axe)
    page.fill("tbody tr:nth-child(2) td:nth-child(4) input", "随时")
    page.click("text=保存")
    assert "看不懂接听时间" in page.inner_text(".summary")
    judge(page, axe, widths=(1280,))
    page.complaints.clear()  # the browser notes the 422 in its console
    page.fill("tbody tr:nth-child(2) td:nth-child(4) input", "每天 9点到11点半")
    page.click("text=保存")
    page.wait_for_selector(".notice.success >> text=已保存")
    assert page.input_value("tbody tr:nth-child(2) td:nth-child(4) input") == "每天 9:00—11:30"


def test_the_office_enters_the_yearly_notice_of_days_off(visit, axe):
    page = visit("纲要办", "/desk/people/settings/")
    page.click("text=查看和录入放假安排")
    judge(page, axe)
    page.click("a:has-text('录入')")
    page.wait_for_url(re.compile(r"/holidays/\d{4}/$"))
    judge(page, axe)
    page.fill("[name=text]", "一、元旦：1月1日至3日放假，共2天。")
    page.click("button:has-text('读取并核对')")
    assert "写明共2天，读到的是3天" in page.inner_text(".summary")
    page.complaints.clear()  # the browser notes the 422 in its console
    page.fill(
        "[name=text]",
        "一、元旦：1月1日至3日放假，共3天。二、春节：2月5日至11日放假，共7天。三、国庆节：10月1日至7日放假，共7天。",
    )
    page.click("button:has-text('读取并核对')")
    assert "2月5日至11日" in page.inner_text("#read")
    judge(page, axe)
    page.click("button:text-is('保存')")
    page.wait_for_selector(".notice.success >> text=年放假安排")
    judge(page, axe)
