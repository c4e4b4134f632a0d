"""Web pages: the document is found, the page around it is left out."""

import pytest

from kepu.methods.planread.extract import extract

BODY = (
    "<p>　　一、总体要求</p><p>　　坚持政府推动、社会参与，推进科普工作，提高公民科学素质。</p>"
    "<p>　　二、重点任务</p><p>　　开展科普活动，培训农民3万人次，建设科普基地5个，服务群众。</p>"
)
PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>政府网站</title><style>p {{}}</style></head><body>
<div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li></ul></div>
<div class="breadcrumb">当前位置：<a href="/">首页</a> &gt; 政府文件</div>
<table class="info"><tr><td>索 引 号：</td><td>YX-2026-1</td><td>主题分类：</td><td>科技</td></tr>
<tr><td>发文机关：</td><td>砚溪县人民政府</td><td>成文日期：</td><td>2026年3月20日</td></tr>
<tr><td>发文字号：</td><td>砚府发〔2026〕12号</td><td>有 效 性：</td><td>有效</td></tr></table>
<h1>砚溪县全民科学素质行动实施方案</h1>
<div class="tools">字体：<a>大</a> <a>中</a> <a>小</a></div>
<div class="share">分享到：微信</div>
<div id="zoom">{BODY}<p>扫一扫在手机打开当前页</p><p>【打印本页】【关闭窗口】</p>
<p>相关链接</p><p><a href="/x">图解：砚溪县实施方案</a></p></div>
<div class="footer">主办单位：砚溪县人民政府办公室　网站标识码：9900000001</div>
<script>document.write("x，y，z，x，y，z")</script></body></html>"""


def blocks(html: str, name: str = "a.html") -> list[str]:
    source = extract(html.encode(), name)
    return [source.text[block.start : block.end] for block in source.blocks]


def test_main_content_with_number_date_and_title() -> None:
    assert blocks(PAGE) == [
        "发文机关：砚溪县人民政府",
        "成文日期：2026年3月20日",
        "发文字号：砚府发〔2026〕12号",
        "砚溪县全民科学素质行动实施方案",
        "一、总体要求",
        "坚持政府推动、社会参与，推进科普工作，提高公民科学素质。",
        "二、重点任务",
        "开展科普活动，培训农民3万人次，建设科普基地5个，服务群众。",
    ]


def test_heading_levels() -> None:
    source = extract(b"<body><h2>a</h2><p>b</p><h3>c<br>d</h3></body>", "a.html")
    assert [block.level for block in source.blocks] == [2, None, 3]


def test_lines_parted_by_breaks_are_paragraphs() -> None:
    html = "<div>一、总体要求<br>　　坚持政府推动。<br/>&nbsp;&nbsp;&nbsp;&nbsp;推进科普<br><br>二、重点任务</div>"
    assert blocks(html) == ["一、总体要求", "坚持政府推动。", "推进科普", "二、重点任务"]


def test_source_lines_inside_chinese_text_leave_no_space() -> None:
    assert blocks("<p class=MsoNormal>坚持政府推动、社会\n  参与，推进 AI\n  应用</p>") == [
        "坚持政府推动、社会参与，推进 AI 应用"
    ]


def test_inline_elements_do_not_part_a_sentence() -> None:
    assert blocks("<p><b>1.</b><span>建设</span><font>科普<u>基地</u></font>5个</p>") == ["1.建设科普基地5个"]


def test_table_with_spans() -> None:
    html = (
        "<p>分工表，如下。</p><table><tr><th>类别</th><th>任务</th><th>单位</th></tr>"
        "<tr><td rowspan=2>行动</td><td>甲</td><td><p>县科协</p><p>县教育局</p></td></tr>"
        "<tr><td>乙</td><td>县妇联</td></tr><tr><td colspan='2'>合计</td><td></td></tr></table>"
    )
    source = extract(html.encode(), "a.html")
    cells = [block for block in source.blocks if block.kind == "cell"]
    assert [(source.text[cell.start : cell.end], cell.row, cell.column, cell.rows, cell.columns) for cell in cells] == [
        ("类别", 0, 0, 1, 1),
        ("任务", 0, 1, 1, 1),
        ("单位", 0, 2, 1, 1),
        ("行动", 1, 0, 2, 1),
        ("甲", 1, 1, 1, 1),
        ("县科协\n县教育局", 1, 2, 1, 1),
        ("乙", 2, 1, 1, 1),
        ("县妇联", 2, 2, 1, 1),
        ("合计", 3, 0, 1, 2),
        ("", 3, 2, 1, 1),
    ]


def test_table_that_only_lays_out_the_page_is_no_table() -> None:
    html = f"<table><tr><td><a>首页</a></td><td><table><tr><td>{BODY}</td></tr></table></td></tr></table>"
    source = extract(html.encode(), "a.html")
    assert {block.kind for block in source.blocks} == {"paragraph"}
    assert source.text[source.blocks[0].start :].startswith("一、总体要求\n坚持政府推动")


def test_numbers_of_ordered_lists_are_printed() -> None:
    html = "<ol><li>甲</li><li>乙</li></ol><ol class='custom_cn2' start=3><li><p>丙</p></li></ol><ul><li>丁</li></ul>"
    assert blocks(html) == ["1. 甲", "2. 乙", "（三）丙", "丁"]


def test_hidden_elements_and_comments_are_left_out() -> None:
    assert blocks("<p>甲<!-- 乙 --><span style='display: none'>丙</span>丁</p>") == ["甲丁"]


def test_page_with_its_content_in_a_badly_named_box_is_not_lost() -> None:
    assert blocks(f"<body><div class='footer'><div class='print'>{BODY}</div></div></body>")[0] == "一、总体要求"


def test_box_with_running_text_stays_whatever_it_is_called() -> None:
    note = "<div class='bottom'><p>注：本方案由县科协负责解释，自印发之日起施行，有效期五年，原方案同时废止。</p></div>"
    assert blocks(f"<div id='zoom'>{BODY}{note}</div>")[-1].startswith("注：本方案")


@pytest.mark.parametrize(
    ("declared", "stored", "text"),
    [
        ("gb2312", "gb18030", "砚溪县，科普活动"),
        ("big5", "big5", "石溪縣，科普活動"),
        ("utf-8", "gb18030", "砚溪县，科普活动"),
        ("gb2312", "utf-8", "砚溪县，科普活动"),
    ],
)
def test_declared_character_set_unless_it_is_wrong(declared: str, stored: str, text: str) -> None:
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={declared}"></head><body>{text}'
    assert extract(page.encode(stored), "a.html").text == text + "\n"


def test_page_saved_as_one_file() -> None:
    mht = (
        "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="--b"\r\n\r\n----b\r\n'
        'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        "PHA+0bu437/GxtWjrMXg0bU8L3A+\r\n----b--\r\n"
    )
    assert extract(mht.encode("ascii"), "a.mht").format == "html"


def test_deeply_nested_page_is_read_to_its_end() -> None:
    assert (
        blocks("<body>" + "<div><font>" * 400 + "甲，乙。" + "</font></div>" * 400 + "<p>丙</p></body>")[0]
        == "甲，乙。"
    )
