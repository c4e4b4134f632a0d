"""Files that cannot become a plan, and hands that are too quick: each is told what is wrong, and nothing is kept twice."""

import pytest

from tests.journeys.looking import judge, opened
from tests.journeys.papers import SHORT, with_first_paragraph

pytestmark = pytest.mark.browser


@pytest.fixture
def page(visit):
    return visit("纲要办", "/desk/plans/upload/")


def hand_in(page, name, data):
    page.set_input_files("#file", {"name": name, "mimeType": "application/octet-stream", "buffer": data})
    page.click("text=上传并读取")


def told(page):
    """What the page answers; the browser itself notes every refusal in its console, which is no fault of the page."""
    page.wait_for_selector("#upload .notice, #upload .errorlist li")
    page.complaints[:] = [complaint for complaint in page.complaints if "422" not in complaint]
    return page.inner_text("#upload .notice, #upload .errorlist li")


def documents(visit):
    """How many documents the secretariat has waiting or failed, as its first page tells."""
    return visit("纲要办", "/desk/").locator("main a[href*='/documents/']").count()


def scanned_pdf():
    """A page that is a picture and nothing else, as a scanner makes it."""
    picture = bytes(range(256)) * 64
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
        b"<</Length 30>>\nstream\nq 595 0 0 842 0 0 cm /I Do Q \nendstream",
        b"<</Type/XObject/Subtype/Image/Width 128/Height 128/ColorSpace/DeviceGray/BitsPerComponent 8/Length %d>>\n"
        b"stream\n%s\nendstream" % (len(picture), picture),
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + table
    return bytes(out + b"trailer <</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start)


def test_of_several_files_only_the_wrong_one_is_left_out(visit):
    page = visit("纲要办", "/desk/scans/")
    files = [("一.jpg", b"\xff\xd8\xff" + b"0" * 2000), ("说明.docx", b"PK" * 100), ("二.png", b"\x89PNG" * 500)]
    page.set_input_files(
        "input[type=file][multiple]",
        [{"name": name, "mimeType": "application/octet-stream", "buffer": data} for name, data in files],
    )
    words = page.locator("[data-drop]", has=page.locator("input[multiple]")).inner_text()
    assert "“说明.docx”不是可以读取的格式" in words
    assert "其余2个文件已选好" in words
    assert "一.jpg（2 KB）、二.png（2 KB）" in words


BAD = [
    ("方案.exe", b"MZ" + b"\0" * 200, "不是可以读取的格式"),
    ("方案.docx", b"", "是空文件"),
    ("扫描件.pdf", scanned_pdf(), "扫描件"),
    ("打不开.docx", (SHORT / "02-yanxi.docx").read_bytes()[:4000], "已损坏"),
    ("其实是图片.docx", b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "这是图片"),
]


@pytest.mark.parametrize(("name", "data", "words"), BAD, ids=["kind", "empty", "scanned", "broken", "picture"])
def test_a_file_that_is_no_plan_is_refused_with_what_to_do(visit, axe, page, name, data, words):
    before = documents(visit)
    page.set_input_files("#file", {"name": name, "mimeType": "application/octet-stream", "buffer": data})
    if not page.inner_text("[data-drop-error]"):
        page.click("text=上传并读取")
        assert words in told(page)
        assert "请" in told(page)  # says what to do
        judge(page, axe)
    else:
        assert words in page.inner_text("[data-drop-error]")
        assert "请" in page.inner_text("[data-drop-error]")
    page.wait_for_selector("text=上传并读取")  # and another file can be chosen at once
    assert page.url.endswith("/upload/")
    assert documents(visit) == before


def test_a_secret_paper_is_refused_with_its_mark_and_nothing_of_it_is_kept(visit, site, page, axe, shoot):
    kept = {path for path in (site.folder / "files").rglob("*") if path.is_file()}
    hand_in(page, "实施方案.docx", with_first_paragraph(SHORT / "02-yanxi.docx", "秘密★1年"))
    assert "秘密★1年" in told(page)
    assert "文件未保存" in told(page)
    judge(page, axe)
    assert {path for path in (site.folder / "files").rglob("*") if path.is_file()} == kept
    page.goto("/desk/plans/")
    assert "砚溪" not in page.inner_text("main")


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_file_of_25_mb_is_refused_also_where_no_script_looks_at_it_first(visit, tmp_path, script):
    page = visit("纲要办", "/desk/plans/upload/", script=script)
    with (tmp_path / "很大.docx").open("wb") as out:
        out.truncate(25 * 1024 * 1024)
    page.set_input_files("#file", tmp_path / "很大.docx")
    if script:
        words = page.inner_text("[data-drop-error]")
    else:
        page.click("text=上传并读取")
        words = told(page)
    assert "超过 20 MB" in words
    assert "请压缩图片" in words


def test_an_impatient_double_click_uploads_once(visit, page):
    before = visit("纲要办", "/desk/plans/").locator("main tbody tr").count()
    page.set_input_files("#file", SHORT / "06-wuping.pdf")
    page.dblclick("text=上传并读取")
    page.wait_for_url("**/proofread/")
    page.goto("/desk/plans/")
    assert page.locator("main tbody tr", has_text="梧坪县").count() == 1
    assert page.locator("main tbody tr").count() == before + 1


def test_the_same_file_twice_leads_to_the_first(visit, page):
    hand_in(page, "梧坪县方案（再传一次）.pdf", (SHORT / "06-wuping.pdf").read_bytes())
    assert "以前上传过" in told(page)
    page.click("text=打开这份文件")
    page.wait_for_selector("text=06-wuping.pdf")


def test_a_tab_closed_while_reading_loses_nothing(visit, page):
    hand_in(page, "汀岭县方案.doc", (SHORT / "03-tingling.doc").read_bytes())
    page.wait_for_url(lambda url: "/documents/" in url or "/proofread/" in url)
    page.close()
    back = visit("纲要办", "/desk/")
    back.click(".todo a >> text=汀岭县")
    back.wait_for_selector("a:has-text('开始校对'), #structure [data-item=task]")
    if not back.url.endswith("/proofread/"):  # it was done before the page was opened
        back.click("text=开始校对")
    back.wait_for_selector("#structure [data-item=task]")
    assert "汀岭县" in back.inner_text(".proof-title")


def test_a_tab_closed_while_typing_loses_nothing(visit):
    page = visit("纲要办", "/desk/plans/")
    page.click("tr:has-text('汀岭县') >> text=校对中")
    page.dblclick("#structure [data-item=task] >> nth=0")
    opened(page)
    page.fill(".editing [name=title]", "把科学精神教育融入校园生活（改到一半）")
    page.wait_for_timeout(400)  # drafts are saved 300 ms after the last key
    address = page.url
    page.goto("/desk/")
    page.goto(address)
    page.dblclick("#structure [data-item=task] >> nth=0")
    page.wait_for_selector("text=尚未提交的内容")
    assert page.input_value(".editing [name=title]") == "把科学精神教育融入校园生活（改到一半）"
