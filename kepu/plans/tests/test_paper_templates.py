"""文书模板: the office puts its own in use, sees what is wrong with one, goes back; others find nothing."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kepu.audit.models import Entry
from kepu.files.models import StoredFile
from kepu.files.verbs import path_of
from kepu.methods import papers
from kepu.methods.papers.tests.forms import lines_of, template, with_parts
from kepu.people.access import NotAllowed, WrongState
from kepu.people.models import Role
from kepu.plans import verbs
from kepu.plans.models import PaperTemplate
from kepu.plans.queries.paper_templates import own_template, placeholder_table, template_for
from kepu.plans.tests import builders
from kepu.plans.tests.builders import AT

pytestmark = pytest.mark.django_db
HOME = "990123000000"
LETTER = f"/desk/plans/templates/{HOME}/letter/"


def send(client, data: bytes, name: str = "责任书.docx", url: str = LETTER, **more):
    return client.post(url, {"file": SimpleUploadedFile(name, data)}, **more)


def text(response) -> str:
    return response.content.decode()


def file_of(response) -> bytes:
    assert response.status_code == 200, response
    assert "attachment" in response["Content-Disposition"]
    return b"".join(response) if response.streaming else response.content


def test_at_first_every_kind_has_the_template_that_ships(desk):
    page = text(desk.get(reverse("plans:templates")))
    assert page.count("系统模板</td>") == 4
    for label in ("目标责任书", "年度任务分工表", "任务提示函", "年度工作要点"):
        assert label in page
    assert file_of(desk.get(reverse("plans:shipped_template", args=[HOME, "prompt"]))) == papers.default_template(
        "prompt"
    )
    assert template_for(builders.region(), "letter") == papers.default_template("letter")


def test_the_whole_way_of_a_template_of_ones_own(desk, office):
    data = builders.docx("本县责任书", "{{乙方}}：", "{{校验码}}{{二维码}}")
    answer = send(desk, data)
    assert (answer.status_code, answer.url) == (302, LETTER)
    page = text(desk.get(answer.url))
    assert "模板已启用" in page
    assert "本单位模板：责任书.docx" in page
    own = own_template(builders.region(), "letter")
    assert template_for(builders.region(), "letter") == data
    assert file_of(desk.get(reverse("plans:template_file", args=[own.pk]))) == data
    sample = file_of(desk.get(reverse("plans:template_sample", args=[HOME, "letter"])))
    assert lines_of(sample) == ["本县责任书", "县教育局：", "7H3K9-PQ2XW"]
    desk.post(reverse("plans:retire_template", args=[own.pk]))
    assert template_for(builders.region(), "letter") == papers.default_template("letter")
    desk.post(reverse("plans:reuse_template", args=[own.pk]))
    assert template_for(builders.region(), "letter") == data
    deeds = list(Entry.objects.filter(verb__contains="template").values_list("verb", flat=True).order_by("id"))
    assert deeds == ["plans.keep_template", "plans.retire_template", "plans.keep_template"]
    assert not Entry.objects.filter(verb__contains="template").exclude(by=office.pk).exists()


def test_a_newer_one_takes_the_place_and_the_older_stays_in_the_history(desk, office):
    first = builders.paper_template(office)
    second = builders.paper_template(office, data=builders.docx("{{乙方}}"), name="新版.docx")
    first.refresh_from_db()
    assert (first.retired_at, second.retired_at) == (AT, None)
    page = text(desk.get(LETTER))
    assert page.count("责任书.docx") == 1
    assert page.count("新版.docx") == 2
    assert file_of(desk.get(reverse("plans:template_file", args=[first.pk]))) == builders.docx()
    assert "没有用到“校验码”“二维码”" in page


def test_one_kinds_template_is_not_anothers(office):
    builders.paper_template(office)
    assert own_template(builders.region(), "prompt") is None
    assert own_template(builders.region("990124000000", "邻县"), "letter") is None


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "空.docx", "空的"),
        (b"not a zip", "坏.docx", "不是 Word 文档"),
        (template("{{乙方}}"), "旧.doc", "另存为 .docx"),
        (b"x" * (5 * 1024 * 1024 + 1), "大.docx", "5 MB"),
        (b"x" * (7 * 1024 * 1024), "很大.docx", "5 MB"),
        (template("致{{乙芳}}："), "错.docx", "“乙芳”（是不是“乙方”"),
        (template("头", "致{{乙方}：", "尾"), "漏.docx", "致{{乙方}："),
        (template("{{ 乙方.__class__ }}"), "险.docx", "不能使用"),
        (template("没有占位符"), "无.docx", "没有占位符"),
        (template("内部资料 注意保存", "{{乙方}}"), "密.docx", "“内部资料 注意保存”"),
        (template("{{乙方}}", footer="机密★5年"), "密.docx", "机密"),
        (with_parts(template("{{乙方}}"), word__vbaProject_dot_bin=b"x"), "宏.docx", "宏"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 8 else "",
)
def test_what_is_wrong_is_told_and_nothing_changes(desk, office, data, name, words):
    before = builders.paper_template(office)
    files = StoredFile.objects.count()
    answer = send(desk, data, name)
    assert answer.status_code == 422
    assert words in answer.context["problem"]
    assert "没有更换，正在使用的模板不变" in text(answer)
    assert own_template(builders.region(), "letter") == before
    assert (PaperTemplate.objects.count(), StoredFile.objects.count()) == (1, files)


def test_without_a_file_the_form_says_so(desk):
    assert "请选择模板文件" in text(desk.post(LETTER, {}))


def test_the_very_file_in_use_is_not_taken_again(desk, office):
    builders.paper_template(office)
    assert "没有变化" in send(desk, builders.docx()).context["problem"]
    assert PaperTemplate.objects.count() == 1


def test_a_part_of_a_page_is_sent_on_by_htmx(desk):
    answer = send(desk, builders.docx(), headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == LETTER


def test_an_error_has_markup_only_as_text(desk):
    answer = send(desk, template("{{ <b>乙</b> }}"))
    assert answer.status_code == 422
    assert "<b>乙</b>" not in text(answer)


def test_retired_by_a_colleague_meanwhile(desk, office):
    own = builders.paper_template(office)
    verbs.retire_template(template=own, by=builders.account("colleague"), at=AT)
    answer = desk.post(reverse("plans:retire_template", args=[own.pk]), follow=True)
    assert "已经停用，可能另一位同志刚刚更换过" in text(answer)
    with pytest.raises(WrongState):
        verbs.retire_template(template=own, by=office, at=AT)


def test_a_template_that_stopped_working_is_not_used_again(desk, office):
    own = builders.paper_template(office)
    verbs.retire_template(template=own, by=office, at=AT)
    path_of(own.file.sha256).write_bytes(template("{{旧名称}}"))
    answer = desk.post(reverse("plans:reuse_template", args=[own.pk]), follow=True)
    assert "“旧名称”" in text(answer)
    assert own_template(builders.region(), "letter") is None


def test_a_file_that_the_store_lost_is_told(desk, office):
    own = builders.paper_template(office)
    path_of(own.file.sha256).unlink()
    for url in (reverse("plans:template_file", args=[own.pk]), reverse("plans:template_sample", args=[HOME, "letter"])):
        assert "在存储中找不到了" in text(desk.get(url, follow=True))
    verbs.retire_template(template=own, by=office, at=AT)
    assert "在存储中找不到了" in text(desk.post(reverse("plans:reuse_template", args=[own.pk]), follow=True))


def test_others_than_the_own_secretariat_find_nothing(client, office):
    own = builders.paper_template(office)
    others = (
        builders.liaison(builders.unit("县教育局")), builders.account("reader", Role.READER),
        builders.account("leader", Role.LEADER, of=builders.unit("县科协")), builders.account("other", at=builders.region("990124000000", "邻县")),
    )  # fmt: skip
    for other in others:
        client.force_login(other)
        assert client.get(reverse("plans:template_file", args=[own.pk])).status_code == 404
        assert client.post(reverse("plans:retire_template", args=[own.pk])).status_code == 404
        assert client.post(reverse("plans:reuse_template", args=[own.pk])).status_code == 404
        with pytest.raises(NotAllowed):
            builders.paper_template(other)
        with pytest.raises(NotAllowed):
            verbs.retire_template(template=own, by=other, at=AT)
    for other in others[:3]:
        client.force_login(other)
        assert client.get(LETTER).status_code == 403
        assert send(client, builders.docx()).status_code == 403
    client.force_login(others[3])
    assert client.get(LETTER).status_code == 404
    assert send(client, builders.docx()).status_code == 404
    assert client.get(reverse("plans:templates"), {"region": HOME}).status_code == 404
    assert "责任书.docx" not in text(client.get(reverse("plans:templates")))
    assert own_template(builders.region(), "letter") == own


def test_an_unknown_kind_is_not_found_and_reading_changes_nothing(desk, office):
    own = builders.paper_template(office)
    for view in ("template", "shipped_template", "template_sample"):
        assert desk.get(reverse(f"plans:{view}", args=[HOME, "decree"])).status_code == 404
    for view in ("retire_template", "reuse_template"):
        assert desk.get(reverse(f"plans:{view}", args=[own.pk])).status_code == 405
    assert own_template(builders.region(), "letter") == own


def test_the_samples_of_every_kind(desk):
    for kind in papers.KINDS:
        sample = file_of(desk.get(reverse("plans:template_sample", args=[HOME, kind])))
        assert sample.startswith(b"PK")
        pdf = desk.get(reverse("plans:template_sample", args=[HOME, kind]), {"as": "pdf"})
        assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")


def test_the_table_of_placeholders_holds_every_name_and_its_fields():
    lines = {line.written: line for line in placeholder_table("task_table")}
    assert lines["{{编制单位}}"].depth == 0
    assert lines["{%tr for 组 in 分组 %}　各字段　{%tr endfor %}"].depth == 0
    assert lines["{%tr for 项 in 组.事项 %}　各字段　{%tr endfor %}"].depth == 1
    assert lines["{{项.牵头单位}}"].depth == 2
    assert "{%p for 条 in 说明 %}　{{条}}　{%p endfor %}" in lines


def test_the_page_prints_the_placeholders_as_they_are_written(desk):
    page = text(desk.get(LETTER))
    assert "<code>{{目标.原文}}</code>" in page
    assert "<code>{%tr for 目标 in 定量目标 %}　各字段　{%tr endfor %}</code>" in page
    assert "<code>{{loop.index}}</code>" in page


def test_the_history_is_paged_with_the_same_number_of_queries(desk, office):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert desk.get(LETTER).status_code == 200
        return len(caught)

    builders.paper_template(office)
    desk.get(LETTER)
    one = queries()
    for number in range(45):
        builders.paper_template(office, data=template(f"第{number}版{{{{乙方}}}}"), name=f"第{number}版.docx")
    assert queries() == one
    page = desk.get(LETTER)
    assert len(page.context["page"].object_list) == 20
    assert "第44版.docx" in text(page)
    assert "第0版.docx" in text(desk.get(LETTER, {"page": 3}))


def test_a_long_name_and_a_name_with_markup(desk):
    send(desk, builders.docx(), "责任书" * 100 + ".docx")
    own = own_template(builders.region(), "letter")
    assert own.name.endswith(".docx")
    assert len(own.name) == 200
    send(desk, builders.docx("{{标题}}"), "<b>责任书.docx")
    assert "&lt;b&gt;责任书.docx" in text(desk.get(LETTER))
    assert file_of(desk.get(reverse("plans:template_file", args=[own_template(builders.region(), "letter").pk])))


def test_checked_words_are_looked_at_by_the_verb_itself(office):
    data = template("{{乙方}}", "内部资料")
    with pytest.raises(verbs.Secret):
        builders.paper_template(office, data=data)
    assert not PaperTemplate.objects.exists()
    assert io.BytesIO(data)
