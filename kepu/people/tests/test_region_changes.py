"""Changes of divisions: which region a code means on a day, and what cannot be noted."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kepu.audit.models import Entry
from kepu.people.access import NotAllowed
from kepu.people.commandline import note_succession
from kepu.people.models import Population, Region, RegionSuccession, Role
from kepu.people.queries import region_changes, region_today
from kepu.people.tests.county import AT, County
from kepu.people.verbs import BadInput, succeed_region

PAPER = "安政函〔2026〕1号"
SPRING = date(2026, 3, 1)


def town(county: County, number: int, name: str) -> Region:
    return Region.objects.create(code=f"990123{number}000", name=name, parent=county.home, level="township")


def change(county: County, old: Region, new: Region, on: date = SPRING) -> RegionSuccession:
    return succeed_region(old=old, new=new, on=on, paper=PAPER, by=county.secretary(), at=AT)


def codes(code: str, on: date) -> list[str]:
    return [region.code for region in region_today(code, on)]


def test_from_its_day_on_a_code_means_the_new_region(county: County) -> None:
    street = town(county, 102, "柳河街道")
    change(county, Region.objects.get(name="柳河镇"), street)
    assert codes("990123101000", date(2026, 2, 28)) == ["990123101000"]
    assert codes("990123101000", SPRING) == ["990123102000"]
    assert codes("990123102000", SPRING) == ["990123102000"]
    assert Entry.objects.get().verb == "people.succeed_region"


def test_what_was_entered_keeps_its_code(county: County) -> None:
    row = Population.objects.create(region_id="990123101000", year=2024, basis="resident", count=9000, source="年鉴")
    change(county, Region.objects.get(name="柳河镇"), county.town)
    row.refresh_from_db()
    assert row.region_id == "990123101000"


def test_a_chain_and_a_division_lead_to_all_that_answer_today(county: County) -> None:
    one, two, three = (town(county, 200 + n, f"新{n}镇") for n in range(3))
    change(county, county.town, one, date(2020, 1, 1))
    change(county, one, two)
    change(county, one, three)
    assert codes(county.town.code, date(2020, 1, 1)) == [one.code]
    assert codes(county.town.code, SPRING) == [two.code, three.code]
    with CaptureQueriesContext(connection) as queries:
        region_today(county.town.code, SPRING)
    assert len(queries) == 4


def test_a_merger_leads_from_both_to_one(county: County) -> None:
    old, new = Region.objects.get(name="柳河镇"), town(county, 102, "城柳街道")
    change(county, old, new)
    change(county, county.town, new)
    assert codes(old.code, SPRING) == codes(county.town.code, SPRING) == [new.code]


def test_a_code_that_nobody_knows_means_nothing(county: County) -> None:
    assert region_today("123456789012", SPRING) == []


def test_the_same_again_is_noted_once(county: County) -> None:
    old = Region.objects.get(name="柳河镇")
    assert change(county, old, county.town) == change(county, old, county.town)
    assert (RegionSuccession.objects.count(), Entry.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("old", "new", "on", "paper", "says"),
    [
        ("990123101000", "990123101000", SPRING, PAPER, "同一个"),
        ("990123101000", "990124000000", SPRING, PAPER, "不是同一级"),
        ("990123101000", "990123100000", SPRING, "  ", "批复文号"),
        ("990123101000", "990123100000", SPRING, "长" * 81, "批复文号"),
        ("990123101000", "990123100000", date(1900, 1, 1), PAPER, "生效日期"),
        ("990123101000", "990123100000", date(2028, 1, 1), PAPER, "生效日期"),
    ],
)
def test_what_cannot_be_is_refused(county: County, old: str, new: str, on: date, paper: str, says: str) -> None:
    regions = [Region.objects.get(pk=code) for code in (old, new)]
    with pytest.raises(BadInput, match=says):
        succeed_region(old=regions[0], new=regions[1], on=on, paper=paper, by=county.secretary(), at=AT)
    assert RegionSuccession.objects.count() == 0


def test_no_second_change_no_dead_heir_no_circle(county: County) -> None:
    old, third = Region.objects.get(name="柳河镇"), town(county, 102, "新镇")
    change(county, old, county.town)
    with pytest.raises(BadInput, match="已于2026-03-01变更"):
        change(county, old, third, date(2026, 4, 1))
    with pytest.raises(BadInput, match="不能承接"):
        change(county, third, old)
    with pytest.raises(BadInput, match="循环"):
        change(county, county.town, old, date(2026, 2, 1))
    with pytest.raises(BadInput, match="已经登记"):
        succeed_region(old=old, new=county.town, on=SPRING, paper="另一文号", by=None, at=AT)
    assert RegionSuccession.objects.count() == 1


def test_another_county_does_not_note_it(county: County) -> None:
    by = county.account(Role.SECRETARIAT, region=county.other)
    with pytest.raises(NotAllowed):
        succeed_region(old=county.town, new=town(county, 102, "新镇"), on=SPRING, paper=PAPER, by=by, at=AT)


def test_the_page_of_settings_lists_the_changes_of_the_own_region_only(county: County, client: Client) -> None:
    change(county, Region.objects.get(name="柳河镇"), county.town)
    beside = Region.objects.create(code="990124101000", name="溪尾镇", parent=county.other, level="township")
    succeed_region(old=beside, new=Region.objects.get(name="溪口镇"), on=SPRING, paper=PAPER, by=None, at=AT)
    assert [str(row) for row in region_changes(county.home)] == ["990123101000 → 990123100000"]
    client.force_login(county.secretary())
    html = client.get(reverse("people:settings")).content.decode()
    assert "区划变更" in html
    assert "2026年3月1日" in html
    assert "溪尾镇" not in html


def test_without_changes_the_page_is_silent(county: County, client: Client) -> None:
    client.force_login(county.secretary())
    assert "区划变更" not in client.get(reverse("people:settings")).content.decode()


def test_at_the_command_line(county: County, capsys: pytest.CaptureFixture[str]) -> None:
    assert note_succession("990123101000", "990123100000", day="2026-03-01", paper=PAPER) == 0
    assert "柳河镇（990123101000）变更为城关镇（990123100000）" in capsys.readouterr().out
    for old, day, says in (("990123999000", "2026-03-01", "没有代码为"), ("990123101000", "", "--on")):
        assert note_succession(old, "990123100000", day=day, paper=PAPER) == 1
        assert says in capsys.readouterr().err
