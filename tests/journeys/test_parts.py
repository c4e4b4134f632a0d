"""What the parts do when a person uses them: nothing typed is lost, nothing is done twice, failures say what to do."""

import pytest

pytestmark = pytest.mark.browser
PARTS = "/desk/parts/"


@pytest.fixture
def page(visit):
    return visit("纲要办", PARTS)


def typed(page, name, text):
    page.fill(f"[name={name}]", text)
    page.wait_for_timeout(400)  # drafts are saved 300 ms after the last key


def test_what_was_typed_comes_back_after_a_closed_tab(page):
    typed(page, "name", "清禾县实施方案")
    page.goto("/desk/")
    page.goto(PARTS)
    assert page.input_value("[name=name]") == "清禾县实施方案"
    assert page.is_visible("text=尚未提交的内容")


def test_a_discarded_draft_does_not_come_back(page):
    typed(page, "name", "清禾县实施方案")
    page.reload()
    page.click(".kept >> text=放弃")
    assert page.input_value("[name=name]") == ""
    page.reload()
    assert page.input_value("[name=name]") == ""


def test_a_form_with_errors_keeps_its_draft_and_shows_what_to_correct(page):
    typed(page, "number", "县政办〔2026〕12号")
    page.evaluate("document.querySelector('form[data-keep]').noValidate = true")
    page.click("text=检查")
    page.wait_for_url("**try=1**")
    assert page.evaluate("document.activeElement.hasAttribute('data-errors')")
    page.goto(PARTS)
    assert page.input_value("[name=number]") == "县政办〔2026〕12号"


def test_a_draft_of_an_older_version_is_offered_not_imposed(page):
    typed(page, "name", "清禾县实施方案")
    page.evaluate("""() => {
        const key = Object.keys(localStorage).find(k => k.endsWith(':parts'));
        const draft = JSON.parse(localStorage.getItem(key));
        draft.version = 'older';
        localStorage.setItem(key, JSON.stringify(draft));
    }""")
    page.reload()
    assert page.input_value("[name=name]") == ""
    page.click("text=仍然恢复")
    assert page.input_value("[name=name]") == "清禾县实施方案"


def test_signing_out_leaves_no_draft_behind(visit):
    page = visit("纲要办", PARTS, own=True)
    typed(page, "name", "清禾县实施方案")
    page.click(".top-own .menu > summary")
    page.click("text=退出登录")
    page.wait_for_url(lambda url: PARTS not in url)
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('kepu:keep:'))") == []


def test_a_confirmation_asks_in_a_dialog_and_cancels_by_escape(page):
    page.click("text=作废这一条…")
    assert page.is_visible("dialog[open] >> text=作废后不再计入本任务的目标")
    page.keyboard.press("Escape")
    assert not page.is_visible("text=作废后不再计入本任务的目标")
    assert page.evaluate("document.activeElement.textContent") == "作废这一条…"


def test_a_confirmation_works_without_script(visit):
    page = visit("纲要办", PARTS, script=False)
    page.click("text=作废这一条…")
    assert page.is_visible("text=作废后不再计入本任务的目标")


@pytest.mark.parametrize(
    ("name", "size", "told"),
    [("方案.exe", 1, "不是可以读取的格式"), ("空.docx", 0, "是空文件"), ("大.docx", 21 * 1024 * 1024, "超过 20 MB")],
)
def test_a_file_that_cannot_be_read_is_refused_before_it_is_sent(page, tmp_path, name, size, told):
    with (tmp_path / name).open("wb") as out:
        out.truncate(size)
    page.set_input_files("#file", tmp_path / name)
    assert told in page.inner_text("[data-drop-error]")
    assert page.evaluate("document.getElementById('file').files.length") == 0


def test_a_good_file_is_named_with_its_size(page):
    page.set_input_files("#file", {"name": "方案.DOCX", "mimeType": "application/octet-stream", "buffer": b"x" * 2048})
    assert page.inner_text("[data-drop-chosen]") == "方案.DOCX（2 KB）"
    assert page.inner_text("[data-drop-error]") == ""


def test_an_upload_shows_how_far_it_is(page, tmp_path):
    page.evaluate("""() => {
        window.seen = [];
        const percent = document.querySelector('[data-drop-percent]');
        new MutationObserver(() => window.seen.push(percent.textContent)).observe(percent, {childList: true});
    }""")
    with (tmp_path / "方案.docx").open("wb") as out:
        out.truncate(3 * 1024 * 1024)
    page.set_input_files("#file", tmp_path / "方案.docx")
    page.click("text=上传（不会保存）")
    page.wait_for_selector("[data-drop-chosen]:empty", state="attached")
    assert page.evaluate("window.seen[window.seen.length - 1]") == "已传完，正在处理…"
    assert page.is_visible("text=把文件拖到这里")


def test_the_choice_of_columns_is_kept(page):
    page.click("text=显示的列")
    page.click(".column-menu >> text=联络员")
    assert not page.is_visible("th >> text=联络员")
    page.reload()
    assert not page.is_visible("th >> text=联络员")
    assert page.is_visible("th >> text=牵头任务")


def test_the_matrix_zooms_and_keeps_its_zoom(page):
    width = page.evaluate("document.querySelector('.matrix td').offsetWidth")
    page.click("[data-zoom-by='1']")
    assert page.evaluate("document.querySelector('.matrix td').offsetWidth") > width
    page.reload()
    assert page.evaluate("document.querySelector('.matrix td').offsetWidth") > width


@pytest.mark.parametrize("path", [PARTS, "/desk/plans/1/matrix/"])
def test_the_matrix_lights_the_head_above_the_pointer(page, path):
    page.goto(path)
    cell = page.locator(".matrix tbody tr:nth-child(3) td >> nth=4")
    cell.hover()
    head = page.locator(".matrix thead .lit")
    assert head.count() == 1
    assert head.bounding_box()["x"] == pytest.approx(cell.bounding_box()["x"], abs=1)


def ask(page):
    page.keyboard.press("Control+k")
    page.keyboard.type("科普")


def test_a_broken_line_is_told_and_the_text_stays(page):
    page.context.set_offline(True)
    ask(page)
    page.wait_for_selector(".toast.error >> text=网络不通")
    assert page.input_value("#dialog-q") == "科普"
    page.complaints.clear()


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (403, "没有这项权限"),
        (404, "内容已不存在"),
        (413, "超过了允许的大小"),
        (500, "系统出错"),
        (503, "正忙或正在维护"),
    ],
)
def test_a_failed_request_says_what_to_do(page, status, told):
    page.route("**/desk/search/**", lambda route: route.fulfill(status=status, body="x"))
    ask(page)
    assert told in page.inner_text(".toast.error")
    assert page.inner_text("#search-results") == ""
    page.complaints.clear()


def test_a_stale_form_is_answered_with_what_the_server_shows(page):
    page.route("**/desk/search/**", lambda route: route.fulfill(status=409, body="<p>已被他人修改</p>"))
    ask(page)
    page.wait_for_selector("#search-results >> text=已被他人修改")
    page.complaints.clear()


def test_an_expired_session_keeps_the_page_and_offers_to_sign_in(page):
    page.context.clear_cookies()
    ask(page)
    page.wait_for_selector(".toast.error >> text=登录已过期")
    assert page.inner_text("#search-results") == ""


def test_an_impatient_double_click_is_one_deed(page):
    sent = []
    page.route("**/once/", lambda route: (sent.append(1), page.wait_for_timeout(300), route.fulfill(body="ok")))
    page.evaluate("""() => {
        const form = document.createElement('form');
        form.method = 'post';
        form.action = '/once/';
        form.innerHTML = '<button id="once">提交</button>';
        document.querySelector('main').prepend(form);
        const button = document.getElementById('once');
        button.click();
        button.click();
    }""")
    page.wait_for_url("**/once/")
    assert sent == [1]
