"""The first week of a new desk, on an empty installation, step by step as docs/handbook/first-week.md prints it.

The days follow one another. The county is invented, so it is put beside the official divisions before anyone signs in;
everything else is done by the page's own steps.
"""

import datetime
import os
import re
import subprocess
import sys
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.conftest import ROOT, Site, environment, serving, sign_in
from tests.journeys.first_week import Day
from tests.journeys.looking import judge
from tests.journeys.papers import SHORT, reworded

pytestmark = pytest.mark.browser
ADMIN, KEEPER, OFFICE, LIAISON = "系统管理员", "安全管理员", "纲要办", "联络员"
OWN_PASSWORD = "Qinghe-2026-week"
UNIT = "县教育体育局"
PAPER = {
    "砚府办发": "清府办发", "砚溪": "清禾", "驻砚": "驻县",
    "县公安局": "县公安局、县公安局", "县气象局": "县气象局、县气象局",  # two doubts for the reader
    "县老年大学": "老年教育机构",
}  # fmt: skip
NOTICE = """一、元旦：1月1日放假，共1天。
二、春节：2月6日至8日放假，共3天。
三、国庆节：10月1日至3日放假，共3天。"""
COUNTY = """
import django; django.setup()
from django.utils import timezone
from kepu.config.demo.samples import rows
from kepu.people import tables
from kepu.people.verbs import import_regions
import_regions(inside=None, rows=rows("region.csv", tables.REGION_COLUMNS), by=None, at=timezone.now())
"""


@pytest.fixture(scope="module")
def made():
    """What one day leaves for the next: addresses, first passwords."""
    return {}


@pytest.fixture(scope="module")
def shell(tmp_path_factory):
    """Run the commands of a step in the empty folder of the installation; returns what they printed."""
    folder = tmp_path_factory.mktemp("empty")
    variables = {**environment(folder), "DJANGO_SETTINGS_MODULE": "kepu.config.settings"}

    def run(commands):
        said = ""
        for command in commands:
            if command.startswith("export "):
                variables.update([command.removeprefix("export ").split("=", 1)])
            elif command.startswith(".venv/bin/kepu "):
                said += kepu("-m", "kepu", *command.split()[1:])
            else:
                assert command == "make setup"  # tests/fresh_clone.sh runs it
        return said

    def kepu(*arguments):
        done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=variables, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run.folder, run.kepu, run.variables = folder, kepu, variables
    return run


@pytest.fixture(scope="module")
def site(shell, made):
    """The empty installation, made and served by the first three steps of the page."""
    day = made["day"] = Day("第一天")
    with day.step("在服务器上安装") as step:
        shell(step.commands)
        shell.kepu("-c", COUNTY)
    with day.step("建立管理员账号") as step:
        said = shell(step.commands)
        assert "检查通过" in said
        made["passwords"] = dict(re.findall(r"已建立账号 (\w+)，初始密码：(\S+)", said))
    with day.step("启动服务") as step:
        assert step.commands == [".venv/bin/kepu serve"]
        region = {"KEPU_REGION": shell.variables["KEPU_REGION"]}
    with serving(shell.folder, **region) as url:
        yield Site(url, shell.folder, {})


def today() -> str:
    """The day as a form takes it, where the office is."""
    return datetime.datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()


def first_sign_in(page, username, password, word="保存新密码"):
    """Sign in with the first password and set one's own."""
    sign_in(page, username, password)
    page.wait_for_url("**/account/password/change/")
    page.fill("[name=oldpassword]", password)
    page.fill("[name=password1]", OWN_PASSWORD)
    page.fill("[name=password2]", OWN_PASSWORD)
    page.get_by_role("button", name=word).click()
    page.wait_for_url("**/desk/")


def keep(page, signed_in, person):
    """Let later pages of a person begin signed in."""
    signed_in[person] = page.context.storage_state()


def account(page, step, username, name):
    """Make an account by the printed step; returns its first password."""
    step.open(page)
    step.press(page, "新建账号")
    page.fill("[name=username]", username)
    page.fill("[name=name]", name)
    step.press(page, "建立账号")
    page.wait_for_selector("text=初始密码")
    password = page.locator("dd code").nth(1).inner_text()
    step.press(page, "已经告知")
    return password


def grant(page, name, role, scope, label, press):
    """Give a role on the page of an account."""
    page.click(f"th a >> text={name}")
    page.select_option("[name=role]", label=role)
    page.select_option(f"[name={scope}]", label=label)
    press("授予")
    page.wait_for_selector("td >> text=起")


def bring_in(page, step, name, on=""):
    """Bring a register of the sample county in through preview and writing."""
    page.set_input_files("[name=file]", ROOT / "samples" / name)
    if on:
        page.fill("[name=on]", on)
    step.press(page, "预览")
    page.wait_for_selector("text=核对无误后再写入")
    step.press(page, "写入")
    page.wait_for_selector(".messages, [role=status], .toast")


def test_the_first_day_gives_everyone_a_sign_in(visit, site, made, signed_in, axe):
    day, passwords = made["day"], made["passwords"]
    with day.step("第一次登录") as step:
        page = visit("", "/")
        step.open(page)
        step.see(page, "登录")
        first_sign_in(page, "xitong", passwords["xitong"])
        step.found.add("保存新密码")
        keep(page, signed_in, ADMIN)
    with day.step("给纲要办的同志建账号") as step:
        password = account(page, step, "zhoumou", "周某")
    with day.step("授予角色") as step:
        keeper = visit("", "/desk/")
        first_sign_in(keeper, "anquan", passwords["anquan"])
        keep(keeper, signed_in, KEEPER)
        step.open(keeper)
        keeper.click("th a >> text=周某")
        step.see(keeper, "授予角色")
        step.open(keeper)
        grant(keeper, "周某", "纲要办", "region", "清禾县", lambda word: step.press(keeper, word))
        step.see(keeper, "纲要办")
    with day.step("纲要办登录") as step:
        office = visit("", "/")
        step.open(office)
        first_sign_in(office, "zhoumou", password)
        step.see(office, "下一步")
        judge(office, axe)
        keep(office, signed_in, OFFICE)
    day.over()


def test_the_second_day_brings_in_units_liaisons_and_telephones(visit, axe):
    day, page = Day("第二天"), visit(OFFICE, "/desk/")
    with day.step("导入单位名录") as step:
        step.open(page)
        judge(page, axe)
        step.press(page, "从 Excel 导入")
        bring_in(page, step, "units.csv")
    with day.step("导入联络员名单") as step:
        page.goto("/desk/people/")
        step.press(page, "成员及联络员")
        step.press(page, "从 Excel 导入")
        bring_in(page, step, "members.csv", on=today())
        page.goto("/desk/people/members/")
        step.press(page, "查看并登记")
        page.wait_for_selector("text=没有联络员的单位")
    with day.step("登记科普服务电话") as step:
        step.open(page)
        page.get_by_label("清禾县：电话").fill("0990-1234567")
        page.get_by_label("清禾县：由谁接听").fill("县科协值班室")
        page.get_by_label("清禾县：接听时间").fill("工作日 8:30—12:00")
        step.press(page, "保存")
        assert "0990-1234567" in visit("", "/").inner_text("body")
    with day.step("录入放假安排") as step:
        step.open(page)
        step.press(page, "录入")
        page.fill("[name=text]", NOTICE)
        step.press(page, "读取并核对")
        page.wait_for_selector("#read")
        step.press(page, "保存")
        page.wait_for_selector("text=本办录入")
    with day.step("导入人口数据") as step:
        step.open(page)
        step.press(page, "导入人口数据")
        bring_in(page, step, "population.csv")
    day.over()


def settle_remarks(page):
    remarks = page.locator("[data-item=remark][data-state=open]")
    settled = iter(["已处理"])
    while left := remarks.count():
        remarks.first.get_by_role("button", name=next(settled, "原文如此")).click()
        remarks.nth(left - 1).wait_for(state="detached")


def match_names(page, step):
    page.wait_for_selector("#names[data-loaded]")
    rows = page.locator("#names [data-item=name]")
    while rows.count():
        row, printed = rows.first, rows.first.get_attribute("data-name")
        if printed == "老年教育机构":
            row.get_by_role("button", name="集合单位").click()
            step.found.add("集合单位")
        elif row.locator(".suggestion").count():
            row.locator(".suggestion").first.click()
        else:
            row.locator("text=新建单位").click()
            row.get_by_role("button", name="按印发名称新建").click()
            step.found |= {"新建单位", "按印发名称新建"}
        page.locator(f"#names [data-name='{printed}']").wait_for(state="detached")


def test_the_third_day_makes_tasks_of_the_plan(visit, made, axe):
    day, page = Day("第三天"), visit(OFFICE, "/desk/")
    with day.step("上传方案") as step:
        step.open(page)
        judge(page, axe)
        step.press(page, "上传方案")
        paper = {"name": "方案.docx", "mimeType": "application/octet-stream",
                 "buffer": reworded(SHORT / "02-yanxi.docx", PAPER)}  # fmt: skip
        page.set_input_files("#file", paper)
        step.press(page, "上传并读取")
        page.wait_for_url("**/proofread/")
        made["plan"] = page.evaluate("location.pathname").removesuffix("proofread/")
    with day.step("处理提示") as step:
        step.see(page, "已处理")
        step.see(page, "原文如此")
        settle_remarks(page)
    with day.step("对应单位") as step:
        step.press(page, "单位对应")
        match_names(page, step)
    with day.step("通看一遍") as step:
        step.press(page, "去采用")
        page.wait_for_selector("#adopt")
        step.press(page, "采用第1版")
        page.wait_for_url(f"**{made['plan']}")
    with day.step("公开") as step:
        step.press(page, "公开")
        step.press(page, "起草公开内容")
        page.check("[name=statement]")
        step.press(page, "通过保密审查")
        page.click("button >> text=名义发布")
        page.wait_for_selector("text=公众现在可以看到这份内容")
    day.over()


def test_the_fourth_day_parts_the_targets_and_issues_the_year(visit, made, axe):
    day, page = Day("第四天"), visit(OFFICE, made["plan"])
    with day.step("分解目标任务") as step:
        step.press(page, "目标分解")
        page.click(".quote-door >> text=服务老年人4万人次")
        step.press(page, "下一步")
        step.press(page, "平均分解")
        page.locator("dialog[open], .confirm-sheet").locator("visible=true").get_by_role(
            "button", name="平均分解"
        ).first.click()
        page.wait_for_selector(".notice.success, .messages")
        step.see(page, "合计一致")
    with day.step("开年度") as step:
        page.goto(made["plan"])
        step.press(page, "年度")
        step.press(page, "开年度")
        page.wait_for_url("**/desk/plans/years/*/")
        made["year"] = page.evaluate("location.pathname")
        judge(page, axe)
    with day.step("改成今年的要求") as step:
        step.press(page, "修改")
        page.fill("[name=text]", "每个乡镇中心小学开足科学课。")
        step.press(page, "保存")
        page.wait_for_url("**/years/*/*#i-*")
    with day.step("印发") as step:
        step.press(page, "印发")
        page.fill("[name=document_number]", "清科组发〔2026〕9号")
        page.fill("[name=issued_on]", today())
        step.press(page, "登记印发")
        page.wait_for_selector("text=工作事项不再改动")
    day.over()


def test_the_fifth_day_drafts_letters_and_asks_the_units(visit, made):
    made["fifth"] = day = Day("第五天")
    page = visit(OFFICE, made["year"])
    with day.step("拟责任书") as step:
        step.press(page, "目标责任书")
        step.press(page, "通用条款和编号")
        page.go_back()
        step.press(page, "一键拟稿")
        step.press(page, "拟稿")
        page.wait_for_selector("#step")
    with day.step("征求意见") as step:
        step.see(page, "批量办理")
        page.select_option("#step", label="征求意见")
        page.select_option("[name=scope]", label="全部可以办的")
        step.press(page, "下一步")
        step.press(page, "确认征求意见")
        page.wait_for_selector(f"tr:has-text('{UNIT}') >> text=未答复")
    with day.step("给联络员账号"):
        first = {step.title: step for step in Day("第一天").steps}
        admin, keeper = visit(ADMIN, "/desk/"), visit(KEEPER, "/desk/people/accounts/")
        made["liaison"] = account(admin, first["给纲要办的同志建账号"], "jiaoyu", "秦某")
        keeper.reload()
        grant(keeper, "秦某", "联络员", "unit", UNIT, lambda word: first["授予角色"].press(keeper, word))


def test_the_fifth_day_ends_with_records_and_a_backup(visit, shell, made, signed_in, axe):
    day, page = made["fifth"], visit(OFFICE, made["plan"])
    with day.step("联络员看到什么") as step:
        liaison = visit("", "/desk/", width=390, height=844)
        first_sign_in(liaison, "jiaoyu", made["liaison"])
        keep(liaison, signed_in, LIAISON)
        step.see(liaison, "待办")
        step.see(liaison, "本单位任务清单")
        judge(liaison, axe)
        liaison.click(".todo a >> nth=0")
        step.see(liaison, "同意").click()
        step.press(liaison, "提交")
        liaison.wait_for_selector("text=意见（1）")
    with day.step("记第一笔") as step:
        step.open(liaison)
        judge(liaison, axe)
        step.press(liaison, "记一笔")
        liaison.select_option("[name=place]", label="清禾县")
        liaison.select_option("[name=kind]", index=1)
        liaison.fill("[name=what]", "全县科学课教师培训")
        liaison.select_option("[name=audience]", index=1)
        liaison.fill("[name=person_times]", "86")
        step.press(liaison, "提交")
        step.see(liaison, "已计入")
    with day.step("看目标进展") as step:
        step.press(page, "目标进展")
        judge(page, axe)
    with day.step("备份") as step:
        shell.variables["KEPU_BACKUP_DIR"] = str(shell.folder / "backups")
        os.makedirs(shell.folder / "backups", exist_ok=True)
        shell(step.commands)
        (saved,) = (shell.folder / "backups").glob("*.zip")
        assert saved.stat().st_size > 100_000
    day.over()
    home = visit(OFFICE, "/desk/")
    judge(home, axe)
