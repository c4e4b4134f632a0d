"""One task: its sentence in its place, who answers, its basis, its way through the versions."""

import pytest
from django.urls import reverse

from kepu.plans import verbs
from kepu.plans.queries.source import line_number, place_of
from kepu.plans.tests import builders
from kepu.plans.tests.builders import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("units")]


def html_of(client, office, of, key, **query):
    client.force_login(office)
    return client.get(reverse("plans:task", args=[of.plan_id, key]), query)


def adopt(version, office):
    version.refresh_from_db()
    return verbs.adopt(version=version, seen=version.revision, by=office, at=AT)


def test_the_sentence_stands_between_the_printed_lines_around_it(version):
    lines = place_of(version.task_set.get(title="办好科学课堂"), version)
    texts = ["".join(piece.text for piece, _ in line.pieces) for line in lines]
    assert [line.number for line in lines] == [4, 5, 6]
    assert [line.context for line in lines] == [True, False, True]
    assert texts[0] == "一、青少年科学素质提升行动"
    assert texts[1].startswith("1.办好科学课堂。")
    assert texts[2] == "二、老年人科学素质提升行动"


def test_marked_are_the_task_its_units_and_its_targets(version):
    line = place_of(version.task_set.get(title="办好科学课堂"), version)[1]
    marked = {(kind, piece.text) for piece, _ in line.pieces for kind, _ in piece.marks[-1:]}
    assert {("responsibility", "县科协"), ("target", "每年开展科普进校园不少于12场次")} <= marked
    assert all(not piece.marks for line in (line,) for piece, _ in line.pieces if not piece.text)


def test_the_first_and_the_last_line_have_context_on_one_side_only(version):
    task = version.task_set.first()
    task.start, task.end = 0, 5
    assert [line.number for line in place_of(task, version)] == [1, 2]
    length = len(version.document.text)
    task.start, task.end = length - 3, length
    assert [line.number for line in place_of(task, version)][-1] == version.document.text.count("\n") + 1
    assert line_number(task, version) == version.document.text.count("\n") + 1


def test_units_stand_with_their_printed_names_and_link_to_their_share(client, office, version):
    row = version.responsibility_set.get(printed="县科协")
    type(row.unit).objects.filter(pk=row.unit_id).update(name="云汀县科学技术协会")
    html = html_of(client, office, version, row.task.key).content.decode()
    assert "云汀县科学技术协会</a>" in html
    assert "（县科协）" in html
    assert reverse("plans:unit", args=[version.plan_id, row.unit_id]) in html


def test_it_leads_to_its_place_in_the_whole_text(client, office, version):
    task = version.task_set.first()
    address = f"{reverse('plans:source', args=[version.plan_id])}#k-{task.key}"
    assert address in html_of(client, office, version, task.key).content.decode()
    assert f'id="k-{task.key}"' in client.get(address).content.decode()


def test_a_task_added_by_an_amendment_names_reason_and_paper(client, office, version):
    draft = builders.amended(version, office)
    item = verbs.add(version=draft, kind="task", values={"title": "建数字科技馆"}, by=office, at=AT)
    adopt(draft, office)
    html = html_of(client, office, version, item.key).content.decode()
    assert "机构改革，职责划转" in html
    assert "云科组发〔2027〕1号" in html
    assert "不在印发的原文中" in html


def test_its_history_shows_each_version_and_what_changed(client, office, version):
    draft = builders.amended(version, office)
    task = draft.task_set.get(title="办好科学课堂")
    verbs.edit(item=task, changes={"title": "办好校园科学课堂"}, revision=task.revision, by=office, at=AT)
    adopt(draft, office)
    wordings = html_of(client, office, version, task.key).context["history"]
    assert [(w.version.number, w.task.title, w.changed) for w in wordings] == [
        (2, "办好校园科学课堂", True), (1, "办好科学课堂", False),
    ]  # fmt: skip


def test_a_draft_is_not_in_the_history_that_a_liaison_sees(client, office, version):
    builders.amended(version, office)
    task = version.task_set.first()
    unit = version.responsibility_set.first().unit
    assert len(html_of(client, office, version, task.key).context["history"]) == 2
    assert len(html_of(client, builders.liaison(unit), version, task.key).context["history"]) == 1


def test_an_unknown_or_removed_task_is_not_found(client, office, version):
    assert html_of(client, office, version, "ffffffffffff").status_code == 404
    draft = builders.amended(version, office)
    task = draft.task_set.first()
    verbs.remove(item=task, revision=task.revision, by=office, at=AT)
    adopt(draft, office)
    assert html_of(client, office, version, task.key).status_code == 404
    assert html_of(client, office, version, task.key, version=1).status_code == 200
