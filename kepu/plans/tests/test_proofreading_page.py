"""The proofreading page as a whole: text, structure, what is left, who else is at it; its queries do not grow."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kepu.people.models import Role
from kepu.plans import verbs
from kepu.plans.models import Version
from kepu.plans.tests import builders
from kepu.plans.tests.builders import AT
from kepu.plans.tests.large import large_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(client):
    builders.region()
    person = builders.account()
    client.force_login(person)
    return person


def url(version, rest=""):
    return f"/desk/plans/{version.plan_id}/proofread/{rest}"


def printed(html):
    """The text that the left pane shows, line by line, without its marks."""
    lines = re.findall(r'<p data-start="(\d+)"[^>]*>(.*?)</p>', html, re.DOTALL)
    return [(int(start), re.sub(r"<[^>]+>", "", line)) for start, line in lines]


def test_the_text_stands_whole_and_each_line_knows_its_place(by, client):
    version = builders.draft(by)
    shown = printed(client.get(url(version)).text)
    text = version.document.text
    assert [line for _, line in shown] == [line for line in text.split("\n") if line.strip()]
    assert all(text[start : start + len(line)] == line for start, line in shown)


def test_everything_found_is_marked_and_stands_at_the_right(by, client):
    version = builders.draft(by)
    page = client.get(url(version)).text
    target = version.target_set.get(kind="level")
    row = version.responsibility_set.get(printed="县教育局")
    assert f'<mark class="m-target" data-k="{target.key}">公民具备科学素质的比例达到16%以上</mark>' in page
    assert f'<mark class="m-responsibility" data-k="{row.task.key} {row.key}">县教育局</mark>' in page
    for item in [*version.task_set.all(), *version.target_set.all(), *version.duty_set.all(), *version.remark_set.all(),
                 *version.phase_set.all(), *version.reporting_set.all(), *version.part_set.all()]:  # fmt: skip
        assert f'id="i-{item.key}"' in page
    assert f'data-chip="{row.key}"' in page


def test_what_is_printed_is_never_markup(by, client):
    version = builders.draft(by)
    document = version.document
    document.text = document.text.replace("联系电话", "<script>1")
    document.save()
    version.task_set.update(title="<b>标题")
    page = client.get(url(version)).text
    assert "<script>1" not in page
    assert "&lt;script&gt;1" in page
    assert "&lt;b&gt;标题" in page


def test_nothing_in_line_that_the_policy_forbids(by, client):
    page = client.get(url(builders.draft(by))).text
    assert " style=" not in page
    assert not re.findall(r"<script(?![^>]*\bsrc=)", page)
    assert not re.findall(r"\son\w+=", page)


def test_it_says_what_is_left(by, client):
    version = builders.draft(by)
    page = client.get(url(version)).text
    assert "还有1条提示没有处理" in page
    assert "还有5个单位名称没有对应" in page
    builders.ready(version, by)
    assert "提示和单位对应都已办完" in client.get(url(version)).text


def test_a_change_by_hand_is_shown_on_its_card(by, client):
    version = builders.draft(by)
    verbs.edit(item=version.task_set.first(), changes={"title": "新标题"}, revision=0, by=by, at=AT)
    assert "已改：任务" in client.get(url(version)).text


def test_what_was_taken_out_can_be_seen(by, client):
    version = builders.draft(by)
    verbs.remove(item=version.task_set.first(), revision=0, by=by, at=AT)
    page = client.get(url(version)).text
    assert "已删除" in page
    assert 'data-do="restore" data-kind="task"' in page


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_one_task_and_sixty_with_ten_units_take_the_same_queries(by, client):
    small = verbs.open_plan(document=large_document(by, tasks=1, units=1), by=by, at=AT)
    large = verbs.open_plan(document=large_document(by), by=by, at=AT)
    assert large.responsibility_set.count() == 600
    assert queries(client, url(small)) == queries(client, url(large)) <= 30
    assert queries(client, url(small, "names/")) == queries(client, url(large, "names/")) <= 30


def test_poll_tells_the_revision(by, client):
    version = builders.draft(by)
    assert client.get(url(version, "poll/")).json() == {"revision": 0}
    verbs.edit(item=version.task_set.first(), changes={"title": "新标题"}, revision=0, by=by, at=AT)
    assert client.get(url(version, "poll/")).json() == {"revision": 1}


def test_refresh_brings_text_structure_and_head(by, client):
    version = builders.draft(by)
    answer = client.get(url(version, "structure/"))
    assert answer.headers["HX-Retarget"] == "#structure"
    assert {'id="structure"', 'id="text"', 'id="proof-head"'} <= set(re.findall(r'id="[\w-]+"', answer.text))
    assert printed(answer.text) == printed(client.get(url(version)).text)


@pytest.mark.parametrize("rest", ["", "structure/", "poll/", "names/", "frame/"])
def test_others_see_nothing(by, client, rest):
    version = builders.draft(by)
    client.force_login(builders.account("reader", Role.READER))
    assert client.get(url(version, rest)).status_code == 404
    client.logout()
    assert client.get(url(version, rest)).status_code == 302


def test_once_adopted_there_is_nothing_to_proofread(by, client):
    version = builders.adopted(by)
    assert client.get(url(version)).status_code == 404
    assert client.post(url(version, f"task/{version.task_set.first().key}/")).status_code == 404
    assert Version.objects.get().state == "adopted"
