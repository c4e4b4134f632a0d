"""A template that cannot be used is refused with a clear word: what, where, what to do; none of it runs or hangs."""

import io
import struct
import zipfile

import docx
import pytest

from kepu.methods import papers
from kepu.methods.papers import BadTemplate, check_template, check_template_safely, complete, fill
from kepu.methods.papers.tests.forms import part_of, template, with_parts

VALUES = complete("letter", papers.sample_values("letter"))


def refused(data: bytes) -> str:
    with pytest.raises(BadTemplate) as caught:
        fill(data, VALUES)
    return str(caught.value)


def zip_of(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (b"hello", "不是 Word 文档"),
        (b"PK\x03\x04 cut", "已损坏"),
        (b"%PDF-1.7", "不是 Word 文档"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "另存为 .docx"),
        (b"x" * (5 * 1024 * 1024 + 1), "5 MB"),
        (zip_of(a=b"1"), "不是 Word 文档"),
        (zip_of(**{f"p{i}": b"" for i in range(401)}), "部件过多"),
    ],
    ids=["empty", "text", "cut", "pdf", "doc", "large", "zip", "parts"],
)
def test_what_is_no_document(data, words):
    assert words in refused(data)


def test_a_package_that_unpacks_without_end():
    bomb = with_parts(template("{{标题}}"), word__media__a_dot_bin=b"\0" * (60 * 1024 * 1024))
    assert len(bomb) < 200_000
    assert "展开后过大" in refused(bomb)
    xml = with_parts(template("{{标题}}"), word__more_dot_xml=b" " * (5 * 1024 * 1024))
    assert "展开后过大" in refused(xml)


def test_a_package_that_lies_about_its_sizes():
    bomb = bytearray(with_parts(template("{{标题}}"), word__media__a_dot_bin=b"\0" * (60 * 1024 * 1024)))
    at = bytes(bomb).rindex(b"PK\x01\x02")
    bomb[at + 24 : at + 28] = struct.pack("<L", 10)
    assert refused(bytes(bomb))


def test_entities_macros_and_links_to_the_outside():
    good = template("{{标题}}")
    body = part_of(good, "word/document.xml")
    entity = body.replace(b"?>", b'?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>', 1)
    assert "不合规范" in refused(with_parts(good, word__document_dot_xml=entity))
    assert "宏" in refused(with_parts(good, word__vbaProject_dot_bin=b"x"))
    assert "嵌入的对象" in refused(with_parts(good, word__embeddings__a_dot_bin=b"x"))
    links = part_of(good, "word/_rels/document.xml.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
        b'Target="http://example.org/a.png" TargetMode="External"/></Relationships>',
    )
    assert "以外的内容" in refused(with_parts(good, word___rels__document_dot_xml_dot_rels=links))
    field = body.replace(b"<w:sectPr", b"<w:p><w:r><w:instrText> DDEAUTO cmd </w:instrText></w:r></w:p><w:sectPr", 1)
    assert "域" in refused(with_parts(good, word__document_dot_xml=field))


def test_a_document_whose_parts_do_not_fit_together():
    good = template("{{标题}}")
    assert "打不开" in refused(with_parts(good, word__document_dot_xml=b"<not closed"))
    assert "打不开" in refused(with_parts(good, word__document_dot_xml=b"<a/>"))


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (("责任单位：{{单位}}",), ["“单位”"]),
        (("{{乙芳}}",), ["“乙芳”", "“乙方”"]),
        (("{{起始日}}与{{结束}}",), ["“起始日”", "“起始日期”", "“结束”", "“结束日期”"]),
        (("{%p for 目 in 定量目标 %}", "{{目.目标}}", "{%p endfor %}"), ["“目标”", "“目标值”"]),
        (("{{标题.长度}}",), ["“长度”"]),
    ],
)
def test_a_name_that_is_not_known_is_told_with_those_near_it(texts, words):
    said = refused(template(*texts))
    assert all(word in said for word in words), said


@pytest.mark.parametrize(
    ("texts", "near", "words"),
    [
        (("前一段", "单位：{{乙方}", "后一段"), "单位：{{乙方}", "括号"),
        (("前一段", "单位：{{}}"), "单位：{{}}", "没有写名称"),
        (("{%p for 条 in 职责 %}", "{{条}}"), "", "没有写结尾"),
        (("{{标题}}", "{%p endfor %}"), "endfor", "多了一个"),
        (("{% 如果 标题 %}有{% endif %}",), "如果", "不认识的语句"),
        (("{{ 乙方 甲方 }}",), "乙方 甲方", "写法有误"),
    ],
)
def test_a_slip_of_the_pen_is_told_with_its_place(texts, near, words):
    said = refused(template(*texts))
    assert near in said
    assert words in said


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}", "{{ 标题.__init__ }}", "{{ 标题['__class__'] }}", "{{ 标题|attr('__class__') }}", "{{ 标题.upper() }}",
        "{{ cycler }}", "{{ range(9999999) }}", "{{ lipsum() }}", "{{ 9**9**9 }}", "{{ '一' * 999999999 }}", "{{ self }}", "{{ _turns }}",
        "{% set x = 1 %}", "{% macro x() %}{% endmacro %}", "{% include 'x' %}", "{% import 'x' as y %}", "{% extends 'x' %}",
        "{% filter upper %}x{% endfilter %}", "{{ 标题|format }}", "{{ 标题|replace('a', 'b' * 99999999) }}", "{% call 标题() %}{% endcall %}",
        "{{ 标题.format }}", "{{ 职责.append }}", "{{ 标题 ~ loop }}", "{{ joiner }}", "{{ dict }}", "{{ 标题[0:5] }}",
        "{% for a in 职责 %}{{ loop }}{% endfor %}", "{{ caller }}",
        "{% raw %}{{ x }}{% endraw %}{{ y }}",
        "{{ 标题 is callable }}", "{% for a, b in 职责 %}{% endfor %}", "{% for a in 职责 recursive %}{{ loop(职责) }}{% endfor %}",
        "{% for a in 职责 %}{{ loop.cycle('a') }}{% endfor %}", "{% for a in 职责 %}{{ loop.previtem }}{% endfor %}",
        "{% for 条 in 标题 %}{{条}}{% endfor %}",
        "{{ 职责 }}", "{{ 定量目标[0] }}",
    ],
)  # fmt: skip
def test_what_a_template_may_not_do(text):
    assert refused(template("前", text, "后"))


def test_loops_in_loops_come_to_an_end():
    nested = "".join(f"{{% for {v} in 定量目标 %}}" for v in "abcd") + "x" + "{% endfor %}" * 4
    many = {**VALUES, "定量目标": [{"序号": "1"}] * 200}
    with pytest.raises(BadTemplate, match="循环次数过多"):
        fill(template(nested), many)
    deep = "".join(f"{{% for {v} in 定量目标 %}}" for v in "abcde") + "x" + "{% endfor %}" * 5
    with pytest.raises(BadTemplate, match="太多层"):
        fill(template(deep), many)


def test_a_paper_does_not_grow_without_bound():
    long = {**VALUES, "职责": ["一" * 10_000] * 3000}
    with pytest.raises(BadTemplate, match="过大"):
        fill(template("{% for 条 in 职责 %}{{条}}{% endfor %}"), long)


def test_a_loop_that_begins_and_ends_at_different_heights_loses_no_text_silently():
    document = docx.Document()
    document.add_paragraph("{% if 标题 %}甲")
    table = document.add_table(1, 1)
    table.cell(0, 0).text = "{% endif %}乙"
    out = io.BytesIO()
    document.save(out)
    empty = {**VALUES, "标题": ""}
    with pytest.raises(BadTemplate, match="没有放在对应的位置"):
        fill(out.getvalue(), empty)


def test_a_template_is_tried_with_values_and_with_none():
    checked = check_template(papers.default_template("letter"), "letter")
    assert "乙方" in checked.used
    assert checked.unused == ()
    only = check_template(template("{{乙方}}"), "letter")
    assert only.used == ("乙方",)
    assert "校验码" in only.unused
    assert "密级：机密" in check_template(template("{{乙方}}", footer="密级：机密"), "letter").words
    with pytest.raises(BadTemplate, match="没有占位符"):
        check_template(template("一段文字"), "letter")
    for slip in ("｛｛乙方｝｝", "{乙方}", "{{标题}}与{ 乙方 }", "｛{乙方}｝"):
        with pytest.raises(BadTemplate, match="英文半角"):
            check_template(template("{{标题}}", slip), "letter")
    with pytest.raises(BadTemplate, match="“事项”"):
        check_template(template("{{事项}}"), "letter")


@pytest.mark.parametrize("kind", papers.KINDS)
def test_every_shipped_template_passes_its_own_check(kind):
    assert check_template(papers.default_template(kind), kind).unused in ((), ("年度",))


def test_in_the_child_process_the_answers_are_the_same():
    checked = check_template_safely(template("{{乙方}}"), "letter")
    assert checked.used == ("乙方",)
    assert checked.preview == fill(template("{{乙方}}"), VALUES)
    with pytest.raises(BadTemplate, match="“乙芳”"):
        check_template_safely(template("{{乙芳}}"), "letter")


def test_a_template_made_to_take_for_ever_is_stopped(monkeypatch):
    monkeypatch.setattr("kepu.methods.papers.safely._SECONDS", 3)
    slow = template("{{" * 400_000)
    assert len(slow) < 1_000_000
    with pytest.raises(BadTemplate, match=r"停止|有误"):
        check_template_safely(slow, "letter")
