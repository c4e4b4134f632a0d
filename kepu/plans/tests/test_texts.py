"""The printed text with its anchors, the original file, the versions and what differs between two."""

import re

import pytest
from django.urls import reverse

from kepu.files.verbs import store
from kepu.plans import verbs
from kepu.plans.models import Document, Responsibility
from kepu.plans.queries.comparison import compare
from kepu.plans.queries.source import source
from kepu.plans.tests import builders
from kepu.plans.tests.builders import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("units")]


def html_of(client, office, name, of, **query):
    client.force_login(office)
    return client.get(reverse(f"plans:{name}", args=[of.plan_id]), query)


def test_the_text_is_whole_and_unchanged(version):
    lines = source(version)
    assert "\n".join("".join(p.text for p, _ in line.pieces) for line in lines) == version.document.text
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))


def test_every_item_has_exactly_one_anchor_at_its_place(client, office, version):
    html = html_of(client, office, "source", version).content.decode()
    anchors = re.findall(r'id="k-([0-9a-f]{12})"', html)
    sets = ("part_set", "task_set", "responsibility_set", "target_set", "duty_set", "phase_set", "reporting_set")
    items = [item for name in sets for item in getattr(version, name).all()]
    assert sorted(set(anchors) & {i.key for i in items}) == sorted(i.key for i in items)
    assert len(anchors) == len(set(anchors))


def test_the_original_comes_as_a_download_and_never_runs_in_the_browser(client, office, version):
    file = store(data="<script>原文</script>".encode(), media_type="text/html", at=AT)
    Document.objects.filter(pk=version.document_id).update(file=file, name='实施"方案\r\nX-Evil: 1.html')
    response = html_of(client, office, "source_file", version)
    assert response.content.decode() == "<script>原文</script>"
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "X-Evil" not in response.headers


def test_an_erased_original_is_not_found(client, office, version):
    assert html_of(client, office, "source_file", version).status_code == 404


def test_versions_tell_reason_paper_who_and_what_was_changed(client, office, version):
    draft = builders.amended(version, office)
    task = draft.task_set.first()
    verbs.edit(item=task, changes={"title": "办好校园科学课堂"}, revision=task.revision, by=office, at=AT)
    draft.refresh_from_db()
    verbs.adopt(version=draft, seen=draft.revision, by=office, at=AT)
    html = html_of(client, office, "versions", version).content.decode()
    for words in (
        "机构改革，职责划转（云科组发〔2027〕1号）",
        "2026年11月22日 09:30 office",
        "共1处：任务修改1",
        "现行",
    ):
        assert words in html


@pytest.fixture
def two(office, version):
    """Version 1 and an amendment in which one task is renamed, one removed, one added, one target raised."""
    draft = builders.amended(version, office)
    first, second = draft.task_set.order_by("order")
    verbs.edit(item=first, changes={"title": "办好校园科学课堂"}, revision=first.revision, by=office, at=AT)
    verbs.remove(item=second, revision=second.revision, by=office, at=AT)
    verbs.add(version=draft, kind="task", values={"title": "建数字科技馆"}, by=office, at=AT)
    target = draft.target_set.get(kind="floor")
    verbs.edit(item=target, changes={"value": 20}, revision=target.revision, by=office, at=AT)
    row = draft.responsibility_set.get(printed="团县委")
    Responsibility.objects.filter(pk=row.pk).update(role="lead")
    draft.refresh_from_db()
    return version, draft


def test_two_versions_are_compared_by_key(two):
    result = compare(*two)
    assert [(d.what, d.title) for d in result.tasks] == [
        ("修改", "办好校园科学课堂"), ("新增", "建数字科技馆"), ("删除", "送健康知识下乡"),
    ]  # fmt: skip
    changed = {f.label: (f.old, f.new) for f in result.tasks[0].fields}
    assert changed["任务"] == ("办好科学课堂", "办好校园科学课堂")
    assert changed["牵头"] == ("县教育局", "县教育局、团县委")
    raised = [d for d in result.targets if d.what == "修改"]
    assert [(f.label, f.old, f.new) for d in raised for f in d.fields if f.label == "目标值"] == [
        ("目标值", "每年不少于12场次", "每年不少于20场次")
    ]


def test_the_page_marks_the_words_that_came_and_went(client, office, two):
    html = html_of(client, office, "compare", two[0], **{"from": "1", "to": "2"}).content.decode()
    assert re.search(r"<ins>.*?校园</ins>", html)
    assert re.search(r"<del>.*?送健康知识下乡</del>", html)


def test_two_equal_versions_say_so(client, office, version):
    builders.amended(version, office)
    assert "两版内容相同" in html_of(client, office, "compare", version).content.decode()


def test_there_is_nothing_to_compare_with_one_version_or_for_who_may_not_see_the_draft(client, office, version):
    assert html_of(client, office, "compare", version).status_code == 404
    builders.amended(version, office)
    liaison = builders.liaison(version.responsibility_set.first().unit)
    assert html_of(client, liaison, "compare", version).status_code == 404


def test_an_older_version_says_which_one_is_in_force(client, office, version):
    draft = builders.amended(version, office)
    verbs.adopt(version=draft, seen=draft.revision, by=office, at=AT)
    assert "现行的是" in html_of(client, office, "plan", version, version="1").content.decode()
    assert "现行的是" not in html_of(client, office, "plan", version).content.decode()
    assert html_of(client, office, "plan", version, version="7").status_code == 404
