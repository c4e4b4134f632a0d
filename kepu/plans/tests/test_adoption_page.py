"""The adoption page, the plan's status, giving up and amending."""

import pytest

from kepu.people.models import Role
from kepu.plans import verbs
from kepu.plans.models import Plan, Version
from kepu.plans.tests import builders
from kepu.plans.tests.builders import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(client):
    builders.region()
    person = builders.account()
    client.force_login(person)
    return person


@pytest.fixture
def version(by):
    return builders.draft(by)


def url(version, deed="adopt"):
    return f"/desk/plans/{version.plan_id}/{deed}/"


def test_each_obstacle_leads_to_its_place(version, client):
    page = client.get(url(version)).text
    assert f'href="/desk/plans/{version.plan_id}/proofread/#remarks"' in page
    assert f'href="/desk/plans/{version.plan_id}/proofread/#names"' in page
    assert 'id="adopt"' not in page


def test_ending_a_plan_says_what_it_brings_and_can_be_taken_back(version, by, client):
    builders.ready(version, by)
    assert "不能再采用、调整" in client.get(url(version)).text
    client.post(url(version, "status"), {"to": "ended"})
    page = client.get(url(version)).text
    assert 'id="adopt"' not in page
    assert "改为“已印发”" in page
    client.post(url(version, "status"), {"to": "issued"})
    client.post(url(version), {"seen": Version.objects.get().revision})
    page = client.get(f"/desk/plans/{version.plan_id}/").text
    assert "已采用第1版" in page
    assert "办错了可以改回" in page


def test_a_plan_not_issued_is_sent_to_its_status(version, by, client):
    builders.ready(version, by)
    Plan.objects.update(status="for_approval")
    page = client.get(url(version)).text
    assert "方案还没有印发" in page
    assert 'id="adopt"' not in page
    client.post(url(version, "status"), {"to": "issued"})
    assert 'id="adopt"' in client.get(url(version)).text


def test_the_summary_names_what_was_changed(version, by, client):
    verbs.edit(item=version.task_set.first(), changes={"title": "办好科学课"}, revision=0, by=by, at=AT)
    verbs.remove(item=version.phase_set.get(), revision=0, by=by, at=AT)
    changes = dict(client.get(url(version)).context["changes"])
    assert [(c.label, c.what) for c in changes["任务"]] == [("办好科学课", "修改")]
    assert [(c.label, c.what) for c in changes["进度安排"]] == [("启动阶段", "删除")]


def test_adopting_leads_to_the_plan(version, by, client):
    builders.ready(version, by)
    response = client.post(url(version), {"seen": version.revision})
    assert response.headers["Location"] == f"/desk/plans/{version.plan_id}/"
    version.refresh_from_db()
    assert (version.state, version.adopted_by) == ("adopted", by)


@pytest.mark.parametrize("seen", ["0", "", "x"])
def test_a_summary_no_longer_true_is_shown_anew(version, by, client, seen):
    builders.ready(version, by)
    verbs.edit(item=version.task_set.first(), changes={"title": "办好科学课"}, revision=0, by=by, at=AT)
    response = client.post(url(version), {"seen": seen})
    assert (response.status_code, "又有改动" in response.text) == (422, True)
    assert "办好科学课" in response.text
    assert Version.objects.get().state == "proofreading"


def test_others_see_nothing(version, client):
    client.force_login(builders.account("reader", Role.READER))
    for deed in ("adopt", "amend"):
        assert client.get(url(version, deed)).status_code == 404
    for deed in ("adopt", "status", "discard", "amend"):
        assert client.post(url(version, deed)).status_code == 404


def test_a_reader_of_an_adopted_plan_may_not_move_or_amend_it(by, client):
    version = builders.adopted(by)
    client.force_login(builders.account("reader", Role.READER))
    assert client.post(url(version, "status"), {"to": "ended"}).status_code == 403
    assert client.get(url(version, "amend")).status_code == 403


def test_a_wrong_status_is_said(version, client):
    page = client.post(url(version, "status"), {"to": "drafting"}, follow=True).text
    assert "不能改为所选状态" in page


def test_giving_up_leads_back_to_the_file(version, client):
    response = client.post(url(version, "discard"), follow=True)
    assert response.request["PATH_INFO"] == f"/desk/plans/documents/{version.document_id}/"
    assert "建立校对稿" in response.text


def test_amending_asks_for_reason_and_paper(by, client):
    version = builders.adopted(by)
    response = client.post(url(version, "amend"), {"reason": "机构改革", "paper": ""})
    assert (response.status_code, "请填写调整依据的文号" in response.text) == (422, True)
    assert "机构改革" in response.text
    response = client.post(url(version, "amend"), {"reason": "机构改革", "paper": "云科组发〔2027〕1号"})
    assert response.headers["Location"] == f"/desk/plans/{version.plan_id}/proofread/"
    assert Version.objects.get(number=2).paper == "云科组发〔2027〕1号"


def test_a_second_amendment_is_refused_and_giving_up_leads_to_the_plan(by, client):
    version = builders.adopted(by)
    builders.amended(version, by)
    response = client.get(url(version, "amend"))
    assert (response.status_code, "正在校对" in response.text) == (422, True)
    response = client.post(url(version, "discard"))
    assert response.headers["Location"] == f"/desk/plans/{version.plan_id}/"
