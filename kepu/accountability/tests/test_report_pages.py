"""The pages of reports: the unit's list, the form that saves as typed, what is read, every step, 待办, papers."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from docx import Document
from lxml import html

from kepu.accountability.models import Report, ReportText
from kepu.accountability.queries import search, todo
from kepu.accountability.queries.filling import filling_of
from kepu.accountability.tests import answering, cycles
from kepu.accountability.verbs import reports as verbs
from kepu.methods.papers.codes import grouped
from kepu.people.handover import inherited
from kepu.people.models import Role
from kepu.plans.tests import builders
from tests import hostile_files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("version")]
LIST = "/desk/reporting/reports/"


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def cycle(office, version):
    return cycles.opened(office)


@pytest.fixture
def page(cycle, units):
    """The report of the league, which supports one task."""
    return answering.of(units["团县委"])


@pytest.fixture
def lead(cycle, units):
    return answering.of(units["县教育局"])


@pytest.fixture
def liaison(page, client):
    client.force_login(answering.person(page.unit))
    return client


def url(report, step=""):
    return f"{LIST}{report.pk}/{step}"


def fields(client, report):
    """The form as a browser would send it: the line feed behind a textarea's tag is no part of its text."""
    (form,) = html.fromstring(client.get(url(report)).text).xpath("//form[@id='report-form']")
    return {name: value.removeprefix("\n") for name, value in form.fields.items() if isinstance(value, str)}


def required(report):
    return [f.name for f in filling_of(report).fields if f.prompt.required]


def test_the_list_shows_the_own_reports_open_ones_first(liaison, page, lead):
    text = liaison.get(LIST).text
    assert text.count("2026年度全民科学素质工作总结") == 1
    assert "未填报" in text
    assert f"/reports/{lead.pk}/" not in text


def test_an_empty_list_says_what_comes(client, version, units):
    client.force_login(builders.liaison(units["团县委"]))
    assert "目前没有要报送的" in client.get(LIST).text


def test_the_list_asks_the_same_for_one_report_and_for_thirty(client, office, version, units):
    client.force_login(builders.liaison(units["团县委"]))
    cycles.opened(office)
    client.get(LIST)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(LIST)
        counts.append(len(asked))
        for n in range(30):
            cycles.opened(office, kind="special", paper=f"云督〔2026〕{n}号")
    assert counts[0] == counts[1]


def test_the_page_of_a_lead_unit_shows_clause_figure_door_and_fields(client, lead):
    client.force_login(answering.person(lead.unit))
    page = html.fromstring(client.get(url(lead)).text)
    assert "每年开展科普进校园不少于12场次" in page.xpath("string(//blockquote[contains(@class, 'song')])")
    target = lead.cycle.version.target_set.get(subject="开展科普进校园")
    assert (
        f"/desk/plans/{lead.cycle.plan_id}/targets/{target.key}/" in page.xpath("//td[@data-label='已完成']/a/@href")[0]
    )
    assert page.xpath("count(//form[@id='report-form']//textarea)") == 2
    assert "已填0／共1项" in page.xpath("string(//*[@id='progress'])")


def test_without_script_one_button_saves_all_and_puts_up(liaison, page):
    sent = fields(liaison, page) | dict.fromkeys(required(page), "全年做了三件事。")
    line = page.lines.get()
    answer = liaison.post(url(page, "save/"), sent | {"part": line.task_key, "then": "put_up"})
    assert answer.status_code == 302
    assert answering.of(page.unit).state == Report.State.PUT_UP
    assert ReportText.objects.filter(report=page, text="全年做了三件事。").count() == 1


def test_what_is_wanting_is_listed_with_the_way_there_and_the_texts_stay(liaison, page):
    (first,) = required(page)
    long = "长" * 501
    sent = fields(liaison, page) | {first: long}
    answer = liaison.post(url(page, "save/"), sent | {"then": "put_up"})
    assert answer.status_code == 422
    said = html.fromstring(answer.text)
    assert "还有2处需要补充" in said.xpath("string(//*[@data-errors])")
    assert said.xpath("//*[@data-errors]//a/@href") == ["#ticks", f"#{first}"]
    assert said.xpath(f"string(//textarea[@id='{first}'])").strip() == long
    assert "已填1／共2项" in said.xpath("string(//*[@id='progress'])")


def test_a_text_is_saved_as_it_is_typed_and_its_mark_is_renewed(liaison, page):
    first = required(page)[0]
    sent = fields(liaison, page) | {first: "一\r\n二"}
    answer = liaison.post(url(page, "save/"), sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    (text,) = ReportText.objects.filter(report=page).values_list("text", flat=True)
    assert text == "一\n二"
    renewed = html.fromstring(answer.text).xpath(f"//input[@id='seen-{first}']/@value")
    assert renewed == [next(f.seen for f in filling_of(page).fields if f.name == first)]
    again = liaison.post(
        url(page, "save/"),
        sent | {f"r-{first[2:]}": renewed[0], first: "一\r\n二\r\n三"},
        headers={"HX-Request": "true"},
    )
    assert (again.status_code, ReportText.objects.get(report=page).text) == (200, "一\n二\n三")


@pytest.mark.parametrize("typing", [True, False], ids=["as typed", "by the button"])
def test_a_stale_text_shows_both_and_loses_nothing(liaison, page, typing):
    first = required(page)[0]
    mine = fields(liaison, page) | {first: "我写的"}
    theirs = fields(liaison, page) | {first: "同事写的"}
    other = builders.liaison(page.unit, "second")
    headers = {"HX-Request": "true"} if typing else {}
    liaison.force_login(other)
    liaison.post(url(page, "save/"), theirs)
    liaison.force_login(answering.person(page.unit))
    answer = liaison.post(url(page, "save/"), mine, headers=headers)
    assert answer.status_code == 409
    said = html.fromstring(answer.text)
    assert "同事写的" in said.xpath(f"string(//*[@id='theirs-{first}'])")
    if not typing:
        assert said.xpath(f"string(//textarea[@id='{first}'])").strip() == "我写的"
    assert ReportText.objects.get(report=page).text == "同事写的"
    over = said.xpath(f"//input[@name='over-{first[2:]}']/@value")[0]
    assert liaison.post(url(page, "save/"), mine | {f"over-{first[2:]}": over}, headers=headers).status_code in {
        200,
        302,
    }
    assert ReportText.objects.get(report=page).text == "我写的"


def test_what_is_typed_after_it_was_put_up_is_given_back_to_be_copied(liaison, page):
    sent = fields(liaison, page) | {required(page)[0]: "来不及的话"}
    answering.put_up(page)
    answer = liaison.post(url(page, "save/"), sent)
    assert answer.status_code == 409
    assert "来不及的话" in answer.text
    assert "当前状态下不能" in answer.text


def test_the_leader_signs_on_the_page_and_an_old_page_is_refused(client, page):
    row = answering.put_up(page)
    client.force_login(answering.person(page.unit, Role.LEADER))
    text = client.get(url(page)).text
    assert "审签报送" in text
    assert '<textarea id="t-' not in text
    old = client.post(url(page, "sign/"), {"seen": row.revision - 1})
    assert (old.status_code, answering.of(page.unit).state) == (409, "put_up")
    assert client.post(url(page, "sign/"), {"seen": row.revision}).status_code == 302
    assert client.post(url(page, "sign/"), {"seen": row.revision}).status_code == 409
    assert answering.of(page.unit).state == "in"
    assert Report.objects.get(pk=page.pk).steps.filter(after="in").count() == 1


def test_sending_back_wants_a_remark_and_keeps_it_where_it_is_too_late(client, page):
    row = answering.put_up(page)
    client.force_login(answering.person(page.unit, Role.SECTION_HEAD))
    assert client.post(url(page, "send_back/"), {"seen": row.revision, "remark": ""}).status_code == 422
    verbs.recall_report(report=row, by=answering.person(page.unit), at=cycles.AT)
    late = client.post(url(page, "send_back/"), {"seen": row.revision, "remark": "第三行的数不对"})
    assert late.status_code == 409
    assert "第三行的数不对" in late.text


def test_the_office_takes_in_returns_and_answers_on_the_page(desk, lead):
    key = filling_of(lead).leads[0].line.task_key
    told = verbs.Answers(objections={key: ("少计了3场", "")})
    verbs.save_report(report=lead, answers=told, by=answering.person(lead.unit), at=cycles.AT)
    row, line = answering.signed(lead), lead.lines.get()
    assert desk.post(url(lead, "accept/"), {"seen": row.revision}).status_code == 409
    assert desk.post(f"{LIST}lines/{line.pk}/answer/", {"answer": "", "seen": "少计了3场"}).status_code == 422
    late = desk.post(f"{LIST}lines/{line.pk}/answer/", {"answer": "已补", "seen": "别的"})
    assert (late.status_code, "已补" in late.text) == (409, True)
    assert desk.post(f"{LIST}lines/{line.pk}/answer/", {"answer": "已补", "seen": "少计了3场"}).status_code == 302
    assert desk.post(url(lead, "accept/"), {"seen": row.revision}).status_code == 302
    row = answering.of(lead.unit)
    assert desk.post(url(lead, "return/"), {"seen": row.revision, "remark": "补案例"}).status_code == 302
    assert answering.of(lead.unit).state == "returned"


def test_the_office_opens_the_form_only_to_enter_for_a_unit(desk, page):
    assert "report-form" not in desk.get(url(page)).text
    assert "report-form" in desk.get(url(page) + "?enter").text


def test_entering_for_a_unit_keeps_the_file(desk, page):
    word = hostile_files.word("团县委2026年工作总结")
    sent = {"file": SimpleUploadedFile("总结.docx", word), "signer": "王五"}
    assert desk.post(url(page, "enter/"), sent).status_code == 302
    answer = desk.get(url(page, "original/"))
    assert answer.content == word
    assert answering.of(page.unit).way == "entered"
    assert desk.post(url(page, "enter/"), sent | {"file": SimpleUploadedFile("总结.docx", word)}).status_code == 409


def test_a_file_with_a_mark_of_secrecy_is_not_kept(desk, page):
    word = hostile_files.word("机密★1年\n团县委工作总结")
    answer = desk.post(url(page, "enter/"), {"file": SimpleUploadedFile("总结.docx", word)})
    assert (answer.status_code, "涉密" in answer.text) == (422, True)
    assert answering.of(page.unit).state == "due"


def test_the_paper_bears_the_code_and_what_was_put_up(liaison, page):
    draft = Document(io.BytesIO(liaison.get(url(page, "docx/")).content))
    assert "拟稿" in "".join(
        p.text for t in draft.tables for r in t.rows for c in r.cells for p in c.paragraphs
    ) + "".join(p.text for p in draft.paragraphs)
    row = answering.put_up(page)
    paper = Document(io.BytesIO(liaison.get(url(page, "docx/")).content))
    said = "\n".join(p.text for p in paper.paragraphs)
    assert "1. 办好科学课堂" in said
    assert said.count(answering.DONE) == 1
    foot = "".join(p.text for s in paper.sections for p in s.footer.paragraphs)
    cells = "".join(c.text for s in paper.sections for t in s.footer.tables for r in t.rows for c in r.cells)
    assert grouped(row.sheet.code) in foot + cells
    assert liaison.get(url(page, "pdf/")).content.startswith(b"%PDF")


def titles(account):
    return [item.title for item in todo(account)]


def test_each_has_what_is_the_persons_to_do(office, page, lead):
    liaison, leader = answering.person(page.unit), answering.person(page.unit, Role.LEADER)
    name = "团县委《2026年度全民科学素质工作总结》"
    assert (titles(liaison), titles(leader)) == ([f"填报{name}"], [])
    row = answering.put_up(page)
    assert (titles(liaison), titles(leader)) == ([], [f"审签{name}"])
    verbs.sign_report(report=row, seen=row.revision, by=leader, at=cycles.AT)
    assert (titles(leader), titles(office)) == ([], ["审核1份《2026年度全民科学素质工作总结》"])
    row = answering.of(page.unit)
    verbs.return_report(report=row, remark="补充", seen=row.revision, by=office, at=cycles.AT)
    assert (titles(liaison), titles(office)) == ([f"修改退回的{name}"], [])


def test_search_finds_only_what_one_reads(page, lead):
    assert len(search(answering.person(page.unit), "团县委")) == 1
    assert search(answering.person(page.unit), "县教育局") == []


def test_late_is_said_on_the_page(client, page):
    answering.signed(page, cycles.AT + timedelta(days=25))
    client.force_login(answering.person(page.unit))
    assert "逾期" in client.get(url(page)).text
    assert timezone.localdate(cycles.AT + timedelta(days=25)).isoformat() == "2026-12-26"


def test_a_successor_liaison_finds_the_report_waiting(office, page):
    assert [one.title for one in inherited(page.unit, office) if one.kind == "进展报告"] == [
        "《2026年度全民科学素质工作总结》（未填报）"
    ]
