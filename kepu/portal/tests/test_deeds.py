"""今年县里要办的科普实事: released snapshots alone, large and plain, narrowed by who one is, without script."""

import pytest

from kepu.people.models import Region
from kepu.plans import verbs
from kepu.plans.models import AnnualItem, Release
from kepu.plans.tests import builders, years
from kepu.plans.tests.builders import AT
from kepu.portal.deeds import deeds_page, deeds_title
from kepu.portal.doors import doors

pytestmark = pytest.mark.django_db
SCIENCE, HEALTH, FIRST = "办好科学课堂", "送健康知识下乡", "第1件实事"
URL = "/r/990123000000/deeds/"


@pytest.fixture
def office():
    return builders.account()


@pytest.fixture
def version(office):
    builders.units()
    return builders.adopted(office, more=1)


@pytest.fixture
def annual(version, office):
    made = years.opened(version, office)
    years.deed(made, office, HEALTH, audience="elderly", place="各乡镇卫生院", text="免费量血压。")
    years.deed(made, office, SCIENCE, audience="youth", place="县科技馆", text="周末开放。")
    years.deed(made, office, FIRST, audience="general", place="县城广场", text="大家都能来。")
    years.cell(version, "培训老年人", 12000)
    return years.issued(made, office)


@pytest.fixture
def release(annual, office):
    return years.released(annual, office)


def shown(client, query=""):
    page = client.get(URL + query).context["page"]
    return [deed["title"] for one in page.shown for deed in one.deeds]


def test_each_deed_says_what_for_whom_where_who_and_how_much(client, release):
    html = client.get(URL).content.decode()
    for words in (HEALTH, "老年人", "各乡镇卫生院", "县卫健局、县民政局", "不少于1.2万人次", "免费量血压"):
        assert words in html
    assert years.NUMBER in html


def test_one_finds_oneself_with_what_is_for_everyone(client, release):
    assert shown(client) == [SCIENCE, HEALTH, FIRST]
    assert shown(client, "?for=elderly") == [HEALTH, FIRST]
    assert shown(client, "?for=youth") == [SCIENCE, FIRST]
    html = client.get(URL + "?for=elderly").content.decode()
    assert 'for=elderly&amp;year=2026" aria-current="true"' in html
    assert "我是农民" not in html  # nothing is done for them alone


@pytest.mark.parametrize("query", ["?for=aliens", "?for=", "?for=general", "?year=1999", "?year=abc", "?page=9"])
def test_nonsense_in_the_address_shows_everything(client, release, query):
    assert shown(client, query) == [SCIENCE, HEALTH, FIRST]


def test_for_whom_nothing_is_done_one_is_led_on(client, annual, office):
    AnnualItem.objects.filter(title=FIRST).update(resident_deed=False)
    years.released(annual, office)
    html = client.get(URL + "?for=workers").content.decode()
    assert "没有单为这类人群办的实事" in html
    assert "查看全部" in html


def test_what_is_not_released_is_not_there(client, annual, office):
    for step in (
        lambda: verbs.draft_year_release(annual=annual, by=office, at=AT),
        lambda: verbs.check_secrecy(release=Release.objects.get(), statement=True, by=office, at=AT),
    ):
        step()
        page = client.get(URL)
        assert page.status_code == 200
        assert HEALTH not in page.content.decode()
        assert "还没有公布的科普实事" in page.content.decode()


def test_the_page_reads_the_snapshot_and_nothing_newer(client, release):
    AnnualItem.objects.filter(title=HEALTH).update(title="后来改的", place="别处")
    html = client.get(URL).content.decode()
    assert "后来改的" not in html
    assert HEALTH in html


def test_withdrawn_it_is_gone_and_its_door_with_it(client, release, office):
    assert URL in client.get("/r/990123000000/").content.decode()
    verbs.withdraw(release=release, remark="地点有变", by=office, at=AT)
    assert shown(client) == []
    assert URL not in client.get("/r/990123000000/").content.decode()


def test_the_door_comes_first_and_says_how_many(release, version, office):
    builders.released(version, office)
    first, second = [d for d in doors(Region.objects.get(pk="990123000000")) if not d.always]
    assert (first.url, first.text) == (URL, "3件事：为谁办、在哪里办、谁来办")
    assert second.label == "看方案"


def test_this_year_comes_first_and_other_years_are_a_step_away(client, release, version, office):
    next_year = years.opened(version, office, 2027)
    years.deed(next_year, office, SCIENCE, audience="youth", place="县科技馆")
    years.released(years.issued(next_year, office), office)
    place = Region.objects.get(pk="990123000000")
    page = deeds_page(place, 2026)
    assert (page.year, page.title, page.others) == (2026, "今年县里要办的科普实事", [2027])
    assert deeds_page(place, 2027).year == 2027
    assert (deeds_page(place, 2029).year, deeds_page(place, 2029).title) == (2027, "2027年县里办的科普实事")
    assert deeds_page(place, 2026, year="2027").title == "2027年县里要办的科普实事"
    assert shown(client, "?year=2027") == [SCIENCE]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("云汀县", "今年县里要办的科普实事"),
        ("某某区", "今年区里要办的科普实事"),
        ("经济开发区管委会", "今年本地要办的科普实事"),
    ],
)
def test_the_place_is_called_as_people_call_it(name, title):
    assert deeds_title(Region(code="990123000000", name=name), 2026, 2026) == title


def test_before_the_home_region_is_loaded_the_page_is_empty(client):
    assert "还没有公布的科普实事" in client.get(URL).content.decode()


def test_a_place_that_is_not_served_is_not_found(client, release):
    builders.region("990124000000", "邻县")
    assert client.get("/r/990124000000/deeds/").status_code == 404
    assert client.get("/r/nonsense/deeds/").status_code == 404
    builders.region("990123101000", "柳湾镇")
    assert HEALTH not in client.get("/r/990123101000/deeds/").content.decode()


def test_a_visitor_gets_no_cookie_no_lights_and_nothing_of_persons(client, release):
    response = client.get(URL)
    assert dict(response.cookies) == {}
    html = response.content.decode()
    assert 'class="light' not in html
    assert " style=" not in html
    assert html.count("<form") == 1  # the switch of 长辈版


def test_text_with_markup_is_shown_as_text(client, annual, office):
    AnnualItem.objects.filter(title=HEALTH).update(title="<script>x</script>")
    years.released(annual, office)
    html = client.get(URL).content.decode()
    assert "<script>x" not in html
    assert "&lt;script&gt;x" in html


@pytest.mark.parametrize("more", [1, 60])
def test_the_page_costs_the_same_for_one_deed_and_sixty(client, office, more, django_assert_num_queries):
    builders.units()
    annual = years.opened(builders.adopted(office, more=more), office)
    AnnualItem.objects.filter(title__startswith="第").update(resident_deed=True, audience="general", place="县城")
    years.released(years.issued(annual, office), office)
    client.get(URL)
    with django_assert_num_queries(5):
        assert len(shown(client)) == more
