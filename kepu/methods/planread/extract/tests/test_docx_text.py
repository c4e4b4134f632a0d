"""What of a Word paragraph is text, and what is not."""

import pytest

from kepu.methods.planread.extract import extract
from kepu.methods.planread.extract.tests.word_files import docx, p, run, zipped

STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
USUAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def texts(body: str, styles: str = "") -> list[str]:
    source = extract(docx(body, styles=styles))
    return [source.text[block.start : block.end] for block in source.blocks]


def field(code: str, result: str) -> str:
    begin, parts, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f"{begin}<w:r><w:instrText>{code}</w:instrText></w:r>{parts}{run(result)}{end}"


def box(text: str) -> str:
    """A text box as Word stores it: as a choice and again as a fallback."""
    content = f"<w:txbxContent>{p(text)}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic><a:graphicData><wps:wsp><wps:txbx>{content}'
        "</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def test_runs_tabs_and_hyphens_make_one_paragraph() -> None:
    body = p(
        run("县") + run("科协") + "<w:r><w:tab/></w:r>" + run("2021") + "<w:r><w:noBreakHyphen/></w:r>" + run("25")
    )
    assert texts(body) == ["县科协\t2021-25"]


def test_inserted_text_is_in_and_deleted_and_moved_away_text_is_out() -> None:
    inner = (
        f"{run('建设')}<w:ins>{run('五')}</w:ins><w:del><w:r><w:delText>三</w:delText></w:r></w:del>"
        f"<w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('家')}</w:moveTo>"
    )
    assert texts(p(inner)) == ["建设五家"]


def test_deleted_paragraph_mark_joins_the_two_paragraphs() -> None:
    assert texts(p("一、总体", "<w:rPr><w:del/></w:rPr>") + p("要求") + p("正文")) == ["一、总体要求", "正文"]


def test_deleted_table_row_is_out() -> None:
    kept, gone = (f"<w:tc>{p(left)}</w:tc><w:tc>{p(right)}</w:tc>" for left, right in (("甲", "乙"), ("丙", "丁")))
    assert texts(f"<w:tbl><w:tr>{kept}</w:tr><w:tr><w:trPr><w:del/></w:trPr>{gone}</w:tr></w:tbl>") == ["甲", "乙"]


def test_hidden_text_is_out_also_by_style_and_shown_again_by_the_run() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="H"><w:name w:val="H"/><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="P"><w:name w:val="P"/><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    body = (
        p(run("见") + run("不见", "<w:vanish/>") + run("不见", '<w:rStyle w:val="H"/>'))
        + p("不见", '<w:pStyle w:val="P"/>')
        + p(run("又见", '<w:vanish w:val="0"/>'), '<w:pStyle w:val="P"/>')
    )
    assert texts(body, styles) == ["见", "又见"]


def test_fields_give_their_results_only() -> None:
    assert texts(p(run("见") + field(' HYPERLINK "http://x" ', "附件") + run("。"))) == ["见附件。"]


def test_field_left_open_in_one_paragraph_does_not_swallow_the_next() -> None:
    opened = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    assert texts(p(run("甲") + opened) + p("乙")) == ["甲", "乙"]


def test_links_smart_tags_and_content_controls_are_transparent() -> None:
    inner = (
        f"<w:hyperlink>{run('一')}</w:hyperlink><w:smartTag>{run('二')}</w:smartTag>"
        f"<w:sdt><w:sdtPr/><w:sdtContent>{run('三')}</w:sdtContent></w:sdt><w:fldSimple>{run('四')}</w:fldSimple>"
    )
    body = f"<w:sdt><w:sdtPr/><w:sdtContent>{p(inner)}</w:sdtContent></w:sdt>"
    assert texts(body) == ["一二三四"]


def test_text_box_is_read_once_and_in_its_place() -> None:
    assert texts(p(box("政府文件") + run("正文")) + p(run("末段") + box("盖章处"))) == [
        "政府文件",
        "正文",
        "末段",
        "盖章处",
    ]


def test_notes_bookmarks_and_ruby_readings_are_out() -> None:
    ruby = (
        f"<w:r><w:ruby><w:rt>{run('yán')}</w:rt><w:rubyBase>{run('砚')}</w:rubyBase></w:ruby></w:r>"
        '<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:bookmarkEnd w:id="0"/>'
        '<w:r><w:footnoteReference w:id="1"/></w:r>'
    )
    assert texts(p(ruby + run("溪[bookmark: _GoBack]县"))) == ["砚溪县"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("关于印发某县", "实施方案的通知", ["关于印发某县\n实施方案的通知"]),
        ("制定本方案。", "坚持统筹推进", ["制定本方案。", "坚持统筹推进"]),
        ("总体要求", "（一）指导思想", ["总体要求", "（一）指导思想"]),
        ("总体要求", "　　以深化改革为主线", ["总体要求", "以深化改革为主线"]),
    ],
)
def test_line_break_parts_paragraphs_unless_it_only_breaks_a_title(
    before: str, after: str, expected: list[str]
) -> None:
    assert texts(p(run(before) + "<w:r><w:br/></w:r>" + run(after))) == expected


def test_contents_page_stays_in_the_text_but_is_no_block() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>'
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    entry = p("一、总则", '<w:pStyle w:val="T1"/>')
    contents = f"<w:sdt>{gallery}<w:sdtContent>{p('目录')}</w:sdtContent></w:sdt>{entry}"
    source = extract(docx(contents + p("一、总体要求"), styles=styles))
    assert source.text == "目录\n一、总则\n一、总体要求\n"
    assert [source.text[block.start : block.end] for block in source.blocks] == ["一、总体要求"]


def test_outline_level_of_the_paragraph_goes_before_that_of_its_style() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    body = (
        p("甲", '<w:pStyle w:val="1"/>')
        + p("乙", '<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>')
        + p("丙", '<w:outlineLvl w:val="2"/>')
        + p("丁")
    )
    assert [block.level for block in extract(docx(body, styles=styles)).blocks] == [1, None, 3, None]


def test_strict_file_without_styles_and_relations_is_read() -> None:
    xml = f'<w:document xmlns:w="{STRICT}"><w:body>{p("一、总体要求")}</w:body></w:document>'
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
        'Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/word/document.xml"/>'
        "</Relationships>"
    )
    source = extract(zipped({"_rels/.rels": relations, "word/document.xml": xml}))
    assert source.text == "一、总体要求\n"


def test_file_with_backslashes_and_nothing_but_the_document_is_read() -> None:
    xml = f'<w:document xmlns:w="{USUAL}"><w:body>{p("正文")}</w:body></w:document>'
    assert extract(zipped({"word\\document.xml": xml})).text == "正文\n"


def test_entities_are_not_expanded() -> None:
    evil = '<!DOCTYPE w [<!ENTITY many "aaaaaaaaaa"><!ENTITY file SYSTEM "file:///etc/passwd">]>'
    xml = f'{evil}<w:document xmlns:w="{USUAL}"><w:body>{p("正文&many;&file;")}</w:body></w:document>'
    assert extract(zipped({"word/document.xml": xml})).text == "正文\n"
