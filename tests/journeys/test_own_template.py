"""The office makes a template its own: the shipped one downloaded, edited in a word processor, uploaded, taken back."""

import io

import docx
import pytest

pytestmark = pytest.mark.browser


def downloaded(page, words) -> bytes:
    """What a link or button of the page downloads."""
    with page.expect_download() as waiting:
        page.click(words)
    return waiting.value.path().read_bytes()


def edited(data: bytes, old: str, new: str) -> bytes:
    """The document as a person would leave it who changed one text."""
    document = docx.Document(io.BytesIO(data))
    (paragraph,) = [p for p in document.paragraphs if p.text == old]
    paragraph.runs[0].text = new
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def hand_in(page, data: bytes, name: str) -> None:
    page.set_input_files("#file", {"name": name, "mimeType": "application/octet-stream", "buffer": data})
    page.click("text=检查并启用")


def texts(data: bytes) -> list[str]:
    return [p.text for p in docx.Document(io.BytesIO(data)).paragraphs]


def test_a_template_of_ones_own(visit, axe):
    page = visit("纲要办", "/desk/")
    page.click("nav >> text=文书模板")
    page.click("th >> text=目标责任书")
    shipped = downloaded(page, "text=下载系统模板")

    hand_in(page, edited(shipped, "乙方：{{乙方}}", "责任单位：{{乙芳}}"), "责任书改.docx")
    page.wait_for_selector("#outcome .error")
    page.complaints.clear()  # the browser notes the refusal (422)
    assert "是不是“乙方”" in page.inner_text("#outcome")
    assert page.evaluate("document.querySelector('#file').files.length") == 1  # the choice is not lost
    axe(page)

    hand_in(page, edited(shipped, "乙方：{{乙方}}", "责任单位：{{乙方}}"), "责任书改.docx")
    page.wait_for_selector(".success")
    assert "本单位模板：责任书改.docx" in page.inner_text("main")
    assert "责任单位：县教育局" in texts(downloaded(page, "text=下载样例"))
    axe(page)

    page.click("summary >> text=恢复为系统模板")
    page.click("dialog button.primary, .confirm-sheet button.primary")
    page.wait_for_selector("text=已恢复为系统模板")
    assert "乙方：县教育局" in texts(downloaded(page, "text=下载样例"))
    page.click("button >> text=重新使用")
    page.wait_for_selector(".success >> text=已重新使用")
    assert "本单位模板：责任书改.docx" in page.inner_text("main")
    axe(page)
