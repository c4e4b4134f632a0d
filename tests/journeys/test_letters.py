"""A year's letters from the breakdown to the signed paper: drafted, answered, printed, photographed, adjusted.

The steps follow one another and stand on each other. The photographs are our own print, bent and packed as a telephone
would do it; what it is of is known by the check code alone.
"""

import io
import random
import re
import zipfile

import docx
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from tests.journeys.looking import holds, judge

pytestmark = pytest.mark.browser
OFFICE, LIAISON = "纲要办", "部门联络员（县教育体育局）"
PHONE = 390
SKILLS, UNIONS, LABOUR, TOWN = "补贴性职业技能培训8000人次以上", "县总工会", "县人力资源和社会保障局", "南浦街道"
LONG = 300_000  # sixty letters as Word and PDF on a busy machine, in milliseconds


@pytest.fixture(scope="module")
def story():
    """What one step leaves for the next: addresses, the archive, codes."""
    return {}


@pytest.fixture
def letters(visit, story):
    """The list of letters of the story's year, as the office comes back to it."""
    return visit(OFFICE, f"{story['year']}letters/")


def confirmed(page, label, yes=None):
    """Press a button that asks back, and say yes."""
    page.locator("summary, button", has_text=re.compile(f"^\\s*{label}\\s*$")).first.click()
    page.locator("dialog[open], .confirm-sheet").get_by_role("button", name=yes or label).click()


def in_bulk(page, step, scope="全部可以办的"):
    page.select_option("#step", label=step)
    page.select_option("[name=scope]", label=scope)
    page.click("button >> text=下一步")


def letter_of(page, unit):
    page.fill("#q", unit)
    page.click("button >> text=筛选")
    page.locator("tbody tr", has_text=unit).first.get_by_role("link", name=unit).click()
    page.wait_for_url("**/letters/*/")


def sides(page):
    """The facts beside a letter: its number, its days, its check code."""
    return page.inner_text("#deeds")


def feet_of(section):
    """Every paragraph at the foot of a section's pages, first and even ones too, in tables too."""
    feet = (section.footer, section.first_page_footer, section.even_page_footer)
    in_cells = [p for foot in feet for table in foot.tables for cell in table._cells for p in cell.paragraphs]
    return [*(p for foot in feet for p in foot.paragraphs), *in_cells]


def photograph(pdf: bytes) -> bytes:
    """Return the last page of a letter as a telephone takes it: from the side, a little turned, on a dark table, JPEG."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[len(document) - 1].render(scale=200 / 72).to_pil().convert("RGB")
    wide, high = page.size
    bent = page.transform(
        (wide, high), Image.Transform.QUAD, (-60, -40, 20, high + 60, wide + 40, high + 30, wide + 90, -70),
        resample=Image.Resampling.BICUBIC, fillcolor=(70, 62, 54),
    )  # fmt: skip
    turned = bent.rotate(2.5, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=(70, 62, 54))
    out = io.BytesIO()
    turned.point(lambda value: value * 225 // 255 + 8).save(out, "JPEG", quality=72)
    return out.getvalue()


def something_else() -> bytes:
    """Return a photograph of a dinner table."""
    dice = random.Random(7)
    picture = Image.new("RGB", (1200, 1600), (150, 110, 80))
    draw = ImageDraw.Draw(picture)
    for _ in range(60):
        x, y, size = dice.randrange(1200), dice.randrange(1600), dice.randrange(40, 300)
        draw.ellipse((x, y, x + size, y + size), fill=tuple(dice.randrange(256) for _ in range(3)))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


def upload(page, name, data, field="#camera"):
    page.set_input_files(field, {"name": name, "mimeType": "image/jpeg", "buffer": data})
    page.locator("form", has=page.locator(field)).get_by_role("button", name="上传", exact=True).click()
    page.wait_for_selector(".outcomes")
    return page.inner_text(".outcomes")


def test_a_target_is_parted_anew_and_the_sums_agree(visit):
    page = visit(OFFICE, f"/desk/plans/1/breakdown/?q={SKILLS}")
    page.click(f".quote-door >> text={SKILLS}")
    page.get_by_label(f"{LABOUR}2027年", exact=True).fill("900")
    page.get_by_label(f"{UNIONS}2027年", exact=True).fill("700")
    page.fill("#why", "县总工会2027年机构人员减少")
    page.locator(".save-row .primary").click()
    page.wait_for_selector(".notice.success")
    assert page.inner_text(".notice.success") == "已保存，改动2格。合计一致。"


def test_the_year_is_opened_issued_and_its_table_says_who_does_what(visit, axe, story):
    page = visit(OFFICE, "/desk/plans/1/years/")
    page.click("text=开年度")
    page.wait_for_url("**/desk/plans/years/*/")
    story["year"] = f"/{page.url.split('/', 3)[3]}"
    page.click(".tabs >> text=目标责任书")
    assert "印发以前可以拟稿" in page.inner_text("main")
    judge(page, axe)  # every unit, and not one letter yet
    page.goto(f"{story['year']}issue/")
    page.fill("[name=document_number]", "清科组发〔2027〕2号")
    page.fill("[name=issued_on]", "2026-11-20")
    page.locator("button", has_text="登记印发").click()
    page.wait_for_selector("text=工作事项不再改动")
    page.goto(f"{story['year']}table/?by=unit&q={UNIONS}")
    assert "不少于700人次" in page.inner_text("main")
    with page.expect_download() as caught:
        page.get_by_role("link", name="Word").first.click()
    table = docx.Document(caught.value.path()).tables[0]
    assert any(UNIONS in cell.text for row in table.rows for cell in row.cells)


def test_one_press_drafts_a_letter_for_every_unit_and_township(letters, axe, shoot):
    assert "还没有拟" in letters.inner_text(".tally")
    confirmed(letters, "一键拟稿", "拟稿")
    letters.wait_for_selector(".notice.success")
    said = letters.inner_text(".notice.success")
    due = int(letters.locator(".tally .number").first.inner_text())
    assert said.startswith(f"已拟{due}份责任书")
    judge(letters, axe)
    letter_of(letters, UNIONS)
    quantities = letters.locator("table", has=letters.locator("text=本年度目标值")).first.inner_text()
    assert "不少于700人次" in quantities
    judge(letters, axe)
    letters.go_back()
    letter_of(letters, TOWN)
    assert "乙方：南浦街道" in letters.inner_text("article")


def test_all_of_them_are_asked_for_their_opinion(letters, axe, shoot):
    in_bulk(letters, "审定", "选中的")
    letters.wait_for_selector("[role=alert]")
    assert "没有选中可以办的责任书" in letters.inner_text("[role=alert]")
    letters.complaints.clear()  # the browser notes the refusal (422)
    in_bulk(letters, "征求意见")
    letters.wait_for_selector("text=确认征求意见")
    judge(letters, axe)
    shoot(letters, "letters-confirm")
    letters.click("text=确认征求意见")
    letters.wait_for_selector(".notice.success")
    assert re.search(r"征求意见：\d+份已办", letters.inner_text(".notice.success"))


def test_a_unit_says_on_the_telephone_what_it_would_have_otherwise(visit, axe, shoot):
    page = visit(LIAISON, "/desk/", width=PHONE, height=844)
    page.click("text=对县教育体育局2027年度目标责任书反馈意见")
    page.wait_for_url("**/letters/*/")
    judge(page, axe)
    shoot(page, "letter-opinion")
    page.click("button >> text=提交")
    page.wait_for_selector("[data-errors]")
    assert "请选择“同意”或“有意见”" in page.inner_text("[data-errors]")
    page.complaints.clear()  # 422
    page.check("[name=agrees][value=no]")
    page.fill("[name=text]", "建议进校园宣讲改为每学期安排，避开考试月。")
    page.click("button >> text=提交")
    page.wait_for_selector(".notice.success")
    assert "避开考试月" in page.inner_text(".opinions")


def test_a_township_without_account_agrees_by_link_and_code(visit, letters, axe, shoot):
    letter_of(letters, TOWN)
    letters.click("text=给没有账号的单位发一次性链接")
    judge(letters, axe)
    letters.click("button:has-text('生成链接和验证码')")
    address = re.search(r"http://\S+", letters.locator(".copy textarea").input_value())[0]
    code = letters.locator("code").inner_text()
    judge(letters, axe)
    phone = visit("", address, width=PHONE, height=844)
    phone.fill("[name=code]", code)
    phone.click("main button:has-text('打开')")
    phone.wait_for_selector("text=反馈意见 >> nth=0")
    judge(phone, axe)
    phone.click("text=去反馈")
    phone.check("[name=agrees][value=yes]")
    phone.fill("[name=signer]", "示例填写人")
    shoot(phone, "letter-link")
    phone.click("main button:has-text('提交')")
    phone.wait_for_url("**/link/done/")
    letters.goto("/desk/people/links/?state=used")
    assert TOWN in letters.inner_text("tbody")


def test_an_objection_is_answered_before_the_letter_is_approved(letters, axe):
    shown = letters.locator("tbody tr", has_text="县教育体育局").inner_text()
    assert "有意见" in shown
    assert "待答复" in shown
    letter_of(letters, "县教育体育局")
    assert "还有1条意见没有写明采纳情况" in sides(letters)
    letters.fill("[name=reply]", "采纳，宣讲按学期安排。")
    letters.get_by_role("button", name="答复", exact=True).click()
    letters.wait_for_selector("text=采纳情况：采纳，宣讲按学期安排。")
    judge(letters, axe)
    assert "没有写明采纳情况" not in sides(letters)


def test_approved_each_bears_its_code_and_stays_as_it_is(letters, visit, story, axe):
    in_bulk(letters, "审定")
    letters.click("text=确认审定")
    letters.wait_for_selector(".notice.success")
    letter_of(letters, UNIONS)
    story["letter"] = f"/{letters.url.split('/', 3)[3]}"
    story["code"] = letters.inner_text("#deeds .code")
    assert re.fullmatch(r"[2-9A-Z]{5}-[2-9A-Z]{5}", story["code"])
    judge(letters, axe)
    grid = visit(OFFICE, f"/desk/plans/1/breakdown/?q={SKILLS}")
    grid.click(f".quote-door >> text={SKILLS}")
    for unit, value in ((UNIONS, "650"), (LABOUR, "950")):
        grid.get_by_label(f"{unit}2027年", exact=True).fill(value)
    grid.locator(".save-row .primary").click()
    grid.wait_for_selector(".notice.success")
    letters.reload()
    assert "审定后有1处变动" in letters.inner_text("main")
    assert "不少于700人次" in letters.inner_text("article")
    judge(letters, axe)


def test_all_are_packed_in_one_archive(letters, story, axe):
    in_bulk(letters, "打包下载")
    letters.wait_for_url("**/letters/archives/*/")
    judge(letters, axe)  # while it is being made, unless it is ready already
    letters.wait_for_selector("text=下载压缩包", timeout=LONG)
    judge(letters, axe)
    with letters.expect_download() as caught:
        letters.click("text=下载压缩包")
    story["archive"] = caught.value.path().read_bytes()
    files = zipfile.ZipFile(io.BytesIO(story["archive"]))
    names = files.namelist()
    words, prints = ([n for n in names if n.startswith(folder)] for folder in ("Word/", "PDF/"))
    assert len(words) == len(prints) > 60
    assert [n for n in names if n.endswith(".xlsx")] == ["2027年度目标责任书清单.xlsx"]
    (word,) = [n for n in words if f" {UNIONS}2027" in n]
    document = docx.Document(io.BytesIO(files.read(word)))
    cells = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "不少于700" in cells
    feet = [part.text for section in document.sections for part in feet_of(section)]
    assert story["code"] in "".join(feet)


def test_the_pdf_says_the_same_and_is_noted_as_printed(letters, story):
    files = zipfile.ZipFile(io.BytesIO(story["archive"]))
    (name,) = [n for n in files.namelist() if n.startswith("PDF/") and f" {UNIONS}2027" in n]
    story["pdf"] = files.read(name)
    document = pypdfium2.PdfDocument(story["pdf"])
    pages = [page.get_textpage().get_text_range() for page in document]
    assert "不少于700" in "".join("".join(pages).split())
    assert all(story["code"] in page for page in pages)
    in_bulk(letters, "印制")
    letters.click("text=确认印制")
    letters.wait_for_selector(".notice.success")
    letters.goto(story["letter"])
    assert "已印制" in sides(letters)


def test_a_photograph_of_something_else_is_kept_and_said_to_be_unknown(visit, axe, story):
    phone = visit(OFFICE, "/desk/scans/", width=PHONE, height=844)
    before = phone.locator(".scan-list").first.locator("li").count()
    said = upload(phone, "IMG_2201.jpg", something_else())
    assert "没有识别到校验码" in said
    assert "图片已保存" in said
    judge(phone, axe)
    assert phone.locator(".scan-list").first.locator("li").count() == before + 1
    said = upload(phone, "IMG_2202.jpg", b"this is not a photograph")
    assert "IMG_2202.jpg" in said
    assert "没有识别到校验码" not in said
    phone.complaints.clear()  # 422
    judge(phone, axe)
    assert phone.locator(".scan-list").first.locator("li").count() == before + 1
    phone.locator(".scan-list a", has_text="IMG_2201.jpg").click()
    phone.fill("[name=code]", "22222-22222")
    phone.click("text=按校验码归档")
    phone.wait_for_selector("[data-errors]")
    assert phone.input_value("[name=code]") == "22222-22222"
    phone.complaints.clear()
    judge(phone, axe)
    phone.fill("[name=reason]", "拍错了")
    phone.click("text=作废这张扫描件")
    phone.wait_for_selector(".notice.success")


def test_a_photograph_of_the_signed_page_finds_its_letter_by_the_code(visit, axe, story, shoot):
    phone = visit(OFFICE, "/desk/scans/", width=PHONE, height=844)
    said = upload(phone, "IMG_2203.jpg", photograph(story["pdf"]))
    assert "已归入" in said
    assert UNIONS in said
    shoot(phone, "scan-phone")
    judge(phone, axe)
    phone.locator(".outcomes a", has_text=UNIONS).click()
    phone.wait_for_url(f"**{story['letter']}")
    assert "签章页已上传，请核对后登记" in sides(phone)
    phone.click("text=登记已签订")
    phone.wait_for_selector(".notice.success")
    assert sides(phone).startswith("已签订")


def test_the_stamped_version_stands_beside_the_draft(visit, axe, story, shoot):
    page = visit(OFFICE, story["letter"])
    picture = page.locator(".scan-page img")
    picture.scroll_into_view_if_needed()
    holds(page, "document.querySelector('.scan-page img').naturalWidth > 0")
    page.evaluate("scrollTo(0, 0)")
    assert "不少于700人次" in page.inner_text("article")
    judge(page, axe)
    shoot(page, "letter-signed")


def test_the_units_page_shows_that_it_is_signed(visit, axe, story):
    page = visit(OFFICE, f"{story['year']}table/?by=unit&q={UNIONS}")
    page.locator("main").get_by_role("link", name=UNIONS).first.click()
    page.wait_for_url("**/units/*/")
    assert "已签订" in page.inner_text(".unit-answers")
    judge(page, axe)


def test_a_signed_letter_is_adjusted_and_stays_in_force_until_the_new_one_is_signed(visit, axe, story):
    page = visit(OFFICE, story["letter"])
    page.click("text=拟调整后的责任书")
    page.wait_for_selector("[data-errors]")
    assert "请写明调整原因" in page.inner_text("[data-errors]")
    page.complaints.clear()  # 422
    page.fill("[name=reason]", "县总工会2027年培训任务调减")
    page.click("text=拟调整后的责任书")
    page.wait_for_selector("text=这一份签订以前，原责任书继续有效")
    new = page.url
    assert "不少于650人次" in page.inner_text("article")
    judge(page, axe)
    page.goto(story["letter"])
    assert "它签订以前，这一份继续有效" in page.inner_text("main")
    page.goto(new)
    confirmed(page, "审定")
    page.wait_for_selector("text=登记已印制")
    with page.expect_download() as caught:
        page.click("text=下载 PDF")
    page.goto("/desk/scans/")
    said = upload(page, "IMG_2301.jpg", photograph(caught.value.path().read_bytes()), "#pictures")
    assert "已归入" in said
    page.goto(new)
    page.click("text=登记已签订")
    page.wait_for_selector(".notice.success")
    page.goto(story["letter"])
    assert "这份责任书已调整" in page.inner_text("main")
    judge(page, axe)


def test_the_list_tells_at_a_glance(letters, axe, shoot):
    assert letters.locator(".tally .number").nth(1).inner_text() == "1"
    judge(letters, axe)
    shoot(letters, "letters")
    letters.fill("#q", "没有这个单位")
    letters.click("button >> text=筛选")
    assert "没有符合筛选的责任书" in letters.inner_text("main")
    judge(letters, axe)
