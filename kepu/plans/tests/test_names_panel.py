"""The panel of printed names: suggestions, choosing, classes of units, new units, all certain ones at once."""

import json

import pytest

from kepu.people.models import Unit
from kepu.plans.tests import builders
from kepu.plans.views.names import guessed_kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(client):
    builders.region()
    person = builders.account()
    client.force_login(person)
    return builders.draft(person)


def send(client, version, **sent):
    return client.post(f"/desk/plans/{version.plan_id}/proofread/names/", sent)


def panel(client, version, query=""):
    return client.get(f"/desk/plans/{version.plan_id}/proofread/names/{query}")


def told(response):
    return json.loads(response.headers["HX-Trigger-After-Swap"])["proof"]


def test_each_name_once_with_its_places_and_suggestions(version, client):
    builders.unit("县教育科技体育局")
    lines = {
        name.printed: (name.places, [s.unit.name for s in found])
        for name, found, _ in panel(client, version).context["lines"]
    }
    assert lines["县科协"][0] == 2
    assert lines["县教育局"][1][:1] == ["县教育科技体育局"]


def test_a_suggestion_is_taken_everywhere(version, client):
    unit = builders.unit("县科学技术协会")
    response = send(client, version, printed="县科协", unit=unit.pk)
    assert "共2处" in told(response)["toast"]
    assert told(response)["chips"] == ["县卫健局", "县教育局", "县民政局", "团县委"]
    assert version.responsibility_set.get(printed="县科协").unit == unit


def test_a_unit_may_be_typed(version, client):
    unit = builders.unit("县科学技术协会")
    send(client, version, printed="县科协", unit_name="县科学技术协会")
    assert version.duty_set.get().unit == unit
    response = send(client, version, printed="团县委", unit_name="县没有的局")
    assert (response.status_code, "名录中没有“县没有的局”" in response.text) == (422, True)


def test_matching_asks_for_a_name_and_undoes_nothing_without_one(version, client):
    unit = builders.unit("县科学技术协会")
    send(client, version, printed="县科协", unit=unit.pk)
    response = send(client, version, printed="县科协", unit_name="", match="1")
    assert (response.status_code, "请先填写或选择单位名称" in response.text) == (422, True)
    assert version.duty_set.get().unit == unit


def test_a_class_of_units(version, client):
    send(client, version, printed="县民政局", unit_name="", collective="1")  # as the form sends it
    assert version.responsibility_set.get(printed="县民政局").collective


def test_a_new_unit_is_made_by_the_printed_name(version, client):
    send(client, version, printed="团县委", create="1", kind="mass")
    unit = Unit.objects.get(name="团县委")
    assert (unit.kind, version.responsibility_set.get(printed="团县委").unit) == ("mass", unit)
    response = send(client, version, printed="县民政局", create="1", kind="nonsense")
    assert (response.status_code, "类别" in response.text) == (422, True)


def test_all_certain_ones_at_once_and_nothing_else(version, client):
    for name in ("县民政局", "县卫健局"):
        builders.unit(name)
    builders.unit("县教育科技体育局")
    response = send(client, version, certain="1")
    assert told(response)["steps"] == 2
    assert {r.printed for r in version.responsibility_set.filter(unit__isnull=False)} == {"县民政局", "县卫健局"}


def test_all_names_can_be_seen_and_undone(version, client):
    unit = builders.unit("县科学技术协会")
    send(client, version, printed="县科协", unit=unit.pk)
    assert "县科协" not in {n.printed for n, _, _ in panel(client, version).context["lines"]}
    assert "县科协" in {n.printed for n, _, _ in panel(client, version, "?all=1").context["lines"]}
    send(client, version, printed="县科协", all="1")
    assert version.responsibility_set.get(printed="县科协").unit is None


def test_from_a_task_the_row_comes_back(version, client):
    unit, row = builders.unit("县教体局"), version.responsibility_set.get(printed="县教育局")
    response = send(client, version, printed="县教育局", unit_name="县教体局", row=row.key)
    assert f'id="u-{row.key}"' in response.text
    row.refresh_from_db()
    assert row.unit == unit


def test_a_row_whose_unit_is_cleared_stands_open_again(version, client):
    builders.unit("县教体局")
    row = version.responsibility_set.get(printed="县教育局")
    send(client, version, printed="县教育局", unit_name="县教体局", row=row.key)
    row.refresh_from_db()
    assert row.unit is not None
    send(client, version, printed="县教育局", unit_name="", row=row.key)
    row.refresh_from_db()
    assert row.unit is None


def test_a_name_that_is_gone_is_said(version, client):
    response = send(client, version, printed="县气象局", collective="1")
    assert (response.status_code, response.headers["HX-Retarget"]) == (422, "#problem")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("县委宣传部", "party"), ("团县委", "mass"), ("县科协", "mass"), ("县教育局", "government"), ("云台镇", "township"),
        ("县人民医院", "health"), ("县融媒体中心", "media"), ("县第一中学", "school"), ("县科技馆", "institution"),
        ("县农村专业技术协会", "association"),
    ],
)  # fmt: skip
def test_the_kind_of_a_new_unit_is_guessed(name, kind):
    assert guessed_kind(name) == kind
