"""Asking: what is kept, what is refused, the code, the day of the answer; the same form sent twice is one question."""

import pytest

from kepu.audit.models import Entry
from kepu.inbox.contacts import Contact, opened
from kepu.inbox.models import Question
from kepu.inbox.tests.box import AT, PHONE, TEXT, Box
from kepu.inbox.verbs import QuestionValues, ask, enter_question
from kepu.people.access import NotAllowed
from kepu.people.models import Region, Role, Unit
from kepu.people.tests.together import at_once
from kepu.people.verbs import BadInput, set_holidays


def test_an_answer_is_due_in_five_working_days_holidays_left_out(box: Box) -> None:
    # asked on 29 September 2026: 30 September, then 8, 9, 10 (a Saturday that is worked) and 12 October
    assert str(box.asked().due) == "2026-10-12"


def test_a_code_has_13_digits_and_tells_nothing_of_the_question(box: Box) -> None:
    codes = {box.asked().code for _ in range(30)}  # the same words, thirty forms
    assert len(codes) == 30
    assert all(len(code) == 13 and code.isascii() and code.isdigit() for code in codes)


def test_what_is_kept(box: Box) -> None:
    made = box.asked("  第一行字很长很长\r\n第二行\r\n", kind="suggestion", place=box.town)
    made.refresh_from_db()
    assert made.text == "第一行字很长很长\n第二行"
    assert (made.kind, made.place, made.state, made.entered_by, made.contact) == (
        "suggestion", box.town, "open", None, "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"text": "太短了"}, "至少10个字，现在有3个字"),
        ({"text": "　 \n "}, "请填写内容"),
        ({"text": "字" * 1001}, "最多1000字，现在有1001字"),
        ({"text": TEXT, "kind": "complaint"}, "提问还是建议"),
        ({"text": TEXT, "contact": Contact("何", "12")}, "看起来不完整"),
        ({"text": TEXT, "contact": Contact("何" * 21)}, "称呼最多20个字"),
    ],
)
def test_what_is_refused_says_why(box: Box, values: dict, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        ask(region=box.home, values=QuestionValues(**values), at=AT)
    assert not Question.objects.exists()


def test_a_township_of_the_neighbours_is_refused(box: Box) -> None:
    with pytest.raises(BadInput, match="清禾县的乡镇"):
        box.asked(place=Region.objects.get(pk="990124100000"))


def test_exactly_ten_and_a_thousand_characters_will_do(box: Box) -> None:
    assert box.asked("十" * 10).pk
    assert box.asked("字" * 1000).pk


def test_who_asks_is_sealed_and_the_audit_knows_neither_words_nor_name(box: Box) -> None:
    made = box.with_contact()
    kept = Question.objects.get(pk=made.pk).contact
    assert PHONE not in kept
    assert "何" not in kept
    assert opened(kept) == Contact("何女士", PHONE)
    (entry,) = Entry.objects.filter(verb="inbox.ask")
    assert (entry.by, entry.object, entry.changed) == (None, f"inbox.question:{made.pk}", [])


def test_the_longest_contact_fits(box: Box) -> None:
    made = box.asked(contact=Contact("欧阳" * 10, "0990-12345678-123456"))
    assert opened(Question.objects.get(pk=made.pk).contact).name == "欧阳" * 10


def test_the_same_form_sent_twice_is_one_question_and_other_words_are_another(box: Box) -> None:
    def sent(text: str = TEXT, **more: object) -> Question:
        return ask(region=box.home, values=QuestionValues(text, **more), once="form-1", at=AT)

    first = sent()
    assert sent() == first
    assert Entry.objects.filter(verb="inbox.ask").count() == 1
    assert sent("换一个问题，也是十个字以上") != first
    assert sent(contact=Contact("", PHONE)) != first
    assert Question.objects.count() == 3


def test_two_clicks_at_the_same_moment_are_one_question(own_database: None) -> None:
    home = Box().home
    values = QuestionValues(TEXT)
    results = at_once(*(lambda: ask(region=home, values=values, once="form-1", at=AT) for _ in range(2)))
    assert [type(r).__name__ for r in results] == ["Question", "Question"]
    assert results[0].code == results[1].code
    assert Question.objects.count() == 1


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.LIAISON, Role.SECTION_HEAD, Role.LEADER])
def test_whoever_works_in_the_region_writes_down_what_someone_asks(box: Box, role: Role) -> None:
    by = box.county.account(role)
    made = enter_question(region=box.home, values=QuestionValues(TEXT), by=by, at=AT)
    assert made.entered_by == by
    assert Entry.objects.get(verb="inbox.enter_question").by == by.pk


@pytest.mark.parametrize("role", [Role.READER, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR])
def test_who_only_reads_or_administers_does_not(box: Box, role: Role) -> None:
    with pytest.raises(NotAllowed, match="代居民填写来信"):
        enter_question(region=box.home, values=QuestionValues(TEXT), by=box.county.account(role), at=AT)


def test_a_liaison_of_a_village_unit_asks_at_the_county_and_a_neighbour_does_not(box: Box) -> None:
    unit = Unit.objects.create(region=box.town, name="东风村委会", kind="community")
    village = box.county.account(Role.LIAISON, unit=unit)
    assert enter_question(region=box.home, values=QuestionValues(TEXT), by=village, at=AT).region == box.home
    with pytest.raises(NotAllowed):
        enter_question(region=box.home, values=QuestionValues(TEXT), by=box.abroad, at=AT)


def test_one_form_of_two_workers_is_two_questions(box: Box) -> None:
    first = enter_question(region=box.home, values=QuestionValues(TEXT), once="x", by=box.office, at=AT)
    second = enter_question(region=box.home, values=QuestionValues(TEXT), once="x", by=box.liaison, at=AT)
    assert first != second


def test_the_day_of_the_answer_follows_what_the_office_entered(box: Box) -> None:
    text = "建县纪念日：9月30日放假。"  # a Wednesday before the National Day
    set_holidays(year=2026, text=text, by=box.office, at=AT)
    assert str(box.asked().due) == "2026-10-13"  # one working day later than without it
