"""From the plan that ended to the next one: the working sheet, the new paper, each item settled, side by side, held
against the city's plan, adopted; its page tells whence each task comes; residents read it and take its data away.

The county of this story stands before its second plan: the plan of 2021–2025 has ended, that of 2026–2030 is a paper.
"""

import io
import json
import subprocess
import sys
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from tests.journeys.conftest import ROOT, environment
from tests.journeys.looking import elder, judge

pytestmark = pytest.mark.browser
OFFICE = "纲要办"
OLD, NEW = "清禾县全民科学素质行动实施方案（2021—2025年）", "清禾县全民科学素质行动实施方案（2026—2030年）"
SAMPLES = ROOT / "samples"
COUNTY = """
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from kepu.config import demo
from kepu.config.demo import people, succession
from kepu.people.models import Region
call_command("migrate", verbosity=0, interactive=False)
at = timezone.now()
office = demo.begin(at, print)
people.load(office, at, print)
succession.plan_before(Region.objects.get(code=settings.HOME_REGION), office, at)
"""


@pytest.fixture(scope="module")
def sample_county(tmp_path_factory):
    """A data folder with the sample county before its second plan."""
    folder = tmp_path_factory.mktemp("before")
    variables = environment(folder) | {"DJANGO_SETTINGS_MODULE": "kepu.config.settings"}
    made = subprocess.run([sys.executable, "-c", COUNTY], cwd=ROOT, env=variables, capture_output=True, text=True)
    assert made.returncode == 0, made.stdout + made.stderr
    return folder


@pytest.fixture(scope="module")
def story():
    """The addresses of both plans, once they are there."""
    return {}


def line(page, words):
    """A line of the working sheet."""
    return page.locator(".ahead-row", has=page.locator(".ahead-words a", has_text=words)).first


def decide(page, words, verdict, *, value="", reason=""):
    """Write down what is meant with an item; each field saves itself as it is left."""
    row = line(page, words)
    row.locator("select").select_option(label=verdict)
    if value:
        row.get_by_label("下一周期目标值").fill(value)
    if reason:
        row.get_by_label("理由").fill(reason)
    row.locator("button").focus()
    row.locator(".ahead-state >> text=已保存").wait_for()


def settle_row(page, old="", new=""):
    rows = page.locator(".settle-row")
    for words in (old, new):
        rows = rows.filter(has_text=words) if words else rows
    return rows.first


def test_from_the_ended_plan_the_office_opens_the_working_sheet(visit, story, axe, shoot):
    page = visit(OFFICE, "/desk/plans/")
    page.click(f".plan-name >> text={OLD}")
    story["old"] = page.evaluate("location.pathname")
    assert "已结束" in page.inner_text("aside")
    page.click("aside >> text=编制下一周期方案")
    page.wait_for_url("**/next/")
    assert "58 条" in page.inner_text("#tally")
    judge(page, axe)
    decide(page, "公民具备科学素质的比例达到13%以上", "调整", value="达到20%以上", reason="上级目标22%")
    decide(page, "巩固拓展科普助力脱贫成果", "结束", reason="过渡期任务已完成")
    decide(page, "弘扬科学家精神", "延续")
    page.wait_for_selector("#tally >> text=已看过 3 条")
    page.reload()
    assert line(page, "公民具备科学素质").get_by_label("下一周期目标值").input_value() == "达到20%以上"
    shoot(page, "next-sheet")


def test_the_sheet_goes_out_to_the_units_and_a_draft_is_begun(visit, story):
    page = visit(OFFICE, f"{story['old']}next/")
    with page.expect_download() as download:
        page.click("text=导出工作底稿")
    book = CalamineWorkbook.from_filelike(io.BytesIO(download.value.path().read_bytes()))
    rows = book.get_sheet_by_index(0).to_python()
    meant = next(row for row in rows if "公民具备科学素质的比例达到13%以上" in row)
    assert {"调整", "达到20%以上", "上级目标22%"} <= set(meant)
    with page.expect_download() as download:
        page.click("text=导出起草稿")
    text = zipfile.ZipFile(download.value.path()).read("word/document.xml").decode()
    assert "2026" in text
    assert "达到20%以上" in text
    assert "巩固拓展科普助力脱贫成果" not in text.split("附")[0]


def test_the_new_paper_is_uploaded_and_told_which_plan_it_continues(visit, story, axe):
    page = visit(OFFICE, "/desk/plans/upload/")
    page.set_input_files("#file", SAMPLES / "qinghe.docx")
    page.click("text=上传并读取")
    page.wait_for_url("**/proofread/")
    story["new"] = page.evaluate("location.pathname").removesuffix("proofread/")
    page.goto(story["new"])
    assert page.inner_text("h1") == NEW
    page.click("aside >> text=接续哪个方案")
    page.wait_for_url("**/continues/")
    assert OLD in page.inner_text("fieldset")
    judge(page, axe)
    page.get_by_role("button", name="选定").click()
    page.wait_for_url("**/succession/**")
    judge(page, axe)


def test_each_item_is_settled_what_is_sure_by_the_page(visit, story, axe, shoot):
    page = visit(OFFICE, f"{story['new']}succession/")
    ended = settle_row(page, "巩固拓展科普助力脱贫成果")
    assert "上一期的打算：结束" in ended.inner_text()  # what the working sheet said is at hand
    shoot(page, "succession")
    assert ended.get_by_label("说明").input_value() == "过渡期任务已完成"
    ended.get_by_role("button", name="核定").click()
    ended.wait_for(state="detached")

    changed = settle_row(page, "发展科普中国信息员队伍")
    changed.get_by_label("去向").select_option(label="调整")
    changed.get_by_role("button", name="核定").click()
    changed.wait_for(state="detached")
    while (sure := page.locator("button >> text=核定本页把握较大的")).count():
        sure.click()
        page.wait_for_selector(".notice.success >> text=已核定")
    page.click(".tabs >> text=已核定")
    assert settle_row(page, "巩固拓展科普助力脱贫成果").locator("strong").inner_text() == "结束"
    judge(page, axe)


def test_a_pair_is_chosen_otherwise_and_taken_back(visit, story, axe):
    page = visit(OFFICE, f"{story['new']}succession/?show=open")
    row = page.locator(".settle-row", has=page.locator("text=另选对应")).first
    words = row.locator("[data-side='上一期'] a").inner_text()
    row.locator("text=另选对应").click()
    page.wait_for_url("**pick=**")
    judge(page, axe)
    row = settle_row(page, words)
    row.locator("select[name=new]").select_option(index=1)
    row.get_by_role("button", name="核定").click()
    page.wait_for_url(lambda url: "pick=" not in url)
    page.click(".tabs >> text=已核定")
    last = page.locator(".pager a[rel=next]")
    while not settle_row(page, words).count():
        last.click()
    settle_row(page, words).get_by_role("button", name="撤回").click()
    page.wait_for_selector(".notice.success >> text=重新列入待核定")


def test_the_rest_is_settled_but_some_lines_stay_open(visit, story):
    page = visit(OFFICE, f"{story['new']}succession/?show=open")
    new = page.locator(".settle-row", has=page.locator("text=（上一期没有）")).first
    words = new.locator("[data-side='本期'] a").inner_text()
    assert new.locator("form strong").inner_text() == "新增"
    new.get_by_role("button", name="核定").click()
    page.wait_for_selector(f".settle-row >> text={words}", state="detached")
    story["added"] = words
    page.goto("/desk/")
    assert "接续上一期的去向" in page.inner_text("main")  # the office is reminded of what is open
    page.goto(story["new"])
    assert "没有核定" in page.inner_text("aside")


def test_the_two_plans_stand_side_by_side(visit, story, axe, shoot):
    page = visit(OFFICE, story["new"])
    page.click("aside >> text=方案比较")
    page.wait_for_url("**/compare/**")
    both = page.locator(".both li", has_text="公民具备科学素质的比例").first.inner_text()
    assert "不低于13% → 不低于20%，提高7个百分点" in both
    judge(page, axe)
    shoot(page, "compare")
    page.click('.tabs >> text="任务"')
    assert "巩固拓展科普助力脱贫成果" in page.inner_text(".three section >> nth=0")
    judge(page, axe)
    page.click(".tabs >> text=单位")
    assert "不变" in page.inner_text("tbody")
    judge(page, axe)
    with page.expect_download() as download:
        page.click("text=导出 Excel")
    book = CalamineWorkbook.from_filelike(io.BytesIO(download.value.path().read_bytes()))
    assert book.sheet_names[:3] == ["目标任务", "任务", "单位"]


def upper_row(page, words):
    return page.locator(".upper-row", has_text=words).first


def answer_upper(page, words, verdict, reason=""):
    row = upper_row(page, words)
    if not row.locator("details[open]").count():
        row.locator("summary").click()
    row.get_by_label("结论").select_option(label=verdict)
    row.get_by_label("说明").fill(reason)
    row.get_by_role("button", name="核定").click()


def test_the_draft_is_held_against_the_citys_plan_and_what_is_missing_is_answered(visit, story, axe, shoot):
    page = visit(OFFICE, story["new"])
    page.click("aside >> text=对照上级规划")
    page.wait_for_url("**/upper/")
    assert "还没有上级规划" in page.inner_text("main")
    judge(page, axe)
    page.click(".empty >> text=上传上级规划")
    page.set_input_files("#file", SAMPLES / "yunchuan-2026.txt")
    page.click("text=上传并读取")
    page.wait_for_url("**/upper/")
    page.wait_for_selector(".upper-row")
    assert "尚未采用" in page.inner_text(".notice.warning")
    page.click(".tabs >> text=缺少")
    assert page.locator(".upper-row").count() == 4
    judge(page, axe)
    shoot(page, "upper")

    answer_upper(page, "市级人均科普经费达到3元", "不适用本级")
    assert "请" in page.inner_text("[role=alert]")  # a reason is asked
    judge(page, axe)
    page.complaints.clear()  # the browser notes the 422 in its console
    answer_upper(page, "市级人均科普经费达到3元", "不适用本级", "市本级的任务")
    upper_row(page, "市级人均科普经费达到3元").wait_for(state="detached")

    row = upper_row(page, "每年举办一届青少年科技创新大赛")
    row.locator("summary").click()
    row.locator("text=选择本级目标任务").click()
    page.wait_for_url("**pick=**")
    row = upper_row(page, "每年举办一届青少年科技创新大赛")
    own = row.locator("select[name=own_key] option", has_text="每两年举办一届全县青少年科技创新大赛")
    row.locator("select[name=own_key]").select_option(own.get_attribute("value"))
    row.get_by_label("结论").select_option(label="低于上级")
    row.get_by_label("说明").fill("县赛两年一届，隔年参加市赛")
    row.get_by_role("button", name="核定").click()
    page.wait_for_url(lambda url: "pick=" not in url)
    assert page.locator(".upper-row").count() == 2
    page.click(".tabs >> text=低于上级")
    assert "隔年参加市赛" in upper_row(page, "每年举办一届青少年科技创新大赛").inner_text()
    page.click("text=去校对页补")
    page.wait_for_url("**/proofread/")


def test_proofread_and_adopted_although_some_lines_are_open(visit, story, axe):
    page = visit(OFFICE, f"{story['new']}proofread/")
    open_ones = page.locator("#structure [data-item=remark][data-state=open]")
    while (left := open_ones.count()) > 0:
        page.click("[data-go=remarks]")
        page.locator("[data-item=remark][aria-current]").get_by_role("button", name="原文如此").click()
        open_ones.nth(left - 1).wait_for(state="detached")
    page.click("[data-go=names]")
    page.wait_for_selector("#names[data-loaded]")
    while (rows := page.locator("#names [data-item=name]")).count():
        printed = rows.first.get_attribute("data-name")
        rows.first.get_by_role("button", name="集合单位").click()
        page.locator(f"#names [data-name='{printed}']").wait_for(state="detached")
    page.click("text=去采用")
    page.wait_for_url("**/adopt/")
    assert "没有核定去向" in page.inner_text(".notice.warning")
    judge(page, axe)
    if (issued := page.get_by_role("button", name="改为“已印发”")).count():
        issued.click()
        page.wait_for_selector("#adopt")
    page.get_by_role("button", name="采用第1版").click()
    page.wait_for_url(f"**{story['new']}")
    assert "已采用第1版" in page.inner_text("main")


def test_a_tasks_page_tells_whence_it_comes_and_the_old_one_where_it_went(visit, story, axe, shoot):
    page = visit(OFFICE, story["new"])
    page.click(".task-list >> text=提高课堂科学教育质量")
    way = page.locator("aside section", has_text="来龙去脉")
    assert "接续：延续 提高基础教育阶段科学教育水平" in way.inner_text()
    judge(page, axe)
    shoot(page, "way")
    way.locator("a").click()
    assert page.inner_text("h1") == "提高基础教育阶段科学教育水平"
    assert "在下一周期方案中：延续 提高课堂科学教育质量" in page.inner_text("aside")
    page.goto(story["old"])
    page.click(".task-list >> text=巩固拓展科普助力脱贫成果")
    assert "结束 （过渡期任务已完成）" in page.inner_text("aside section:has-text('来龙去脉')")
    page.goto(story["new"])
    page.click(f".task-list >> text={story['added']}")
    assert "本期新增" in page.inner_text("aside section:has-text('来龙去脉')")


def test_the_open_lines_wait_in_the_todo_and_are_done(visit, story, axe):
    page = visit(OFFICE, "/desk/")
    page.click("text=接续上一期的去向")
    page.wait_for_url("**/succession/**")
    before = page.locator(".settle-row").count()
    assert before
    row = page.locator(".settle-row").first
    row.get_by_role("button", name="核定").click()
    page.wait_for_url("**/succession/**")
    judge(page, axe)


def test_a_liaison_reads_the_way_and_changes_nothing(visit, story, axe):
    page = visit("部门联络员（县教育体育局）", f"{story['new']}succession/?show=settled")
    assert "延续" in page.inner_text(".settle")
    assert page.locator("text=撤回").count() == 0
    judge(page, axe)
    answer = page.request.get(f"{story['old']}next/")
    assert answer.status == 404


def test_a_resident_reads_the_new_plan_and_takes_its_data_away(visit, story, axe):
    page = visit(OFFICE, story["new"])
    page.click(".tabs >> text=公开")
    page.get_by_role("button", name="起草公开内容").click()
    page.wait_for_url("**/releases/*/")
    page.check("[name=statement]")
    page.get_by_role("button", name="通过保密审查").click()
    page.click("button >> text=名义发布")
    page.wait_for_selector("text=公众现在可以看到这份内容")

    phone = visit("", "/", width=390, height=844)
    phone.click(f".doors >> text={NEW}")
    assert phone.inner_text("h1") == NEW
    judge(phone, axe, widths=(390, 1280))
    with phone.expect_download() as download:
        phone.click("a:has-text('JSON')")
    data = json.loads(download.value.path().read_text("utf-8"))
    assert NEW in json.dumps(data, ensure_ascii=False)
    with phone.expect_download() as download:
        phone.click("a:has-text('CSV')")
    assert "公民具备科学素质的比例" in download.value.path().read_text("utf-8-sig")
    elder(phone)
    judge(phone, axe, widths=(390,))
    axe(phone, strict=True)
