"""A released plan for everyone: from its snapshot alone, while it is released, under its own region's address."""

import pytest

from kepu.plans import verbs
from kepu.plans.models import Task
from kepu.plans.tests import builders
from kepu.plans.tests.builders import AT

pytestmark = pytest.mark.django_db
PHONE = "13912345678"


@pytest.fixture
def office():
    builders.units()
    return builders.account()


@pytest.fixture
def release(office):
    return builders.released(builders.adopted(office), office)


def page(client, release, code="990123000000"):
    return client.get(f"/r/{code}/plans/{release.version.plan_id}/")


def test_the_bare_address_leads_to_the_home_region(client, release):
    assert client.get("/").url == "/r/990123000000/"
    html = client.get("/r/990123000000/").content.decode()
    assert "看方案" in html
    assert f"/r/990123000000/plans/{release.version.plan_id}/" in html


def test_it_says_first_in_plain_words_what_the_plan_says(client, release):
    html = "".join(page(client, release).content.decode().split())
    assert "2</strong>项任务" in html
    assert "4</strong>个目标" in html
    assert "2026年做到2030年" in html


def test_a_door_for_each_audience_of_the_plan_and_no_dead_one(client, release):
    html = page(client, release).content.decode()
    for audience, words in (("elderly", "我是老年人"), ("youth", "我是家长或青少年")):
        assert f'href="#{audience}"><strong>{words}' in html
        assert f'id="{audience}"' in html
    for words in ("我是农民", "我是职工", "我是干部"):
        assert words not in html


def test_the_large_version_shows_one_thing_at_a_time(client, release):
    def sections(asked=""):
        html = client.get(f"/r/990123000000/plans/{release.version.plan_id}/{asked}").text
        return [name for name in ("goals", "elderly", "youth") if f'id="{name}"' in html]

    whole = sections()
    assert whole == sections("?for=elderly")  # the ordinary version is one page
    client.cookies["elder"] = "1"
    assert sections() == ["goals"]
    assert 'href="?for=elderly#elderly"><strong>我是老年人' in page(client, release).text
    assert sections("?for=elderly") == ["elderly"]
    assert sections("?for=all") == whole == ["goals", "elderly", "youth"]
    assert sections("?for=nobody") == ["goals"]


def test_each_task_says_who_leads_and_keeps_the_printed_text_behind_a_tap(client, release):
    html = page(client, release).content.decode()
    assert "县教育局牵头，县科协、团县委配合" in html
    assert "县卫健局、县民政局等负责" in html
    assert "查看原文" in html


def test_promises_stand_in_plain_words(client, release):
    html = page(client, release).content.decode()
    assert "每年不少于12场次" in html
    assert "不少于5000人次" in html
    assert "逐步提高老年人健康素养" in html


def test_phones_are_hidden_duties_and_reporting_left_out(client, release):
    html = page(client, release).content.decode()
    assert PHONE in release.version.document.text
    assert PHONE not in html
    assert "139****5678" in html
    assert "负责统筹协调全县科普工作" not in html
    assert "12月20日" not in html


def test_the_page_reads_the_snapshot_and_nothing_newer(client, release):
    Task.objects.filter(version=release.version).update(title="后来改的标题")
    assert "后来改的标题" not in page(client, release).content.decode()


def test_no_lights_no_forms_but_the_switch(client, release):
    html = page(client, release).content.decode()
    assert 'class="light' not in html
    assert html.count("<form") == 1


def test_a_withdrawn_plan_is_gone_and_its_door_with_it(client, office, release):
    verbs.withdraw(release=release, remark="内容需更正", by=office, at=AT)
    gone = page(client, release)
    assert gone.status_code == 404
    assert "没有公开的内容" in gone.content.decode()
    assert "看方案" not in client.get("/r/990123000000/").content.decode()


def test_what_was_only_drafted_or_checked_is_not_public(client, office):
    step = verbs.draft_release(version=builders.adopted(office), by=office, at=AT)
    assert page(client, step).status_code == 404
    step = verbs.check_secrecy(release=step, statement=True, by=office, at=AT)
    assert page(client, step).status_code == 404


def test_a_plan_is_not_shown_under_another_region(client, release):
    builders.region("990123001000", "某镇")
    assert page(client, release, "990123001000").status_code == 404
    assert page(client, release, "990124000000").status_code == 404
    assert client.get("/r/990124000000/").status_code == 404
    assert client.get("/r/not-a-code/").status_code == 404


def test_a_visitor_gets_no_cookie_and_no_script_is_needed(client, release):
    response = page(client, release)
    assert dict(response.cookies) == {}
    assert "onclick" not in response.content.decode()
    assert " style=" not in response.content.decode()


@pytest.mark.parametrize("more", [0, 30])
def test_the_page_costs_the_same_for_two_tasks_and_thirty(client, office, more, django_assert_num_queries):
    release = builders.released(builders.adopted(office, more=more), office)
    page(client, release)
    with django_assert_num_queries(4):
        page(client, release)
