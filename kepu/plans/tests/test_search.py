"""What the desk finds and what it says is to do."""

import pytest
from django.urls import reverse

from kepu.people.models import Unit
from kepu.plans import verbs
from kepu.plans.models import AnnualItem, Document, Version
from kepu.plans.queries import search, todo
from kepu.plans.queries.next_steps import KIND
from kepu.plans.queries.plans import passage
from kepu.plans.tests import builders, years

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("units")]


def found(account, text):
    return [(hit.kind, hit.title) for hit in search(account, text)]


def test_plans_tasks_and_targets_are_found_with_the_passage_and_a_door(client, office):
    version = builders.adopted(office)
    assert found(office, "科学素质行动") == [("方案", builders.TITLE)]
    assert found(office, "8号") == [("方案", builders.TITLE)]
    hits = search(office, "老年人健康素养")
    assert [(h.kind, h.title) for h in hits] == [("任务", "送健康知识下乡"), ("目标任务", "送健康知识下乡")]
    assert "老年人健康素养" in hits[0].text
    assert all(hit.quoted for hit in hits)
    assert [hit.inside for hit in hits] == [builders.TITLE] * 2
    client.force_login(office)
    for hit in (*hits, *search(office, "比例达到")):
        path, _, anchor = hit.url.partition("#")
        page = client.get(path)
        assert page.status_code == 200
        assert not anchor or f'id="{anchor}"' in page.content.decode()
    assert search(office, "比例达到")[0].url.startswith(reverse("plans:plan", args=[version.plan_id]))


def test_what_is_in_force_now_comes_before_what_has_passed(office):
    now, before = builders.adopted(office), builders.adopted(office)
    Version.objects.filter(pk=before.pk).update(period_from=2021, period_to=2025)
    urls = [hit.url for hit in search(office, "科学课堂") if hit.kind == "任务"]
    assert [f"/plans/{version.plan_id}/" in url for version, url in zip((now, before), urls, strict=True)] == [True] * 2


def test_the_desk_shows_the_hits(client, office):
    builders.adopted(office)
    client.force_login(office)
    html = client.get(reverse("desk:search"), {"q": "科学课堂"}).content.decode()
    assert "办好科学课堂" in html
    assert f"《{builders.TITLE}》" in html  # of which plan, where several have such a task


def test_drafts_older_versions_and_other_regions_are_not_found(office):
    builders.draft(office)
    assert found(office, "科学课堂") == []
    version = builders.adopted(office)
    draft = builders.amended(version, office)
    task = draft.task_set.get(title="办好科学课堂")
    verbs.edit(item=task, changes={"title": "开好创新讲堂"}, revision=task.revision, by=office, at=builders.AT)
    assert found(office, "创新讲堂") == []
    draft.refresh_from_db()
    verbs.adopt(version=draft, seen=draft.revision, by=office, at=builders.AT)
    assert ("任务", "开好创新讲堂") in found(office, "创新讲堂")
    assert found(builders.account("other", at=builders.region("990124000000", "邻县")), "创新讲堂") == []


def test_a_percent_sign_is_a_letter_and_not_a_wildcard(office):
    builders.adopted(office)
    assert found(office, "16%") == [("目标任务", "总体目标")]
    assert found(office, "_____") == []


def test_the_passage_is_cut_around_the_words():
    body = "甲" * 50 + "科学课堂" + "乙" * 50
    assert passage(body, "科学课堂", around=3) == "…甲甲甲科学课堂乙乙乙…"
    assert passage("科学课堂", "课堂") == "科学课堂"
    assert passage("没有这个词", "课堂", around=2) == "没有这个…"


@pytest.mark.parametrize("more", [0, 30])
def test_a_search_takes_the_same_queries_for_few_and_many(office, more, django_assert_num_queries):
    builders.adopted(office, more=more)
    search(office, "事")
    with django_assert_num_queries(5):
        search(office, "事")


def test_lines_of_years_are_found_with_a_door_that_opens_on_them(client, office):
    annual = years.opened(builders.adopted(office, more=58), office)
    row = years.outside(annual, office, title="办好流动科技馆巡展", text="在三个中学各办一周")
    reader = builders.liaison(Unit.objects.get(name="县科协"))
    assert found(office, "各办一周") == [("年度工作事项", "办好流动科技馆巡展")]
    assert found(reader, "各办一周") == []  # a draft is the office's own
    years.issued(annual, office)
    (hit,) = search(reader, "流动科技馆")
    assert (hit.kind, hit.text) == ("年度工作事项", "2026年 在三个中学各办一周")
    client.force_login(reader)
    path, _, anchor = hit.url.partition("#")
    assert f'id="{anchor}"' in client.get(path).content.decode()
    assert found(builders.account("other", at=builders.region("990124000000", "邻县")), "各办一周") == []
    AnnualItem.objects.filter(pk=row.pk).update(removed=True)
    assert found(office, "各办一周") == []


def titles(account):
    return [item.title for item in todo(account) if item.kind != KIND]


def test_the_secretariat_is_told_what_waits_step_by_step(client, office):
    document = builders.document(office)
    assert titles(office) == ["核对读取结果“实施方案.txt”"]
    version = verbs.open_plan(document=document, by=office, at=builders.AT)
    assert titles(office) == [f"校对《{builders.TITLE}》"]
    builders.ready(version, office)
    version = verbs.adopt(version=version, seen=version.revision, by=office, at=builders.AT)
    assert titles(office) == []
    release = verbs.draft_release(version=version, by=office, at=builders.AT)
    assert titles(office) == [f"保密审查《{builders.TITLE}》"]
    verbs.check_secrecy(release=release, statement=True, by=office, at=builders.AT)
    assert titles(office) == [f"发布《{builders.TITLE}》"]
    client.force_login(office)
    assert all(client.get(item.url).status_code == 200 for item in todo(office))


def test_a_failed_reading_is_to_be_done_again(office, settings):
    document = builders.document(office)
    Document.objects.filter(pk=document.pk).update(state="failed", message="扫描件读不出文字")
    item = todo(office)[0]
    assert (item.title, item.why) == ("重新读取“实施方案.txt”", "扫描件读不出文字")


def test_nobody_else_is_told(office):
    version = builders.draft(office)
    assert todo(builders.liaison(builders.unit("县气象局"))) == []
    elsewhere = builders.account("other", at=builders.region("990124000000", "邻县"))
    assert [item.title for item in todo(elsewhere)] == ["上传实施方案"]
    assert version.plan_id
