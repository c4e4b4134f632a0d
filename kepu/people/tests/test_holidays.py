"""The office's own table of days off: entering the yearly notice, what counts then, what is refused, two at once."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from kepu.audit.models import Entry
from kepu.methods.workdays import add_workdays, is_workday
from kepu.people.access import NotAllowed
from kepu.people.models import HolidayNotice, Role
from kepu.people.queries import holiday_todo, holiday_year, workday_table
from kepu.people.verbs import BadInput, StaleHolidays, remove_holidays, set_holidays

pytestmark = pytest.mark.django_db
YEAR = 2090  # nothing ships for it
AT = timezone.now()
WHOLE = """一、元旦：1月1日至3日放假，共3天。
二、春节：1月29日至2月5日放假调休，共8天。2月11日上班。
三、国庆节：10月1日至7日放假调休，共7天。9月30日上班。"""


@pytest.fixture
def office(county):
    return county.account(Role.SECRETARIAT)


def entered(office, text=WHOLE, year=YEAR, revision=0):
    return set_holidays(year=year, text=text, paper="国办发明电〔2089〕7号", revision=revision, by=office, at=AT)


def test_a_year_of_which_nothing_ships_counts_as_its_notice_says(office):
    assert is_workday(date(YEAR, 2, 1), workday_table())  # a Wednesday
    entered(office)
    table = workday_table()
    assert not is_workday(date(YEAR, 2, 1), table)
    assert is_workday(date(YEAR, 2, 11), table)  # a Saturday
    assert add_workdays(date(YEAR, 1, 27), 1, table) == date(YEAR, 2, 6)  # the 28th is a Saturday; off until the 5th
    shown = holiday_year(YEAR)
    assert [(h.name, h.off, h.count, h.worked) for h in shown.holidays] == [
        ("元旦", "1月1日至3日", 3, ""), ("春节", "1月29日至2月5日", 8, "2月11日"), ("国庆节", "10月1日至7日", 7, "9月30日"),
    ]  # fmt: skip
    entry = Entry.objects.get(verb="people.set_holidays")
    assert entry.changed == ["days", "paper", "text"]


def test_a_local_day_off_is_added_to_a_year_that_ships(office):
    entered(office, "建县纪念日：11月24日放假。", year=2026)
    table = workday_table()
    assert not is_workday(date(2026, 11, 24), table)
    assert not is_workday(date(2026, 10, 1), table)
    assert [h.name for h in holiday_year(2026).holidays][-1] == "建县纪念日"


def test_entered_anew_it_replaces_and_removed_it_is_gone(office):
    first = entered(office)
    second = entered(
        office, WHOLE.replace("2月11日", "2月4日").replace("2月5日", "2月3日").replace("共8", "共6"), revision=1
    )
    assert (first.pk, second.revision) == (second.pk, 2)
    assert is_workday(date(YEAR, 2, 4), workday_table())
    remove_holidays(year=YEAR, revision=2, by=office, at=AT)
    assert workday_table() == {}
    with pytest.raises(BadInput, match="没有录入过"):
        remove_holidays(year=YEAR, revision=0, by=office, at=AT)


def test_who_comes_second_is_told(office):
    entered(office)
    for revision in (0, 2):
        with pytest.raises(StaleHolidays) as stale:
            entered(office, revision=revision)
        assert stale.value.current.revision == 1
    with pytest.raises(StaleHolidays):
        remove_holidays(year=YEAR, revision=0, by=office, at=AT)


@pytest.mark.parametrize(
    ("year", "text", "said"),
    [
        (YEAR, "三月三：4月9日放假。", "没有读到元旦、春节、国庆节的安排"),
        (YEAR, WHOLE.replace("共3天", "共4天"), "写明共4天"),
        (YEAR, "放假另行通知", "没有读到放假的日期"),
        (1999, WHOLE, "年份应在"),
        (YEAR, WHOLE + "。" * 5000, "最多5000字"),
    ],
)
def test_what_cannot_be_is_refused(office, year, text, said):
    with pytest.raises(BadInput, match=said):
        entered(office, text, year=year)
    assert not HolidayNotice.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SECRETARIAT])
def test_only_the_office_enters(county, office, role):
    entered(office)
    with pytest.raises(NotAllowed):
        set_holidays(year=YEAR, text=WHOLE, revision=1, by=county.account(role), at=AT)
    with pytest.raises(NotAllowed):
        remove_holidays(year=YEAR, revision=1, by=county.account(role), at=AT)


def page(year=YEAR):
    return reverse("people:holiday_year", args=[year])


def test_what_is_pasted_is_read_first_and_kept_then(client, office):
    client.force_login(office)
    assert f"{YEAR}年的安排还没有" in client.get(page()).content.decode()
    typed = {"text": WHOLE, "paper": "国办发明电〔2089〕7号", "revision": "0"}
    looked = client.post(page(), typed | {"look": "1"}).content.decode()
    assert "还没有保存" in looked
    assert "1月29日至2月5日" in looked
    assert not HolidayNotice.objects.exists()
    kept = client.post(page(), typed, follow=True).content.decode()
    assert f"已录入{YEAR}年放假安排" in kept
    assert "2月11日" in kept
    listed = client.get(reverse("people:holidays")).content.decode()
    assert "国办发明电〔2089〕7号" in listed
    gone = client.post(reverse("people:remove_holidays", args=[YEAR]), {"revision": "1"}, follow=True).content.decode()
    assert f"已取消{YEAR}年录入的放假安排" in gone


def test_what_is_wrong_stands_at_the_field_and_what_was_typed_stays(client, office):
    client.force_login(office)
    for extra in ({}, {"look": "1"}):
        answer = client.post(page(), {"text": "一、元旦：1月1日至3日放假，共4天。", "revision": "0", **extra})
        assert answer.status_code == 422
        assert "写明共4天，读到的是3天" in answer.content.decode()
        assert "一、元旦：1月1日至3日放假，共4天。" in answer.content.decode()
    assert client.post(page(), {"text": "", "revision": "x"}).status_code == 422
    assert client.get(page(1999)).status_code == 404


def test_two_people_lose_nothing(client, office):
    entered(office)
    client.force_login(office)
    mine = WHOLE.replace("2月11日", "2月12日")
    late = client.post(page(), {"text": mine, "revision": "0"})
    html = late.content.decode()
    assert late.status_code == 409
    assert "刚被其他同志改过" in html
    assert "2月11日上班" in html  # theirs
    assert "2月12日上班" in html  # mine
    assert 'name="revision" value="1"' in html
    assert client.post(page(), {"text": mine, "revision": "1"}).status_code == 302
    late = client.post(reverse("people:remove_holidays", args=[YEAR]), {"revision": "1"}, follow=True)
    assert "刚被其他同志改过" in late.content.decode()


def test_the_administrator_reads_and_cannot_enter(client, county, office):
    client.force_login(county.account(Role.SYSTEM_ADMIN))
    assert client.get(reverse("people:holidays")).status_code == 200
    assert "读取并核对" not in client.get(page()).content.decode()
    assert client.post(page(), {"text": WHOLE, "revision": "0"}).status_code == 403
    client.force_login(county.account(Role.LIAISON))
    assert client.get(reverse("people:holidays")).status_code == 403


def test_from_december_on_the_office_is_asked_for_the_next_year(county, office):
    def asked(day, who=office):
        return [item.title for item in holiday_todo(who, day)]

    assert asked(date(YEAR - 1, 12, 1)) == [f"录入{YEAR - 1}年放假安排", f"录入{YEAR}年放假安排"]
    assert asked(date(2025, 11, 30)) == []
    assert asked(date(2025, 12, 31)) == []  # 2026 ships
    assert asked(date(YEAR, 6, 1)) == [f"录入{YEAR}年放假安排"]
    entered(office)
    assert asked(date(YEAR, 6, 1)) == []
    assert asked(date(YEAR, 12, 1)) == [f"录入{YEAR + 1}年放假安排"]
    assert asked(date(YEAR + 1, 6, 1), county.account(Role.LIAISON)) == []
