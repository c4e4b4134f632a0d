"""The first screen: a door only where something is behind it."""

import pytest

from kepu.inbox.models import HelpLine
from kepu.plans import verbs
from kepu.plans.tests import builders
from kepu.portal.doors import doors

pytestmark = pytest.mark.django_db


def test_before_anything_is_released_the_page_says_what_will_be_here(client):
    builders.units()
    builders.adopted(builders.account())
    html = client.get("/", follow=True).content.decode()
    assert "还没有公开的内容" in html
    assert ("看进展" in html, "看方案" in html) == (False, False)


def test_the_office_and_its_phone_are_named(client, settings):
    settings.HOTLINE = "0999-5551234"
    builders.region()
    html = client.get("/", follow=True).content.decode()
    assert "云汀县纲要办" in html
    assert 'href="tel:0999-5551234"' in html


def test_a_region_that_is_not_imported_yet_still_has_a_page(client):
    assert client.get("/", follow=True).status_code == 200


def test_a_visitor_gets_no_cookie(client):
    assert dict(client.get("/", follow=True).cookies) == {}


def test_doors_belong_to_their_region():
    builders.units()
    office = builders.account()
    builders.released(builders.adopted(office), office)
    assert [door.label for door in doors(builders.region("990124000000", "邻溪县"))] == ["我要提问"]


def test_the_telephones_have_a_door_where_somebody_answers(client):
    region = builders.region()
    assert [door.label for door in doors(region)] == ["我要提问"]
    HelpLine.objects.create(region=region, phone="0990-1234567", staffed_by="县科协", hours="工作日 9:00—17:00")
    assert [door.label for door in doors(region)] == ["我要提问", "科普电话"]
    html = client.get("/", follow=True).content.decode()
    assert 'class="phone" href="tel:0990-1234567"' in html
    assert "县科协接听，工作日 9:00—17:00" in html


def test_of_two_plans_each_door_names_its_plan_and_years():
    builders.units()
    office = builders.account()
    builders.released(builders.adopted(office), office)
    titled = {"title": "云汀县全民科学素质行动实施方案（2021—2025年）", "period_from": 2021, "period_to": 2025}
    old = verbs.edit_frame(version=builders.draft(office), changes=titled, seen={}, by=office, at=builders.AT)
    old = builders.ready(old, office)
    builders.released(verbs.adopt(version=old, seen=old.revision, by=office, at=builders.AT), office)
    assert [door.label for door in doors(builders.region()) if not door.always] == [
        "看方案：全民科学素质行动实施方案（2026—2030年）",
        "看方案：全民科学素质行动实施方案（2021—2025年）",
    ]


def test_a_door_says_the_released_title_with_names_and_phones_hidden(client):
    builders.units()
    office = builders.account()
    version = builders.ready(builders.draft(office), office)
    titled = {"title": "实施方案（联系人：王小明，13912345678）"}
    version = verbs.edit_frame(version=version, changes=titled, seen={}, by=office, at=builders.AT)
    builders.released(verbs.adopt(version=version, seen=version.revision, by=office, at=builders.AT), office)
    html = client.get("/", follow=True).content.decode()
    assert "实施方案（联系人：王**，139****5678）" in html
    assert "王小明" not in html
