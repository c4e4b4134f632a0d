"""Splitting, merging and adding on the proofreading page."""

import json

import pytest

from kepu.plans.tests import builders
from kepu.plans.tests.builders import span

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(client):
    builders.region()
    person = builders.account()
    client.force_login(person)
    return builders.draft(person, more=1)


def base(version):
    return f"/desk/plans/{version.plan_id}/proofread/"


def told(response):
    return json.loads(response.headers["HX-Trigger-After-Swap"])["proof"]


def undo(client, version, response):
    what = told(response)["undo"]
    return client.post(base(version) + what["path"], what["values"])


def titles(version):
    return list(version.task_set.filter(removed=False).values_list("title", flat=True))


def test_split_offers_the_sentences(version, client):
    task = version.task_set.first()
    page = client.get(f"{base(version)}task/{task.key}/split/")
    text = version.document.text
    assert [(text[place : place + 3], title) for place, _, title in page.context["options"]] == [
        ("每年开", "每年开展科普进校园不少于12场次"),
    ]  # fmt: skip


def test_a_place_selected_in_the_text_is_offered_too(version, client):
    task, place = version.task_set.first(), span("联系电话")[0]
    page = client.get(f"{base(version)}task/{task.key}/split/?at={place}")
    assert (page.context["chosen"], page.context["title"]) == (place, "联系电话13912345678")


def test_split_and_undo(version, client):
    task, before = version.task_set.first(), titles(version)
    sent = {"at_offset": span("每年开展科普")[0], "title": "科普进校园", "revision": 0}
    response = client.post(f"{base(version)}task/{task.key}/split/", sent)
    assert titles(version) == ["办好科学课堂", "科普进校园", *before[1:]]
    assert told(response)["focus"] == version.task_set.get(title="科普进校园").key
    undo(client, version, response)
    assert titles(version) == before


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"at_offset": ""}, "请选择从哪一句起"), ({"at_offset": "1"}, "文字之内"), ({"title": " "}, "请填写")],
)
def test_a_split_that_cannot_be_is_said(version, client, wrong, words):
    task = version.task_set.first()
    sent = {"at_offset": span("每年开展科普")[0], "title": "科普进校园", "revision": 0} | wrong
    response = client.post(f"{base(version)}task/{task.key}/split/", sent)
    assert (response.status_code, words in response.text) == (422, True)


def test_merge_and_undo(version, client):
    one, two, _ = version.task_set.all()
    before = titles(version)
    sent = {"second": two.key, "revision": 0, "second_revision": 0}
    response = client.post(f"{base(version)}task/{one.key}/merge/", sent)
    assert titles(version) == ["办好科学课堂", "第1件实事"]
    undo(client, version, response)
    assert titles(version) == before
    assert two.responsibilities.count() == 2


def test_merging_what_another_changed_is_refused(version, client):
    one, two, _ = version.task_set.all()
    response = client.post(
        f"{base(version)}task/{one.key}/merge/", {"second": two.key, "revision": 0, "second_revision": 5}
    )
    assert (response.status_code, len(titles(version))) == (422, 3)


def test_a_forged_undo_is_refused(version, client):
    assert client.post(f"{base(version)}unmerge/", {"undo": "forged"}).status_code == 422


def added(client, version, what, quote, **fields):
    start, end = span(quote, version.document.text)
    form = client.get(f"{base(version)}add/{what}/?start={start}&end={end}").context["form"]
    values = {name: form[name].value() or "" for name in form.fields} | fields | {"start": start, "end": end}
    return client.post(f"{base(version)}add/{what}/", {n: v for n, v in values.items() if v is not False})


def test_a_target_from_selected_text_is_filled_in(version, client):
    task = version.task_set.get(title="送健康知识下乡")
    response = added(client, version, "target", "老年人5000人次", unit="人次")
    target = version.target_set.get(quote="老年人5000人次")
    assert (target.task, target.value, target.subject, target.unit) == (task, 5000, "老年人", "人次")
    assert version.document.text[target.start : target.end] == target.quote
    undo(client, version, response)
    target.refresh_from_db()
    assert target.removed


@pytest.mark.parametrize(
    ("kind", "quote", "fields", "expected"),
    [
        ("task", "2026年为启动阶段。", {}, {"title": "2026年为启动阶段"}),
        ("duty", "县科协：负责统筹协调全县科普工作；", {}, {"printed": "县科协", "text": "负责统筹协调全县科普工作"}),
        ("phase", "2026年为启动阶段", {"name": "启动"}, {"from_year": 2026, "to_year": 2026}),
        ("part", "三、职责分工", {}, {"title": "职责分工"}),
        ("reporting", "每年12月20日前将实施情况报县科协", {"who": "各成员单位"}, {"who": "各成员单位"}),
    ],
)
def test_every_kind_can_be_added(version, client, kind, quote, fields, expected):
    response = added(client, version, kind, quote, **fields)
    assert response.status_code == 200, response.text
    made = getattr(version, f"{kind}_set").get(as_read__isnull=True)
    assert {name: getattr(made, name) for name in expected} == expected


def test_a_unit_is_added_to_the_task_around_it(version, client):
    response = added(client, version, "responsibility", "县民政局等")
    task = version.task_set.get(title="送健康知识下乡")
    assert told(response)["focus"] == task.key
    assert "县民政局等" in set(task.responsibilities.values_list("printed", flat=True))


def test_a_unit_is_added_to_a_task_without_text(version, client):
    task = version.task_set.first()
    page = client.get(f"{base(version)}add/responsibility/?task={task.key}")
    assert page.context["form"]["task"].value() == task.pk
    sent = {"task": task.pk, "role": "support", "printed": "县文旅委"}
    assert client.post(f"{base(version)}add/responsibility/", sent).status_code == 200


def test_without_a_basis_or_with_gaps_it_is_refused(version, client):
    response = client.post(f"{base(version)}add/target/", {"kind": "count", "quote": "建3个", "subject": "建"})
    assert (response.status_code, "选取对应的文字" in response.text) == (422, True)
    assert added(client, version, "task", "2026年为启动阶段", title="").status_code == 422
    assert client.get(f"{base(version)}add/remark/").status_code == 404


def test_signs_beyond_the_basic_plane_keep_their_places(client, version):
    document = version.document
    document.text += "\n𠮷祥社区每年开展𠀋场活动。"
    document.save()
    added(client, version, "target", "每年开展𠀋场活动", kind="count")
    target = version.target_set.get(quote="每年开展𠀋场活动")
    assert document.text[target.start : target.end] == target.quote
