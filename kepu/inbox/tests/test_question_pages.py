"""The office's pages: the list by due day, one question with its steps, a form refused or too late, the slip."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kepu.inbox.models import Question
from kepu.inbox.tests.box import ANSWER, AT, PHONE, TEXT, Box
from kepu.inbox.verbs import LineValues, QuestionValues, assign_question, enter_question, set_help_lines
from kepu.methods.workdays import add_workdays

LIST = "/desk/questions/"


@pytest.fixture
def office(box: Box) -> Client:
    return box.browser(box.office)


def ago(days: int) -> datetime:
    """A moment so many working days ago."""
    today = timezone.localdate()
    return timezone.now() - timedelta(days=(today - add_workdays(today, -days)).days)


def text(answer: Any) -> str:
    return answer.content.decode()


def page(question: Question) -> str:
    return f"{LIST}{question.pk}/"


def take(client: Client, question: Question, deed: str, **body: Any) -> Any:
    return client.post(f"{page(question)}{deed}/", {"revision": question.revision, **body})


def test_what_is_late_stands_on_top_in_words_and_what_is_done_is_apart(box: Box, office: Client) -> None:
    box.asked("今天问的问题，还有五个工作日", at=timezone.now())
    box.asked("很久以前问的问题，早就逾期了", at=ago(9))
    box.answered(box.asked("已经答复过的那一个问题呀"))
    html = text(office.get(LIST))
    assert html.index("很久以前问的问题") < html.index("今天问的问题")
    assert 'class="clock late">已逾期' in html
    assert "还有5个工作日" in html
    assert "已经答复过" not in html
    assert "已经答复过" in text(office.get(f"{LIST}?state=answered"))


def test_an_empty_list_says_what_comes_here(box: Box, office: Client) -> None:
    assert "没有待答复的来信" in text(office.get(LIST))
    assert "没有符合条件的来信" in text(office.get(f"{LIST}?q=没有这个词"))
    assert "没有转给您单位的来信" in text(box.browser(box.liaison).get(LIST))


def test_filters(box: Box, office: Client) -> None:
    town = box.asked("镇上的问题，十个字以上的", place=box.town, at=timezone.now())
    given = assign_question(question=box.asked("转给教体局的问题，十字以上", at=ago(9)), unit=box.unit, revision=0,
                            by=box.office, at=timezone.now())  # fmt: skip
    for query, shown, hidden in (
        (f"place={box.town.pk}", town, given), (f"unit={box.unit.pk}", given, town), ("unit=none", town, given),
        ("due=late", given, town), ("q=镇上的", town, given), (f"q={given.code[:4]} {given.code[4:]}", given, town),
    ):  # fmt: skip
        html = text(office.get(f"{LIST}?{query}"))
        assert shown.text in html, query
        assert hidden.text not in html, query


@pytest.mark.parametrize(
    "query", ["state=x", "place=%00", "place=1", "unit=x", "unit=99999999999999999999", "unit=²", "due=x", "page=0",
              "page=x", f"q={'长' * 2000}", "q=%27%22%25_"],
)  # fmt: skip
def test_nonsense_in_the_address_asks_for_nothing(box: Box, office: Client, query: str) -> None:
    box.asked()
    assert office.get(f"{LIST}?{query}").status_code in {200, 400}


def test_the_list_costs_the_same_for_one_and_three_hundred(
    box: Box, office: Client, django_assert_num_queries: Any
) -> None:
    def fill(number: int) -> None:
        made = [Question(region=box.home, place=box.town, unit=box.unit, code=f"{number}{n:010d}", text=TEXT, asked_at=AT,
                         due=AT.date()) for n in range(number)]  # fmt: skip
        Question.objects.bulk_create(made)

    fill(1)
    office.get(LIST)
    with django_assert_num_queries(12):
        office.get(LIST)
    fill(299)
    with django_assert_num_queries(12):
        html = text(office.get(LIST))
    assert html.count('<th scope="row">') == 30
    assert "共 300 封" in html


def test_the_neighbours_office_and_other_units_find_nothing(box: Box) -> None:
    question = box.asked()
    other = box.county.account("liaison", unit=box.county.health)
    for by in (box.abroad, other, box.liaison):
        client = box.browser(by)
        assert client.get(page(question)).status_code == 404
        assert take(client, question, "answer", text="答").status_code == 404
        assert TEXT not in text(client.get(f"{LIST}?state=all"))


def test_who_asked_is_seen_by_the_office_alone(box: Box, office: Client) -> None:
    question = assign_question(question=box.with_contact(), unit=box.unit, revision=0, by=box.office, at=AT)
    assert PHONE in text(office.get(page(question)))
    seen = text(box.browser(box.liaison).get(page(question)))
    assert TEXT in seen
    assert PHONE not in seen
    assert question.code not in seen


def test_what_looks_personal_is_marked_and_named(box: Box, office: Client) -> None:
    html = text(office.get(page(box.asked("我叫王小明，电话13912345678，住幸福小区12号楼，水浑了怎么办？"))))
    assert "<mark>13912345678</mark>" in html
    assert "像是住址" in html
    assert "<mark>" not in text(office.get(page(box.asked())))


def test_letters_are_shown_as_words_never_as_markup(box: Box, office: Client) -> None:
    html = text(office.get(page(box.asked("<script>alert(1)</script><b>粗</b>"))))
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_answering_by_the_page(box: Box, office: Client) -> None:
    question = box.asked()
    assert take(office, question, "answer", text=ANSWER).status_code == 302
    question.refresh_from_db()
    assert (question.state, question.answer) == ("answered", ANSWER)
    assert ANSWER in text(office.get(page(question)))


@pytest.mark.parametrize(
    ("deed", "body", "why"),
    [
        ("answer", {"text": ""}, "请填写答复"),
        ("answer", {"text": "字" * 2001}, "答复最多2000字，现在有2001字"),
        ("decline", {"reason": " "}, "请填写不予受理的理由"),
        ("assign", {"unit": "999999"}, "请从列表中选择单位"),
        ("assign", {"unit": "x"}, "请从列表中选择单位"),
    ],
)
def test_what_is_refused_stays_on_the_page_with_the_reason(
    box: Box, office: Client, deed: str, body: dict, why: str
) -> None:
    answer = take(office, box.asked(), deed, **body)
    assert answer.status_code == 422
    assert why in text(answer)
    typed = next(iter(body.values())).strip()
    assert deed == "assign" or typed in text(answer)


@pytest.mark.parametrize("revision", ["", "x", "-1", "99999999999999999999"])
def test_a_form_without_its_revision_does_nothing(box: Box, office: Client, revision: str) -> None:
    question = box.asked()
    answer = office.post(f"{page(question)}answer/", {"revision": revision, "text": ANSWER})
    assert answer.status_code == 422
    assert ANSWER in text(answer)
    question.refresh_from_db()
    assert question.state == "open"


def test_a_stale_form_keeps_what_was_typed_and_can_be_sent_again_knowingly(box: Box, office: Client) -> None:
    question = box.asked()
    assign_question(question=question, unit=box.unit, revision=0, by=box.office, at=AT)
    answer = take(office, question, "answer", text=ANSWER)
    assert answer.status_code == 409
    html = text(answer)
    assert "刚被其他同志办理过" in html
    assert f"{ANSWER}</textarea>" in html
    assert 'name="revision" value="1"' in html
    question.refresh_from_db()
    assert take(office, question, "answer", text=ANSWER).status_code == 302


def test_who_is_too_late_reads_the_others_answer_and_can_copy_the_own(box: Box, office: Client) -> None:
    question = box.asked()
    box.answered(Question.objects.get(pk=question.pk))
    answer = take(office, question, "answer", text="我写的另一个答复")
    assert answer.status_code == 409
    assert ANSWER in text(answer)
    assert "readonly>我写的另一个答复</textarea>" in text(answer)


def test_a_deed_in_the_wrong_state_or_unknown(box: Box, office: Client) -> None:
    question = box.answered()
    answer = take(office, question, "answer", text="再答一次")
    assert answer.status_code == 409
    assert "再答一次" in text(answer)
    assert take(office, question, "nothing").status_code == 404
    assert office.get(f"{page(question)}answer/").status_code == 405


def test_a_unit_may_not_send_the_answer(box: Box) -> None:
    question = assign_question(question=box.asked(), unit=box.unit, revision=0, by=box.office, at=AT)
    client = box.browser(box.liaison)
    assert "交纲要办" in text(client.get(page(question)))
    assert take(client, question, "answer", text=ANSWER).status_code == 403
    assert take(client, question, "draft", text=ANSWER).status_code == 302


def test_public_words_are_proposed_with_what_is_personal_hidden(box: Box, office: Client) -> None:
    question = box.answered(box.asked("我的电话13912345678，水浑了怎么办？"))
    html = text(office.get(page(question)))
    assert "139****5678" in html
    answer = take(office, question, "release", text="水浑了怎么办？", answer="打13912345678", statement="on")
    assert answer.status_code == 422
    assert "像是个人信息" in text(answer)
    sent = take(office, question, "release", text="水浑了怎么办？", answer="静置后煮沸。", statement="on")
    assert sent.status_code == 302
    question.refresh_from_db()
    assert question.released_by == box.office
    assert "不要公开" not in text(office.get(page(question)))
    assert take(office, question, "take_back").status_code == 302
    question.refresh_from_db()
    assert question.released_at is None


def test_a_mark_of_secrecy_keeps_the_words_on_the_page(box: Box, office: Client) -> None:
    answer = take(office, box.answered(), "release", text="内部资料，注意保存", answer="不会。", statement="on")
    assert answer.status_code == 409
    assert "不能公开" in text(answer)
    assert "内部资料，注意保存" in text(answer)


def test_a_worker_writes_down_a_question_and_hands_over_the_code(box: Box) -> None:
    line = LineValues("0990-1234567", "城关镇科协", "工作日 9:00—17:00")
    set_help_lines(region=box.home, lines={box.town.pk: line}, by=None, at=AT)
    client = box.browser(box.liaison)
    assert client.get(f"{LIST}new/").status_code == 200
    body = {"kind": "question", "text": TEXT, "place": box.town.pk, "name": "何女士", "phone": PHONE, "once": "a"}
    answer = client.post(f"{LIST}new/", body, follow=True)
    (question,) = Question.objects.all()
    assert answer.redirect_chain[0][0] == f"{page(question)}slip/"
    html = text(answer)
    assert "".join(f"<span>{group}</span>" for group in question.code_groups) in html
    assert "data:image/svg+xml" in html
    assert '城关镇 <strong class="number">0990-1234567</strong>' in html
    assert PHONE not in html
    client.post(f"{LIST}new/", body)
    assert Question.objects.count() == 1  # a double click
    assert client.get(page(question)).status_code == 200


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({"text": "短"}, "至少10个字"),
        ({"text": "字" * 1001}, "最多1000字"),
        ({"text": TEXT, "phone": "123"}, "看起来不完整"),
        ({"text": TEXT, "place": "990124100000"}, "请从列表中选择"),
        ({"text": TEXT, "kind": "x"}, "请选择提问还是提建议"),
        ({"text": "有零字符\0的十个字以上"}, "空字符"),
    ],
)
def test_what_a_worker_mistypes_stays(box: Box, office: Client, body: dict, why: str) -> None:
    answer = office.post(f"{LIST}new/", {"kind": "question", **body})
    assert answer.status_code == 422
    assert why in text(answer)
    assert not Question.objects.exists()


def test_the_slip_is_for_who_entered_it_and_the_office(box: Box, office: Client) -> None:
    question = assign_question(question=box.asked(), unit=box.unit, revision=0, by=box.office, at=AT)
    assert office.get(f"{page(question)}slip/").status_code == 200
    assert box.browser(box.liaison).get(f"{page(question)}slip/").status_code == 404
    own = enter_question(region=box.home, values=QuestionValues(TEXT), by=box.liaison, at=AT)
    assert box.browser(box.liaison).get(f"{page(own)}slip/").status_code == 200


def test_the_office_erases_who_asked(box: Box, office: Client) -> None:
    question = box.with_contact()
    assert office.post(f"{page(question)}contact/erase/").status_code == 302
    html = text(office.get(page(question)))
    assert PHONE not in html
    assert "已删除" in html


def test_a_question_is_found_by_search_for_those_who_may_see_it(box: Box, office: Client) -> None:
    box.asked()
    assert "来信" in text(office.get("/desk/search/?q=结石"))
    assert TEXT[:20] not in text(box.browser(box.abroad).get("/desk/search/?q=结石"))
