"""Each part says in words what it shows in form and colour."""

from datetime import date

import pytest
from django import forms

from kepu.ui.tests.render import PAGE, render


class NameForm(forms.Form):
    name = forms.CharField(label="名称", help_text="与文件一致。")
    remark = forms.CharField(label="说明", required=False)


@pytest.mark.parametrize(
    ("state", "word"),
    [("grey", "未启动"), ("green", "正常推进"), ("amber", "进度滞后"), ("red", "难以完成"), ("blue", "已完成")],
)
def test_a_light_always_has_its_word(state, word):
    assert (
        render(f'<c-light state="{state}" />') == f'<span class="light {state}"><i aria-hidden="true"></i>{word}</span>'
    )


def test_a_light_with_a_rule_is_a_link_to_it():
    assert render('<c-light state="green" word="推进中" href="/rule/" />').startswith(
        '<a class="light green" href="/rule/"'
    )


@pytest.mark.parametrize(
    ("role", "sign", "word"), [("lead", "牵", "牵头"), ("support", "配", "配合"), ("joint", "责", "按职责分工")]
)
def test_a_duty_shows_its_sign_and_reads_its_word(role, sign, word):
    expected = (
        f'<span class="duty {role}"><span aria-hidden="true">{sign}</span><span class="hidden">{word}</span></span>'
    )
    assert render(f'<c-duty role="{role}" />') == expected


def test_a_duty_chip_of_an_unmatched_name_says_so_and_keeps_the_printed_name_in_song():
    html = render('<c-duty role="support" unmatched="1" printed="1">县科创中心</c-duty>')
    assert '<span class="song">县科创中心</span>' in html
    assert "（未对应到单位）" in html
    assert "（未对应到单位）" not in render('<c-duty role="support">县科创中心</c-duty>')


def test_text_in_parts_is_escaped():
    html = render("<c-chip>{{ name }}</c-chip><c-quote>{{ name }}</c-quote>", name="<b>局</b>")
    assert html.count("&lt;b&gt;局&lt;/b&gt;") == 2


def test_a_quote_links_to_its_place():
    html = render('<c-quote href="/source/#7" place="三、（一）">每年不少于12场次</c-quote>')
    assert "<blockquote>每年不少于12场次</blockquote>" in html
    assert '<a href="/source/#7">三、（一）</a>' in html


def test_an_empty_state_says_what_to_do_and_why():
    html = render('<c-empty title="还没有方案" why="上传后即可校对。"><a href="/upload/">上传</a></c-empty>')
    assert "<h2>还没有方案</h2><p>上传后即可校对。</p>" in html
    assert '<a href="/upload/">上传</a>' in html


def test_a_table_has_a_caption_and_its_export():
    html = render('<c-table caption="成员单位" count="0" export="/x.xlsx"><tbody></tbody></c-table>')
    assert '<caption class="hidden">成员单位</caption>' in html
    assert 'href="/x.xlsx"' in html
    assert '<span class="soft number">0</span>' in html


def test_a_wide_table_scrolls_by_keyboard():
    assert 'tabindex="0" role="region"' in render('<c-table caption="甲" wide="1"><tbody></tbody></c-table>')


def test_a_pager_keeps_the_filters_and_tells_where_one_is():
    html = render('<c-pager :page="page" unit="个" />', page=PAGE)
    assert "第 11–20 个，共 100 个" in html
    assert 'rel="prev" href="?q=a&amp;page=1"' in html
    assert 'rel="next" href="?q=a&amp;page=3"' in html
    assert html.count('aria-current="page"') == 1


def test_a_pager_of_one_page_shows_only_the_count():
    html = render('<c-pager :page="page" />', page=type(PAGE.paginator)(range(3), 10).page(1))
    assert html == '<p class="pager soft">共 3 条</p>'


def test_a_field_ties_label_help_and_error_to_its_control():
    form = NameForm({"name": ""})
    html = render('<c-field :field="form.name" />', form=form)
    assert 'label class="label" for="id_name"' in html
    assert 'id="id_name_helptext"' in html
    assert '<ul class="errorlist" id="id_name_error"><li>请填写这一项。</li></ul>' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html


def test_a_field_keeps_what_was_typed():
    assert 'value="错的"' in render('<c-field :field="form.remark" />', form=NameForm({"name": "", "remark": "错的"}))


def test_only_optional_fields_are_marked():
    assert "（选填）" in render('<c-field :field="form.remark" />', form=NameForm())
    assert "（选填）" not in render('<c-field :field="form.name" />', form=NameForm())


def test_the_summary_of_errors_leads_to_each_field():
    html = render('<c-errors :form="form" />', form=NameForm({"name": ""}))
    assert '<a href="#id_name">名称</a>：请填写这一项。' in html
    assert render('<c-errors :form="form" />', form=NameForm({"name": "甲"})) == ""


def test_a_confirmation_names_the_consequence_and_posts_only_then():
    html = render('<c-confirm action="/x/" label="作废" title="作废这一条？" consequence="不再计入。" yes="作废" danger="1">'
                  '<input name="reason"></c-confirm>')  # fmt: skip
    assert '<form method="post" action="/x/" novalidate>' in html
    assert '<h2>作废这一条？</h2><p>不再计入。</p><input name="reason">' in html


def test_a_drop_zone_says_formats_and_size_and_works_as_a_plain_file_field():
    html = render(
        '<c-drop-zone name="file" accept=".docx,.doc,.pdf" max_mb="20" :errors="errors" />', errors=["文件是空的。"]
    )
    assert "可以是 Word、PDF（文字版），每个文件不超过 20 MB" in html
    assert '<input type="file" name="file" id="file" accept=".docx,.doc,.pdf" required' in html
    assert "<li>文件是空的。</li>" in html


def test_steps_tell_the_present_one():
    html = render("""<c-steps :steps="['上传', '读取', '校对']" :at="2" />""")
    assert '<li class="here" aria-current="step"><span class="step-number" aria-hidden="true">2</span>读取</li>' in html
    assert html.count("（已完成）") == 1


def test_tabs_tell_the_present_page():
    html = render(
        '<c-tabs label="方案"><c-tab href="/a/" current="1" count="0">任务</c-tab><c-tab href="/b/">目标</c-tab></c-tabs>'
    )
    assert '<a href="/a/" aria-current="page">任务 <span class="number soft">0</span></a>' in html
    assert '<a href="/b/">目标</a>' in html


def test_a_matrix_scrolls_by_keyboard_and_has_a_caption():
    html = render('<c-matrix caption="分工"><tbody></tbody></c-matrix>')
    assert 'tabindex="0" role="region" aria-label="分工（可滚动）"' in html
    assert '<caption class="hidden">分工</caption>' in html


def test_a_difference_is_read_aloud_as_well():
    html = render('<c-diff old="不少于12场次" new="不少于10场次" />')
    assert (
        '不少于<del><span class="hidden">删去：</span>12</del><ins><span class="hidden">增加：</span>10</ins>场次'
        in html
    )


@pytest.mark.parametrize(
    ("due", "state", "words"),
    [
        (date(2026, 9, 28), "late", "已逾期2个工作日"),  # 28 September, a Monday, seen on Wednesday
        (date(2026, 9, 30), "soon", "今天到期"),
        (date(2026, 10, 9), "soon", "还有2个工作日"),  # over National Day
        (date(2026, 10, 10), "", "还有3个工作日"),  # a Saturday that is worked
    ],
)
def test_a_clock_counts_working_days_and_says_so_in_words(due, state, words):
    html = render('<c-clock :due="due" :today="today" />', due=due, today=date(2026, 9, 30))
    assert (
        html
        == f'<span class="clock {state}">{words}<span class="clock-day">{due.year}年{due.month}月{due.day}日</span></span>'
    )


def test_a_clock_is_late_even_when_only_days_off_have_passed():
    html = render('<c-clock :due="due" :today="today" />', due=date(2026, 9, 30), today=date(2026, 10, 2))
    assert '"clock late">已逾期<' in html
