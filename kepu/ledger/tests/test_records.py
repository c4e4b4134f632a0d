"""工作记录: written down on a phone, handed in once, corrected, taken back, reviewed; the figures follow each time."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError
from django.test import Client

from kepu.audit.models import Entry as AuditEntry
from kepu.ledger.models import Duplicate, Fact, Measure, WorkRecord
from kepu.ledger.queries import Ask, figures, mine, year_window
from kepu.ledger.tests.books import Books
from kepu.ledger.verbs import (
    Stale,
    Work,
    accept_work,
    correct_work,
    drain_all,
    load_catalogue,
    record_work,
    return_work,
    say_same,
    set_record_policy,
    void_work,
)
from kepu.people.access import NotAllowed, WrongState
from kepu.people.models import Account, Region, Role
from kepu.people.verbs import BadInput

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
DAY = date(2026, 11, 18)


@pytest.fixture(autouse=True)
def catalogue(db: None) -> None:
    load_catalogue(at=AT)


def work(books: Books, people: int = 40, **more: object) -> Work:
    fields = {"day": DAY, "place": books.village, "kind": "lecture", "what": "用电安全讲座", "audience": "elderly"}
    return Work(person_times=people, **fields | more)  # type: ignore[arg-type]


def liaison(books: Books) -> Account:
    return books.county.account(Role.LIAISON, unit=books.county.education)


def told(books: Books, code: str = "lecture.person_times", **place: object) -> int:
    where = place or {"region": books.county.home.code}
    return figures([Ask(Measure.objects.get(code=code).pk, year_window(2026), **where)])[0]  # type: ignore[arg-type]


def test_a_record_counts_as_one_session_and_its_people_for_all_who_did_it(books: Books) -> None:
    education, health = books.county.education, books.county.health
    record_work(unit=education, work=work(books, partners=(health,)), once="a", by=liaison(books), at=AT)
    assert told(books) == told(books, "activity.person_times") == 40
    assert told(books, "lecture.sessions") == told(books, "activity.sessions") == 1
    assert told(books, unit=education.pk) == told(books, unit=health.pk) == 40
    assert told(books, "training.person_times") == 0


def test_one_form_handed_in_twice_is_one_record(books: Books) -> None:
    by = liaison(books)
    first, again = (
        record_work(unit=books.county.education, work=work(books), once="a", by=by, at=AT) for _ in range(2)
    )
    assert first.pk == again.pk
    assert told(books) == 40
    with pytest.raises(IntegrityError):
        WorkRecord.objects.create(
            **{f.attname: getattr(first, f.attname) for f in first._meta.fields if f.name != "id"}
        )


def test_a_form_changed_after_going_back_is_another_record(books: Books) -> None:
    by, education = liaison(books), books.county.education
    first = record_work(unit=education, work=work(books), once="a", by=by, at=AT)
    changed = ({"people": 41}, {"what": "防震讲座"}, {"partners": (books.county.health,)}, {"kind": "training"})
    others = [record_work(unit=education, work=work(books, **more), once="a", by=by, at=AT) for more in changed]  # type: ignore[arg-type]
    again = record_work(unit=education, work=work(books, what=" 用电安全讲座 "), once="a", by=by, at=AT)
    assert again.pk == first.pk
    assert len({first.pk, *(row.pk for row in others)}) == 5
    assert told(books) == 40 + 41 + 40 + 40
    assert WorkRecord.objects.get(pk=others[1].pk).what == "防震讲座"


def test_a_correction_moves_every_figure_and_the_audit_names_the_fields(books: Books) -> None:
    by = liaison(books)
    row = record_work(unit=books.county.education, work=work(books), once="a", by=by, at=AT)
    right = work(books, 55, kind="training", place=Region.objects.get(pk="990123101000"))
    correct_work(record=row, work=right, why="记错了", seen=0, by=by, at=AT)
    assert told(books) == told(books, "lecture.sessions") == 0
    assert told(books, "training.person_times", region="990123101000") == 55
    entry = AuditEntry.objects.filter(verb="ledger.correct_work").get()
    assert entry.changed == ["kind", "person_times", "place_id"]


def test_a_record_taken_back_counts_nothing_and_stays_to_be_read(books: Books) -> None:
    by = liaison(books)
    row = record_work(unit=books.county.education, work=work(books), once="a", by=by, at=AT)
    void_work(record=row, why="活动取消", seen=0, by=by, at=AT)
    assert told(books) == told(books, "lecture.sessions") == 0
    with pytest.raises(WrongState):
        correct_work(record=row, work=work(books), why="又办了", seen=1, by=by, at=AT)
    assert WorkRecord.objects.get().remark == "活动取消"


def test_who_comes_second_is_told_and_changes_nothing(books: Books) -> None:
    by = liaison(books)
    row = record_work(unit=books.county.education, work=work(books), once="a", by=by, at=AT)
    correct_work(record=row, work=work(books, 50), why="核对", seen=0, by=by, at=AT)
    for deed in (
        lambda: correct_work(record=row, work=work(books, 60), why="核对", seen=0, by=by, at=AT),
        lambda: void_work(record=row, why="误记", seen=0, by=by, at=AT),
    ):
        with pytest.raises(Stale, match="已被改动"):
            deed()
    assert told(books) == 50


def test_where_the_office_reviews_a_record_counts_after_it_looked(books: Books) -> None:
    office, by = books.county.secretary(), liaison(books)
    set_record_policy(region=books.county.home, review=True, by=office, at=AT)
    row = record_work(unit=books.county.education, work=work(books), once="a", by=by, at=AT)
    assert (row.state, told(books)) == ("handed", 0)
    with pytest.raises(NotAllowed):
        accept_work(record=row, seen=0, by=by, at=AT)
    with pytest.raises(BadInput, match="原因"):
        return_work(record=row, why=" ", seen=0, by=office, at=AT)
    row = return_work(record=row, why="人次请核对", seen=0, by=office, at=AT)
    row = correct_work(record=row, work=work(books, 38), why="核对签到表", seen=1, by=by, at=AT)
    assert (row.state, told(books)) == ("handed", 0)
    accept_work(record=row, seen=2, by=office, at=AT)
    assert told(books) == 38
    own = record_work(unit=books.county.health, work=work(books, 7), once="b", by=office, at=AT)
    assert own.state == "counted"  # what the office writes down itself needs no review


def test_where_the_office_reviews_a_units_correction_waits_again_and_does_not_count(books: Books) -> None:
    office, by = books.county.secretary(), liaison(books)
    row = record_work(unit=books.county.education, work=work(books), once="a", by=by, at=AT)
    assert told(books) == 40
    set_record_policy(region=books.county.home, review=True, by=office, at=AT)
    row = correct_work(record=row, work=work(books, 90), why="补上下午场", seen=0, by=by, at=AT)
    assert (row.state, told(books), told(books, "lecture.sessions")) == ("handed", 0, 0)
    row = accept_work(record=row, seen=1, by=office, at=AT)
    assert (row.reviewed_by, told(books)) == (office, 90)
    row = correct_work(record=row, work=work(books, 95), why="核对签到表", seen=2, by=office, at=AT)
    assert (row.state, told(books)) == ("counted", 95)  # the office looked itself
    row = correct_work(record=row, work=work(books, 96), why="又补一人", seen=3, by=by, at=AT)
    assert (row.state, row.reviewed_by, told(books)) == ("handed", None, 0)
    entry = AuditEntry.objects.filter(verb="ledger.correct_work").latest("id")
    assert entry.changed == ["person_times", "state"]


def test_the_page_says_that_a_correction_waits(books: Books, client: Client) -> None:
    by = liaison(books)
    row = record_work(unit=books.county.education, work=work(books), once="a", by=by, at=AT)
    set_record_policy(region=books.county.home, review=True, by=books.county.secretary(), at=AT)
    client.force_login(by)
    fields = form(books, person_times="60", why="核对签到表", revision="0")
    page = client.post(f"/desk/ledger/records/{row.pk}/correct/", fields, follow=True).content.decode()
    assert "已更正，待纲要办审核；审核通过前不计入。" in page
    assert "审核通过后计入。" in page
    assert told(books) == 0


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"day": date(2026, 11, 21)}, "还没有到"), ({"day": date(2024, 1, 1)}, "超过两年"), ({"what": " "}, "一句话"),
        ({"what": "长" * 101}, "100字"), ({"kind": "party"}, "类型"), ({"audience": "cats"}, "人群"),
        ({"people": -1}, "人次"), ({"people": 1_000_001}, "人次"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(books: Books, more: dict[str, object], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        record_work(unit=books.county.education, work=work(books, **more), once="a", by=liaison(books), at=AT)  # type: ignore[arg-type]
    assert not Fact.objects.exists()


def test_a_place_elsewhere_and_oneself_as_partner_are_refused(books: Books) -> None:
    for more in ({"place": Region.objects.get(pk="990124100000")}, {"partners": (books.county.education,)}):
        with pytest.raises(BadInput):
            record_work(unit=books.county.education, work=work(books, **more), once="a", by=liaison(books), at=AT)


def test_nobody_writes_for_another_unit(books: Books) -> None:
    neighbour = books.county.account(Role.SECRETARIAT, region=books.county.other)
    for by in (liaison(books), neighbour, books.county.account(Role.READER)):
        with pytest.raises(NotAllowed):
            record_work(unit=books.county.health, work=work(books), once="a", by=by, at=AT)


def form(books: Books, **more: object) -> dict[str, object]:
    fields = {
        "unit": books.county.education.pk, "day": "2026-11-18", "place": books.village.pk, "kind": "lecture",
        "what": "用电安全讲座", "audience": "elderly", "person_times": "40", "once": "abc",
    }  # fmt: skip
    return fields | more


def test_on_the_page_a_form_sent_twice_makes_one_record_and_says_so(books: Books, client: Client) -> None:
    client.force_login(liaison(books))
    for _ in range(2):
        answer = client.post("/desk/ledger/records/new/", form(books))
        assert answer.status_code == 302
    page = client.get("/desk/ledger/records/").content.decode()
    assert page.count("用电安全讲座") == 1
    assert "参加科普（技）讲座人次" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    "wrong", [{"day": "2026-13-05"}, {"person_times": "许多"}, {"place": "990124100000"}, {"what": ""}, {"kind": "x"}]
)
def test_what_was_typed_stays_when_a_field_is_wrong(books: Books, client: Client, wrong: dict[str, str]) -> None:
    client.force_login(liaison(books))
    answer = client.post("/desk/ledger/records/new/", form(books, **{"what": "防诈骗讲座", **wrong}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "需要改正" in page
    assert wrong.get("what") == "" or "防诈骗讲座" in page
    assert not WorkRecord.objects.exists()


def test_a_full_width_number_is_a_number(books: Books, client: Client) -> None:
    client.force_login(liaison(books))
    assert client.post("/desk/ledger/records/new/", form(books, person_times="４０")).status_code == 302
    assert told(books) == 40


def test_the_list_shows_own_work_and_own_town_and_asks_as_often_for_many(
    books: Books, client: Client, django_assert_max_num_queries: object
) -> None:
    office = books.county.secretary()
    for number in range(40):
        record_work(unit=books.county.health, work=work(books), once=f"{number}", by=office, at=AT)
    client.force_login(liaison(books))
    assert "用电安全讲座" not in client.get("/desk/ledger/records/").content.decode()
    client.force_login(office)
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        page = client.get("/desk/ledger/records/").content.decode()
    assert page.count("用电安全讲座") == 30
    assert "第 1–30 条，共 40 条" in page


def test_a_figure_says_what_it_is_made_of(books: Books, client: Client) -> None:
    office = books.county.secretary()
    row = record_work(unit=books.county.education, work=work(books), once="a", by=office, at=AT)
    client.force_login(office)
    address = "/desk/ledger/figures/990123000000/activity.person_times/?since=2026-01-01&until=2026-12-31"
    page = client.get(address).content.decode()
    assert f"/desk/ledger/records/{row.pk}/" in page
    assert "城关镇" in page
    assert "县教育体育局" in page
    assert client.get(address.replace("990123000000", "990124000000")).status_code == 404
    for odd in ("audience=cats", "unit=99999", "unit=x"):
        assert client.get(f"{address}&{odd}").status_code == 404
    assert client.get(address.replace("2026-12-31", "2026-13-31")).status_code == 200  # nonsense is this year


def test_a_liaison_of_a_township_finds_the_form_at_once_with_the_own_place_chosen(client: Client, books: Books) -> None:
    town = books.county.unit("城关镇人民政府", region=books.county.town)
    by = books.county.account(Role.LIAISON, unit=town)
    assert [page.url for page in mine(by)] == ["/desk/ledger/records/new/"]
    assert mine(books.county.secretary()) == []
    client.force_login(by)
    form = client.get("/desk/ledger/records/new/").context["form"]
    assert form["place"].initial == books.county.town
    made = record_work(unit=town, work=work(books), once="t", by=by, at=AT)
    assert "再记一笔" in client.get(f"/desk/ledger/records/{made.pk}/").content.decode()


def test_a_department_chooses_the_place_itself(client: Client, books: Books) -> None:
    client.force_login(liaison(books))
    assert client.get("/desk/ledger/records/new/").context["form"]["place"].initial is None


def test_before_there_is_a_unit_the_office_is_led_to_the_list_of_units(client: Client, books: Books) -> None:
    other = books.county.account(Role.SECRETARIAT, region=books.county.other)
    client.force_login(other)
    assert "先建立单位名录" in client.get("/desk/ledger/records/").content.decode()


def test_a_deed_told_by_two_is_not_lost_when_the_first_record_is_taken_back(books: Books) -> None:
    """Two wrote down one lecture, the office said so; whichever is taken back, the other counts, and never both."""
    education, health, office = books.county.education, books.county.health, books.county.secretary()
    first = record_work(unit=education, work=work(books), once="a", by=liaison(books), at=AT)
    second = record_work(unit=health, work=work(books), once="b", by=office, at=AT)
    drain_all(at=AT)
    say_same(doubt=Duplicate.objects.order_by("pk")[0], by=office, at=AT)
    assert (told(books), told(books, unit=health.pk), told(books, unit=education.pk)) == (40, 40, 40)
    void_work(record=first, why="与卫健局重复", seen=first.revision, by=liaison(books), at=AT)
    assert (told(books), told(books, "lecture.sessions")) == (40, 1)
    assert (told(books, unit=health.pk), told(books, unit=education.pk)) == (40, 0)
    second = correct_work(record=second, work=work(books, 45), why="签到表", seen=second.revision, by=office, at=AT)
    assert told(books) == told(books, unit=health.pk) == 45
    void_work(record=second, why="没有办成", seen=second.revision, by=office, at=AT)
    assert told(books) == 0


def test_a_first_record_that_waits_for_review_and_comes_back_counts_alone(books: Books) -> None:
    office = books.county.secretary()
    first = record_work(unit=books.county.education, work=work(books), once="a", by=liaison(books), at=AT)
    record_work(unit=books.county.health, work=work(books), once="b", by=office, at=AT)
    drain_all(at=AT)
    say_same(doubt=Duplicate.objects.order_by("pk")[0], by=office, at=AT)
    set_record_policy(region=books.county.home, review=True, by=office, at=AT)
    first = correct_work(
        record=first, work=work(books, 50), why="签到表", seen=first.revision, by=liaison(books), at=AT
    )
    assert told(books) == 40  # the other record's, while this one waits
    accept_work(record=first, seen=first.revision, by=office, at=AT)
    assert told(books) == told(books, unit=books.county.health.pk) == 50


def test_a_record_of_long_ago_can_still_be_corrected_but_not_moved_further_back(books: Books) -> None:
    row = record_work(unit=books.county.education, work=work(books), once="a", by=liaison(books), at=AT)
    later = AT.replace(year=2029)
    row = correct_work(record=row, work=work(books, 30), why="签到表", seen=row.revision, by=liaison(books), at=later)
    assert told(books) == 30
    with pytest.raises(BadInput, match="超过两年"):
        correct_work(
            record=row,
            work=work(books, day=date(2026, 11, 17)),
            why="日期",
            seen=row.revision,
            by=liaison(books),
            at=later,
        )


def test_the_audit_names_partners_that_were_changed(books: Books) -> None:
    row = record_work(unit=books.county.education, work=work(books), once="a", by=liaison(books), at=AT)
    told_anew = work(books, partners=(books.county.health,))
    correct_work(record=row, work=told_anew, why="漏填协办", seen=row.revision, by=liaison(books), at=AT)
    assert AuditEntry.objects.get(verb="ledger.correct_work").changed == ["partners"]
