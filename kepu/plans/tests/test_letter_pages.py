"""The pages of letters: the list with its steps, one letter, its forms, what each person finds on them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kepu.methods.workdays import is_workday, workdays_between
from kepu.people.models import Role
from kepu.plans import verbs
from kepu.plans.models import AnnualDuty, Cell, Letter, LetterOpinion
from kepu.plans.queries import search, todo
from kepu.plans.queries.letters.content import drafted, mark_of
from kepu.plans.tests import builders, letters

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]
TODAY = timezone.localdate


@pytest.fixture
def annual(office, units):
    return letters.year(office)


@pytest.fixture
def letter(annual, office, units):
    return letters.draft(annual, office, units["县民政局"])


def url(name, *args):
    return reverse(f"plans:{name}", args=args)


def listed(desk, annual, **query):
    page = desk.get(url("letters", annual.pk), query)
    return [(line.unit.name, line.letter.state if line.letter else None) for line in page.context["page"]]


def step(desk, letter, name, **data):
    answer = desk.post(url("letter_step", letter.pk, name), data)
    letter.refresh_from_db()
    return answer


def many(desk, annual, name, chosen=(), **data):
    return desk.post(
        url("letters_step", annual.pk), {"step": name, "scope": "chosen", "letter": [one.pk for one in chosen], **data}
    )


def test_every_unit_is_listed_with_its_letter_or_none_yet(desk, annual, letter):
    assert listed(desk, annual) == [
        ("县教育局", None), ("县科协", None), ("团县委", None), ("县卫健局", None), ("县民政局", "draft"),
    ]  # fmt: skip
    assert listed(desk, annual, state="draft") == [("县民政局", "draft")]
    assert listed(desk, annual, q="科协") == [("县科协", None)]
    page = desk.get(url("letters", annual.pk))
    assert (page.context["overview"].due, page.context["overview"].signed) == (5, 0)


def test_one_click_drafts_all_and_a_second_one_says_so(desk, annual):
    desk.post(url("draft_letters", annual.pk))
    again = desk.post(url("draft_letters", annual.pk), follow=True)
    assert Letter.objects.count() == 5
    assert "没有重复拟稿" in again.text


def test_a_year_that_asks_nothing_says_what_to_do(desk, annual):
    annual.items.update(removed=True)
    Cell.objects.all().delete()
    assert "还没有分给任何单位的任务" in desk.get(url("letters", annual.pk)).text


def test_a_step_with_many_first_tells_what_it_will_do(desk, annual, office, letter):
    other = letters.approved(letters.draft(annual, office, builders.Unit.objects.get(name="县科协")), office)
    page = many(desk, annual, "approve", [letter, other])
    assert (page.context["letters"], page.context["unfit"]) == ([letter], [other])
    assert "审定后内容固定" in page.text
    assert Letter.objects.get(pk=letter.pk).state == "draft"
    done = many(desk, annual, "approve", [letter], confirmed="1")
    assert done.url == url("letters", annual.pk)
    assert Letter.objects.get(pk=letter.pk).state == "approved"


def test_all_that_can_be_done_are_chosen_by_one_word(desk, annual, office):
    made = letters.drafts(annual, office)
    letters.approved(made[0], office)
    page = many(desk, annual, "approve", scope="all")
    assert [one.unit.name for one in page.context["letters"]] == ["县科协", "团县委", "县卫健局", "县民政局"]


def test_printing_many_names_those_that_changed_and_says_how_to_print(desk, annual, office, letter):
    unchanged = letters.approved(letters.draft(annual, office, builders.Unit.objects.get(name="县科协")), office)
    letters.approved(letter, office)
    Cell.objects.update(value=1300)
    page = many(desk, annual, "print", scope="all")
    assert page.context["lines"] == [(unchanged, 0), (letter, 1)]
    assert "其中1份在审定以后有变动" in page.text
    assert "审定后1处变动" in page.text
    done = desk.post(
        url("letters_step", annual.pk),
        {"step": "print", "scope": "chosen", "letter": [unchanged.pk], "confirmed": "1"}, follow=True,
    )  # fmt: skip
    assert "印制：1份已办。可以用“打包下载”" in done.text


def test_a_unit_without_account_is_named_when_its_letter_goes_out(desk, annual, office, letter, units):
    until = (TODAY() + timezone.timedelta(days=3)).isoformat()
    told = desk.post(url("letter_step", letter.pk, "consult"), {"until": until}, follow=True).text
    assert "单位还没有账号，收不到消息，请给它发一次性链接" in told
    builders.liaison(units["县民政局"])
    other = letters.draft(annual, office, units["县科协"])
    told = desk.post(
        url("letters_step", annual.pk),
        {"step": "consult", "scope": "chosen", "letter": [letter.pk, other.pk], "confirmed": "1", "until": until}, follow=True,
    ).text  # fmt: skip
    assert "县科协还没有账号，收不到消息" in told
    assert "县民政局还没有账号" not in told
    assert (
        "已送征求意见，单位有账号"
        in desk.post(url("letter_step", letter.pk, "consult"), {"until": until}, follow=True).text
    )


def test_comments_are_asked_for_within_five_workdays(desk, letter):
    until = desk.get(url("letter", letter.pk)).context["until_form"]["until"].initial
    assert workdays_between(TODAY(), until) == 5
    assert is_workday(until)


@pytest.mark.parametrize("data", [{"step": "approve"}, {"step": "sing"}, {"step": "approve", "letter": "999999"}])
def test_a_step_with_nothing_or_nonsense_is_told(desk, annual, letter, data):
    answer = desk.post(url("letters_step", annual.pk), data)
    assert answer.status_code == 422
    assert re.search("请先勾选|请选择|请刷新", answer.text)


def test_consulting_many_asks_for_the_day(desk, annual, letter):
    page = many(desk, annual, "consult", [letter])
    assert page.context["form"]["until"].initial > TODAY()
    wrong = many(desk, annual, "consult", [letter], confirmed="1", until="2020-01-01")
    assert wrong.status_code == 422
    assert "反馈期限应在今天以后" in wrong.text
    day = TODAY() + timezone.timedelta(days=3)
    many(desk, annual, "consult", [letter], confirmed="1", until=day.isoformat())
    assert Letter.objects.get(pk=letter.pk).consult_until == day


def test_the_page_of_a_letter_says_all_that_it_asks(desk, letter):
    text = desk.get(url("letter", letter.pk)).text
    for words in (
        "累计培训老年人5000人次",
        "不少于1200人次",
        "明确分管领导和联络员",
        "2026年1月1日至2026年12月31日",
        "云政办发〔2026〕8号",
    ):
        assert words in text


def test_the_whole_way_through_the_page(desk, letter, office):
    page = desk.get(url("letter", letter.pk))
    step(desk, letter, "consult", until=(TODAY() + timezone.timedelta(days=5)).isoformat())
    assert letter.state == "consulted"
    step(desk, letter, "approve", seen=page.context["mark"])
    step(desk, letter, "print")
    assert letter.state == "printed"
    assert "请先上传" in desk.post(url("letter_step", letter.pk, "sign"), {"signed_on": TODAY()}, follow=True).text
    letters.scanned(letter, office)
    step(desk, letter, "sign", signed_on=TODAY().isoformat())
    assert (letter.state, letter.signed_on) == ("signed", TODAY())


def test_approving_what_has_changed_since_is_refused_and_shows_it(desk, letter):
    seen = desk.get(url("letter", letter.pk)).context["mark"]
    Cell.objects.update(value=1300)
    answer = step(desk, letter, "approve", seen=seen)
    assert (answer.status_code, letter.state) == (409, "draft")
    assert "不少于1300人次" in answer.text
    assert "请核对现在的内容" in answer.text


def test_what_changed_after_approval_is_told_with_the_way_to_adjust(desk, letter, office):
    letters.brought(letter, "signed", office)
    Cell.objects.update(value=1300)
    text = desk.get(url("letter", letter.pk)).text
    assert "审定后有1处变动" in text
    assert "不少于1200" in text
    answer = desk.post(url("adjust_letter", letter.pk), {"reason": "县级会议调增"})
    new = Letter.objects.get(adjusts=letter)
    assert answer.url == url("letter", new.pk)
    assert new.number in desk.get(url("letter", letter.pk)).text
    assert "审定后1处变动" in desk.get(url("letters", letter.annual_id)).text


def test_adjusting_without_a_reason_is_told(desk, letter, office):
    letters.brought(letter, "signed", office)
    answer = desk.post(url("adjust_letter", letter.pk), {"reason": " "})
    assert (answer.status_code, Letter.objects.count()) == (422, 1)
    assert "请写明调整原因" in answer.text


def test_an_impossible_day_of_signing_is_told_on_its_form(desk, letter, office):
    letters.brought(letter, "printed", office)
    letters.scanned(letter, office)
    for day, words in (("2020-01-01", "签订日期应在"), ("abc", "日期不对"), ("", "请填写日期")):
        answer = step(desk, letter, "sign", signed_on=day)
        assert answer.status_code == 422
        assert words in answer.text
    assert letter.state == "printed"


def test_the_unit_reads_its_letter_and_answers(client, letter, office, units):
    liaison = builders.liaison(units["县民政局"])
    client.force_login(liaison)
    assert client.get(url("letter", letter.pk)).status_code == 404
    letters.consulted(letter, office)
    page = client.get(url("letter", letter.pk))
    assert "请反馈意见" in page.text
    assert "审定</button>" not in page.text
    assert client.post(url("give_opinion", letter.pk), {"agrees": "no", "text": ""}).status_code == 422
    client.post(url("give_opinion", letter.pk), {"agrees": "no", "text": "目标过高，建议1000人次"})
    (opinion,) = LetterOpinion.objects.all()
    assert (opinion.by, opinion.agrees, opinion.text) == (liaison, False, "目标过高，建议1000人次")


def test_the_office_replies_and_the_unit_sees_it(client, desk, letter, office, units):
    liaison = builders.liaison(units["县民政局"])
    letters.consulted(letter, office)
    opinion = verbs.give_opinion(letter=letter, agrees=False, text="过高", by=liaison, at=timezone.now())
    assert desk.post(url("reply_opinion", opinion.pk), {"reply": ""}).status_code == 422
    desk.post(url("reply_opinion", opinion.pk), {"reply": "已下调"})
    client.force_login(liaison)
    assert "采纳情况：已下调" in client.get(url("letter", letter.pk)).text


def test_an_answer_to_what_has_changed_since_is_marked(desk, letter, office, units):
    liaison = builders.liaison(units["县民政局"])
    letters.consulted(letter, office)
    verbs.give_opinion(letter=letter, agrees=True, by=liaison, at=timezone.now())
    assert "反馈以后内容有变动" not in desk.get(url("letter", letter.pk)).text
    Cell.objects.update(value=9000)
    assert "反馈以后内容有变动" in desk.get(url("letter", letter.pk)).text


def test_own_words_are_kept_and_a_stale_form_shows_what_changed(desk, letter, office):
    form = {"number": letter.number, "provides": "安排经费2万元", "extra": "", "revision": 0}
    assert desk.post(url("edit_letter", letter.pk), form).status_code == 302
    stale = desk.post(url("edit_letter", letter.pk), form | {"provides": "安排经费3万元"})
    assert stale.status_code == 409
    assert "安排经费2万元" in stale.text
    assert "安排经费3万元" in stale.text
    assert Letter.objects.get(pk=letter.pk).provides == "安排经费2万元"
    for nonsense in ("9" * 5000, "²", ""):
        assert desk.post(url("edit_letter", letter.pk), form | {"revision": nonsense}).status_code == 409


def test_clauses_are_edited_and_a_stale_form_keeps_what_was_typed(desk, annual):
    values = {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in letters.terms(annual).items()}
    address = url("letter_terms", annual.pk)
    assert desk.post(address, values | {"party": "云汀县科协", "revision": 0}).status_code == 302
    stale = desk.post(address, values | {"party": "县政府办", "revision": 0})
    assert stale.status_code == 409
    assert "现为：云汀县科协" in stale.text
    assert 'value="县政府办"' in stale.text
    assert desk.post(address, values | {"party": "县政府办", "revision": "9" * 5000}).status_code == 409
    wrong = desk.post(address, values | {"number_pattern": "一号", "revision": 1})
    assert wrong.status_code == 422
    assert "有且只有一个{序号}" in wrong.text


def test_a_draft_is_deleted_with_a_word(desk, letter):
    answer = desk.post(url("delete_letter", letter.pk), follow=True)
    assert "编号云科责〔2026〕1号可以再用" in answer.text
    assert Letter.objects.count() == 0


def test_word_and_pdf_are_files_of_their_kind_named_after_the_unit(desk, letter, office):
    letters.approved(letter, office)
    word, pdf = (desk.get(url(f"letter_{kind}", letter.pk)) for kind in ("docx", "pdf"))
    assert word.content[:2] == b"PK"
    assert pdf.content[:5] == b"%PDF-"
    assert "%E5%8E%BF%E6%B0%91%E6%94%BF%E5%B1%80" in word.headers["Content-Disposition"]


def test_who_reads_from_above_sees_what_is_approved_and_may_change_nothing(client, annual, letter, office):
    city = builders.Region.objects.create(code="990100000000", name="安澜市", level="prefecture")
    client.force_login(builders.account("above", Role.READER, city))
    other = letters.approved(letters.draft(annual, office, builders.Unit.objects.get(name="县科协")), office)
    page = client.get(url("letters", annual.pk))
    assert [line.letter for line in page.context["page"]] == [other]
    assert "批量办理" not in page.text
    assert client.get(url("letter", letter.pk)).status_code == 404
    assert client.get(url("letter", other.pk)).status_code == 200
    assert client.post(url("letter_step", other.pk, "print")).status_code == 403


def test_an_unknown_step_is_not_found_and_reading_takes_no_step(desk, letter):
    assert desk.post(url("letter_step", letter.pk, "burn")).status_code == 404
    assert desk.get(url("letter_step", letter.pk, "approve")).status_code == 405


def titles(account):
    return [(item.title, item.count) for item in todo(account) if item.kind == "目标责任书"]


def test_what_waits_stands_on_the_first_page(annual, letter, office, units):
    liaison = builders.liaison(units["县民政局"])
    assert titles(office) == titles(liaison) == []
    letters.consulted(letter, office)
    assert titles(liaison) == [("对县民政局2026年度目标责任书反馈意见", 1)]
    assert titles(office) == []
    opinion = verbs.give_opinion(letter=letter, agrees=False, text="过高", by=liaison, at=letters.AT)
    assert titles(liaison) == []
    assert titles(office) == [("答复1份责任书的意见（2026年度）", 1)]
    verbs.reply_opinion(opinion=opinion, reply="已下调", by=office, at=letters.AT)
    letters.approved(letter, office)
    assert titles(office) == [("印制1份已审定的责任书（2026年度）", 1)]
    letters.printed(letter, office)
    assert titles(office) == []
    letters.scanned(letter, office)
    assert titles(office) == [("登记1份责任书签订（2026年度）", 1)]


def test_letters_are_found_by_number_and_unit(letter, office, units):
    found = [hit.title for hit in search(office, letter.number)]
    assert found == ["县民政局2026年度目标责任书"]
    assert "县民政局2026年度目标责任书" in [hit.title for hit in search(office, "民政")]
    assert [hit for hit in search(builders.liaison(units["县科协"]), letter.number) if hit.kind == "目标责任书"] == []


def test_the_list_takes_the_same_queries_for_few_and_many(desk, annual, office, letter, django_assert_num_queries):
    letters.approved(letter, office)
    with CaptureQueriesContext(connection) as few:
        desk.get(url("letters", annual.pk))
    for n in range(60):
        AnnualDuty.objects.create(item=annual.items.first(), unit=builders.unit(f"第{n}单位", 100 + n), role="support")
    verbs.draft_letters(annual=annual, by=office, at=letters.AT)
    verbs.approve_letters(letters=list(Letter.objects.filter(state="draft")), by=office, at=letters.AT)
    with django_assert_num_queries(len(few)):
        page = desk.get(url("letters", annual.pk))
    assert len(page.context["page"]) == 50


def test_what_the_person_approved_is_what_was_shown(desk, letter):
    assert desk.get(url("letter", letter.pk)).context["mark"] == mark_of(drafted(letter))


def test_the_main_button_is_the_next_step_of_the_way(desk, office, letter):
    page = desk.get(url("letter", letter.pk))
    assert '<button class="button primary">送征求意见</button>' in page.text
    assert '<summary class="button">审定</summary>' in page.text
    assert page.text.index("送征求意见</button>") < page.text.index(">审定</summary>")
    letters.consulted(letter, office)
    page = desk.get(url("letter", letter.pk))
    assert '<summary class="button primary">审定</summary>' in page.text
    assert page.text.index(">审定</summary>") < page.text.index('<button class="button">改反馈期限</button>')
