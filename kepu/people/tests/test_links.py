"""One-time links: a way for one unit to one thing, by a token and a code of which only hashes are kept."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.http import Http404

from kepu.audit.models import Entry
from kepu.people import one_time
from kepu.people.access import NotAllowed, WrongState, get_link_for, listed_links
from kepu.people.models import OneTimeLink, Region, Role, Unit
from kepu.people.one_time import LinkClosed
from kepu.people.queries import link_by_token, links_in_state
from kepu.people.tests.county import AT, County
from kepu.people.tests.together import at_once
from kepu.people.verbs import (
    BadInput,
    Issued,
    MemberValues,
    finish_link,
    give_code,
    issue_link,
    name_own_liaison,
    revoke_link,
)

WEEK = datetime(2026, 3, 12, 16, 0, tzinfo=UTC)  # the midnight after 12 March in Shanghai; issued on 5 March


def issued(county: County, unit: Unit | None = None, **more: int) -> Issued:
    unit = unit or county.education
    return issue_link(unit=unit, subject=f"people.liaison:{unit.pk}", by=county.secretary(), at=AT, **more)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_token_and_code_are_kept_as_hashes_alone(county: County) -> None:
    made = issued(county)
    assert (len(made.token), len(made.code), made.code.isdecimal()) == (43, 6, True)  # 32 bytes in base64url
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_onetimelink")
        row = repr(cursor.fetchall())
    assert (made.token in row, f"'{made.code}'" in row) == (False, False)
    assert link_by_token(made.token, AT) == made.link
    assert "name_own" not in repr(Entry.objects.values_list("changed"))


def test_it_opens_to_the_end_of_the_seventh_day_and_not_a_moment_longer(county: County) -> None:
    made = issued(county)
    assert (made.link.expires_at, made.link.last_day.isoformat()) == (WEEK, "2026-03-12")
    assert link_by_token(made.token, WEEK - timedelta(microseconds=1)) == made.link
    assert link_by_token(made.token, WEEK) is None
    with pytest.raises(LinkClosed):
        give_code(link=made.link, code=made.code, at=WEEK)
    with pytest.raises(LinkClosed):
        finish_link(link=made.link, at=WEEK)


@pytest.mark.parametrize("days", [0, -1, 61, 10**9])
def test_a_nonsensical_number_of_days_is_refused(county: County, days: int) -> None:
    with pytest.raises(BadInput, match="1至60天"):
        issued(county, days=days)
    assert not OneTimeLink.objects.exists()


def test_the_fifth_wrong_code_locks_it_for_the_right_one_too(county: County) -> None:
    made = issued(county)
    assert [give_code(link=made.link, code=wrong(made.code), at=AT) for _ in range(5)] == [False] * 5
    with pytest.raises(LinkClosed):
        give_code(link=made.link, code=made.code, at=AT)
    assert link_by_token(made.token, AT) is None
    assert list(Entry.objects.filter(verb="people.lock_link").values_list("by", "object")) == [
        (None, f"people.onetimelink:{made.link.pk}")
    ]


def test_the_right_code_forgives_four_wrong_ones(county: County) -> None:
    made = issued(county)
    for _ in range(2):
        assert not any(give_code(link=made.link, code=wrong(made.code), at=AT) for _ in range(4))
        assert give_code(link=made.link, code=made.code, at=AT)
    assert list(Entry.objects.filter(verb="people.open_link").values_list("by", flat=True)) == [None, None]


def test_the_code_of_one_link_does_not_open_another(county: County) -> None:
    one, two = issued(county), issued(county, county.health)
    if one.code != two.code:
        assert not give_code(link=two.link, code=one.code, at=AT)


def test_used_means_used(county: County) -> None:
    made = issued(county)
    finish_link(link=made.link, at=AT)
    for deed in (lambda: finish_link(link=made.link, at=AT), lambda: give_code(link=made.link, code=made.code, at=AT)):
        with pytest.raises(LinkClosed):
            deed()
    with pytest.raises(WrongState):
        revoke_link(link=made.link, by=county.secretary(), at=AT)


def test_issuing_again_closes_the_older_link_of_the_same_unit_and_subject_alone(county: County) -> None:
    old, other = issued(county), issued(county, county.health)
    new = issued(county)
    open_now = {made.link.pk for made in (old, other, new) if link_by_token(made.token, AT)}
    assert open_now == {other.link.pk, new.link.pk}


def test_a_unit_is_sent_nothing_of_another_unit(county: County) -> None:
    with pytest.raises(Http404):
        issue_link(unit=county.education, subject=f"people.liaison:{county.health.pk}", by=county.secretary(), at=AT)


@pytest.mark.parametrize("subject", ["", "people.unit:1", "people.liaison:", "people.liaison:1x", "people.liaison:٣"])
def test_only_what_an_app_registered_can_be_sent(county: County, subject: str) -> None:
    with pytest.raises(Http404):
        issue_link(unit=county.education, subject=subject, by=county.secretary(), at=AT)


def test_a_unit_that_is_no_more_is_sent_nothing(county: County) -> None:
    Unit.objects.filter(pk=county.education.pk).update(until=AT.date())
    with pytest.raises(BadInput, match="承接单位"):
        issued(county, Unit.objects.get(pk=county.education.pk))


@pytest.mark.parametrize("role", [r for r in Role if r != Role.SECRETARIAT])
def test_the_office_alone_issues_and_revokes(county: County, role: Role) -> None:
    made, by = issued(county), county.account(role)
    with pytest.raises(NotAllowed):
        issue_link(unit=county.education, subject=made.link.subject, by=by, at=AT)
    with pytest.raises(NotAllowed):
        revoke_link(link=made.link, by=by, at=AT)


def test_each_office_sees_its_own_units_and_townships(county: County) -> None:
    town_unit = county.unit("城关镇科普站", region=county.town)
    made = {issued(county).link, issued(county, town_unit).link}
    office, neighbour = county.secretary(), county.account(Role.SECRETARIAT, region=county.other)
    city = county.account(Role.SECRETARIAT, region=county.city)
    assert [set(listed_links(by)) for by in (office, neighbour, city)] == [made, set(), set()]
    for link in made:
        assert get_link_for(office, link.pk) == link
        with pytest.raises(Http404):
            get_link_for(neighbour, link.pk)


def test_the_office_finds_links_by_their_state(county: County) -> None:
    units = [county.unit(f"县{name}局") for name in ("待", "开", "用", "锁", "废", "过")]
    made = [issued(county, unit) for unit in units]
    give_code(link=made[1].link, code=made[1].code, at=AT)
    finish_link(link=made[2].link, at=AT)
    OneTimeLink.objects.filter(pk=made[3].link.pk).update(tries=5)
    revoke_link(link=made[4].link, by=county.secretary(), at=AT)
    OneTimeLink.objects.filter(pk=made[5].link.pk).update(expires_at=AT)
    State = OneTimeLink.State
    wanted = [State.UNOPENED, State.OPENED, State.USED, State.LOCKED, State.REVOKED, State.EXPIRED]
    everything = OneTimeLink.objects.all()
    found = [list(links_in_state(everything, state, AT).values_list("unit__name", flat=True)) for state in wanted]
    assert found == [["县待局"], ["县开局"], ["县用局"], ["县锁局"], ["县废局"], ["县过局"]]
    assert [OneTimeLink.objects.get(pk=m.link.pk).state_at(AT) for m in made] == wanted
    assert links_in_state(everything, "nonsense", AT).count() == 6


def test_the_unit_names_its_own_liaison_and_keeps_its_post(county: County) -> None:
    county.education.memberships.create(group_post="成员", liaison="旧人", since="2026-01-01")
    made = issued(county)
    name_own_liaison(link=made.link, values=MemberValues(group_post="成员", liaison="周小雨", phone="0990-123"), at=AT)
    line = county.education.memberships.get(until=None)
    assert (line.group_post, line.liaison) == ("成员", "周小雨")
    made.link.refresh_from_db()
    assert made.link.used_at == AT
    deeds = Entry.objects.filter(verb__in=["people.finish_link", "people.change_member"])
    assert {(e.verb, e.by) for e in deeds} == {("people.finish_link", None), ("people.change_member", None)}


def test_a_deed_that_is_refused_leaves_the_link_open(county: County) -> None:
    made = issued(county)
    with pytest.raises(BadInput, match="电话"):
        name_own_liaison(link=made.link, values=MemberValues(liaison="周小雨", phone="abc"), at=AT)
    assert link_by_token(made.token, AT) == made.link


def test_every_kind_of_subject_says_what_it_is_called(county: County) -> None:
    offered = dict(one_time.offered(county.secretary(), county.education))
    assert offered[f"people.liaison:{county.education.pk}"] == "登记分管领导和联络员"
    assert f"people.liaison:{county.education.pk}" not in dict(one_time.offered(county.account(), county.education))


def test_ten_guesses_at_the_same_moment_are_still_five(own_database: None) -> None:
    county = County()
    made = issued(county)
    guesses = at_once(*(lambda: give_code(link=made.link, code=wrong(made.code), at=AT) for _ in range(10)))
    assert sorted(map(str, guesses)) == sorted(["False"] * 5 + [""] * 5)  # five were looked at, five found it locked


def test_of_two_who_send_at_the_same_moment_one_is_taken(own_database: None) -> None:
    county = County()
    made = issued(county)
    results = at_once(*(
        lambda n=name: name_own_liaison(link=made.link, values=MemberValues(liaison=n), at=AT) for name in ("甲", "乙")
    ))  # fmt: skip
    assert sum(isinstance(r, LinkClosed) for r in results) == 1
    assert county.education.memberships.count() == 1


def test_two_clicks_of_the_office_leave_one_open_link(own_database: None) -> None:
    county = County()
    by = county.secretary()
    subject = f"people.liaison:{county.education.pk}"
    at_once(*(lambda: issue_link(unit=county.education, subject=subject, by=by, at=AT) for _ in range(2)))
    assert [OneTimeLink.objects.count(), OneTimeLink.objects.filter(revoked_at=None).count()] == [2, 1]
    assert Region.objects.exists()
