"""A year's 科普实事 on their way to the public, apart from the releases of the plan, both ways."""

import pytest
from django.urls import reverse

from kepu.people.access import WrongState
from kepu.people.models import Region, UnitSuccession
from kepu.plans import verbs
from kepu.plans.hooks.handover import open_work
from kepu.plans.models import AnnualItem, Release, Version
from kepu.plans.queries import released
from kepu.plans.queries.annual.deeds import deed_doors, released_years
from kepu.plans.queries.plans import todo
from kepu.plans.tests import builders, years
from kepu.plans.tests.builders import AT

pytestmark = pytest.mark.django_db
SCIENCE, HEALTH = "办好科学课堂", "送健康知识下乡"


@pytest.fixture
def annual(version, office):
    made = years.opened(version, office)
    years.deed(made, office, HEALTH, text="免费量血压，联系人：王小明，电话13912345678。", place="各乡镇卫生院")
    years.cell(version, "培训老年人", 12000)
    return years.issued(made, office)


def test_the_public_sees_the_deeds_and_nothing_else_of_the_year(annual, office):
    snapshot = verbs.draft_year_release(annual=annual, by=office, at=AT).snapshot
    assert (snapshot["kind"], snapshot["year"], snapshot["document_number"]) == ("year", 2026, years.NUMBER)
    (deed,) = snapshot["deeds"]
    assert (deed["title"], deed["audience"], deed["place"]) == (HEALTH, "elderly", "各乡镇卫生院")
    assert deed["leads"] == ["县卫健局", "县民政局"]
    assert deed["figures"] == [{"subject": "培训老年人", "words": "不少于1.2万人次"}]
    assert deed["text"] == "免费量血压，联系人：王**，电话139****5678。"


def test_what_was_hidden_is_shown_to_the_checker(client, annual, office):
    release = verbs.draft_year_release(annual=annual, by=office, at=AT)
    client.force_login(office)
    page = client.get(reverse("plans:release", args=[release.pk]))
    assert [p.where for p in page.context["hidden"]] == [f"实事“{HEALTH}”"] * 2
    assert "共1件科普实事" in page.content.decode()
    preview = client.get(reverse("plans:release_preview", args=[release.pk]), {"marks": "1"}).content.decode()
    assert "<mark>139****5678</mark>" in preview
    assert "13912345678" not in preview


def test_who_took_over_a_unit_is_named_to_the_public(annual, office, units):
    old = units["县卫健局"]
    old.until = AT.date()
    old.save()
    UnitSuccession.objects.create(old=old, new=units["县科协"], change="merged", on=AT.date(), paper="云编〔2026〕5号")
    (deed,) = verbs.draft_year_release(annual=annual, by=office, at=AT).snapshot["deeds"]
    assert deed["leads"] == ["县科协", "县民政局"]


def test_the_whole_way_through_the_pages(client, annual, office):
    client.force_login(office)
    made = client.post(reverse("plans:year_releases", args=[annual.pk]))
    release = Release.objects.get()
    assert made.url == reverse("plans:release", args=[release.pk])
    client.post(reverse("plans:release_step", args=[release.pk, "check"]), {"statement": "1"})
    client.post(reverse("plans:release_step", args=[release.pk, "release"]))
    release.refresh_from_db()
    assert (release.state, release.annual) == ("released", annual)
    assert "已发布" in client.get(reverse("plans:year_releases", args=[annual.pk])).content.decode()
    client.post(reverse("plans:release_step", args=[release.pk, "withdraw"]), {"remark": "地点有变"})
    again = client.post(reverse("plans:year_releases", args=[annual.pk]))
    assert again.status_code == 302
    assert Release.objects.count() == 2


def test_one_at_a_time_also_after_a_double_click(client, annual, office):
    client.force_login(office)
    for _ in range(2):
        client.post(reverse("plans:year_releases", args=[annual.pk]))
    assert Release.objects.count() == 1


def test_a_year_without_deeds_or_of_a_plan_not_public_is_not_drafted(annual, office):
    AnnualItem.objects.update(resident_deed=False)
    with pytest.raises(WrongState, match="没有列为科普实事"):
        verbs.draft_year_release(annual=annual, by=office, at=AT)
    AnnualItem.objects.update(resident_deed=True)
    Version.objects.update(publicity="on_request")
    annual = type(annual).objects.get(pk=annual.pk)
    with pytest.raises(WrongState, match="主动公开"):
        verbs.draft_year_release(annual=annual, by=office, at=AT)


def test_a_mark_of_secrecy_refuses_the_check(annual, office):
    AnnualItem.objects.filter(resident_deed=True).update(text="内部资料 注意保存")
    release = verbs.draft_year_release(annual=annual, by=office, at=AT)
    with pytest.raises(WrongState, match="内部资料"):
        verbs.check_secrecy(release=release, statement=True, by=office, at=AT)


def test_releasing_a_year_leaves_the_plan_public_and_the_other_way_round(annual, version, office):
    plan = builders.released(version, office)
    year = years.released(annual, office)
    plan.refresh_from_db()
    assert (plan.state, year.state) == ("released", "released")
    region = Region.objects.get(pk=version.plan.region_id)
    assert list(released(region)) == [plan]
    assert released_years(region) == [year]
    draft = builders.amended(version, office)
    second = builders.released(verbs.adopt(version=draft, seen=draft.revision, by=office, at=AT), office)
    plan.refresh_from_db()
    year.refresh_from_db()
    assert (plan.state, second.state, year.state) == ("withdrawn", "released", "released")
    verbs.withdraw(release=year, remark="有变", by=office, at=AT)
    second.refresh_from_db()
    assert second.state == "released"


def test_a_plan_can_be_drafted_while_a_year_is_under_way_and_the_other_way_round(annual, version, office):
    year = verbs.draft_year_release(annual=annual, by=office, at=AT)
    plan = verbs.draft_release(version=version, by=office, at=AT)
    assert (year.annual, plan.annual) == (annual, None)
    with pytest.raises(WrongState):
        verbs.draft_release(version=version, by=office, at=AT)
    with pytest.raises(WrongState):
        verbs.draft_year_release(annual=annual, by=office, at=AT)


def test_each_list_shows_its_own_releases(client, annual, version, office):
    plan, year = builders.released(version, office), years.released(annual, office)
    client.force_login(office)
    of_plan = client.get(reverse("plans:releases", args=[version.plan_id])).context["releases"]
    of_year = client.get(reverse("plans:year_releases", args=[annual.pk])).context["releases"]
    assert (list(of_plan), list(of_year)) == ([plan], [year])
    assert client.get(reverse("plans:plan", args=[version.plan_id])).context["release"] == plan


def test_a_year_alone_does_not_make_the_plan_look_public(client, annual, version, office):
    years.released(annual, office)
    client.force_login(office)
    assert client.get(reverse("plans:plan", args=[version.plan_id])).context["release"] is None
    assert client.get(f"/r/990123000000/plans/{version.plan_id}/").status_code == 404


def test_what_is_to_do_names_the_year_or_the_plan(annual, version, office):
    verbs.draft_year_release(annual=annual, by=office, at=AT)
    verbs.draft_release(version=version, by=office, at=AT)
    titles = {one.title for one in todo(office) if one.kind == "公开"}
    assert titles == {f"保密审查《{years.TITLE}（科普实事）》", f"保密审查《{version.title}》"}


def test_who_inherits_sees_what_is_not_released_by_its_name(annual, units, office):
    verbs.draft_year_release(annual=annual, by=office, at=AT)
    found = [row.title for row in open_work(units["县民政局"], office) if row.kind == "未发布的公开内容"]
    assert found == [f"《{years.TITLE}（科普实事）》待保密审查"]


def test_the_filters_count_what_is_for_everyone_with_each(annual):
    deeds = [{"audience": a} for a in ("elderly", "farmers", "farmers", "general")]
    assert [(d.audience, d.label, d.count) for d in deed_doors([{"deeds": deeds}])] == [
        ("elderly", "我是老年人", 2),
        ("farmers", "我是农民", 3),
        ("", "所有人", 4),
    ]
