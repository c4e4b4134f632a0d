"""The way of a plan to the public: who does which step, what the checker sees, what is refused."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from kepu.audit.models import Entry
from kepu.people.access import NotAllowed, WrongState
from kepu.people.models import Role
from kepu.plans import verbs
from kepu.plans.models import Release, Task
from kepu.plans.tests import builders
from kepu.plans.tests.builders import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafted(version, office):
    return verbs.draft_release(version=version, by=office, at=AT)


def step(client, by, release, name, **data):
    client.force_login(by)
    response = client.post(reverse("plans:release_step", args=[release.pk, name]), data)
    release.refresh_from_db()
    return response


def test_the_whole_way_through_the_pages(client, office, version):
    client.force_login(office)
    made = client.post(reverse("plans:draft_release", args=[version.plan_id]))
    release = Release.objects.get()
    assert made.url == reverse("plans:release", args=[release.pk])
    step(client, office, release, "check", statement="1")
    assert (release.state, release.checked_by) == ("checked", office)
    step(client, office, release, "release")
    assert (release.state, release.released_by) == ("released", office)
    step(client, office, release, "withdraw", remark="数字有误")
    assert (release.state, release.remark) == ("withdrawn", "数字有误")
    assert client.get(reverse("plans:release", args=[release.pk])).status_code == 200


def test_what_is_public_is_one_of_the_plans_tabs_for_its_office_alone(client, office, version, units):
    url = reverse("plans:releases", args=[version.plan_id])
    client.force_login(office)
    assert f'<a href="{url}">公开' in client.get(reverse("plans:tasks", args=[version.plan_id])).content.decode()
    assert f'<a href="{url}" aria-current="page">公开' in client.get(url).content.decode()
    client.force_login(builders.liaison(units["县教育局"]))
    assert url not in client.get(reverse("plans:tasks", args=[version.plan_id])).content.decode()


def test_without_the_statement_ticked_nothing_is_checked(client, office, drafted):
    response = step(client, office, drafted, "check")
    assert response.status_code == 422
    assert "请先勾选保密审查意见" in response.content.decode()
    assert drafted.state == "draft"


def test_the_verb_itself_wants_the_statement(office, drafted):
    with pytest.raises(ValidationError, match="请先勾选保密审查意见"):
        verbs.check_secrecy(release=drafted, statement=False, by=office, at=AT)
    drafted.refresh_from_db()
    assert (drafted.state, drafted.checked_by) == ("draft", None)
    assert not Entry.objects.filter(verb="plans.check_secrecy").exists()


def test_what_was_not_checked_is_not_released(client, office, drafted):
    step(client, office, drafted, "release")
    assert drafted.state == "draft"
    with pytest.raises(WrongState):
        verbs.release(release=drafted, by=office, at=AT)


def test_outside_small_offices_who_drafted_does_not_check(client, office, drafted, settings):
    settings.SMALL_OFFICE = False
    with pytest.raises(NotAllowed):
        verbs.check_secrecy(release=drafted, statement=True, by=office, at=AT)
    client.force_login(office)
    assert "请纲要办另一位同志办理" in client.get(reverse("plans:release", args=[drafted.pk])).content.decode()
    colleague = builders.account("colleague")
    assert verbs.check_secrecy(release=drafted, statement=True, by=colleague, at=AT).checked_by == colleague


def test_withdrawing_needs_a_reason(client, office, drafted):
    assert step(client, office, drafted, "withdraw", remark="  ").status_code == 422
    with pytest.raises(ValidationError):
        verbs.withdraw(release=drafted, remark=" ", by=office, at=AT)
    assert drafted.state == "draft"


def test_a_mark_of_secrecy_in_the_content_refuses_the_check(client, office, version):
    Task.objects.filter(version=version, title="办好科学课堂").update(body="内部资料 注意保存")
    release = verbs.draft_release(version=version, by=office, at=AT)
    response = step(client, office, release, "check", statement="1")
    assert release.state == "draft"
    assert "内部资料 注意保存" in client.get(response.url).content.decode()


def test_only_a_public_plan_is_drafted(office, version):
    type(version).objects.filter(pk=version.pk).update(publicity="closed")
    with pytest.raises(WrongState):
        verbs.draft_release(version=version, by=office, at=AT)


def test_one_release_of_a_version_at_a_time(client, office, version, drafted):
    with pytest.raises(WrongState):
        verbs.draft_release(version=version, by=office, at=AT)
    client.force_login(office)
    client.post(reverse("plans:draft_release", args=[version.plan_id]))
    assert Release.objects.count() == 1


def test_a_newer_version_takes_the_place_of_the_older(office, version):
    first = builders.released(version, office)
    draft = builders.amended(version, office)
    second = builders.released(verbs.adopt(version=draft, seen=draft.revision, by=office, at=AT), office)
    first.refresh_from_db()
    assert (first.state, second.state) == ("withdrawn", "released")
    assert first.remark == "由新版本替代"
    gone = Entry.objects.filter(verb="plans.withdraw")
    assert list(gone.values_list("object", flat=True)) == [f"plans.release:{first.pk}"]


def test_an_older_version_does_not_come_back_over_a_newer_one(office, version):
    late = verbs.draft_release(version=version, by=office, at=AT)
    late = verbs.check_secrecy(release=late, statement=True, by=office, at=AT)
    draft = builders.amended(version, office)
    shown = builders.released(verbs.adopt(version=draft, seen=draft.revision, by=office, at=AT), office)
    with pytest.raises(WrongState, match="更新的一版"):
        verbs.release(release=late, by=office, at=AT)
    shown.refresh_from_db()
    assert shown.state == "released"


def test_the_checker_sees_what_was_hidden_and_where(client, office, drafted):
    client.force_login(office)
    page = client.get(reverse("plans:release", args=[drafted.pk]))
    assert [(p.where, "139****5678" in p.words) for p in page.context["hidden"]] == [("任务“办好科学课堂”", True)]
    marked = client.get(reverse("plans:release_preview", args=[drafted.pk]), {"marks": "1"}).content.decode()
    assert "<mark>139****5678</mark>" in marked
    assert "<mark>" not in client.get(reverse("plans:release_preview", args=[drafted.pk])).content.decode()


def test_the_checker_is_warned_of_what_may_be_personal(client, office, version):
    Task.objects.filter(version=version, title="办好科学课堂").update(body="由王建国担任总辅导员。")
    release = verbs.draft_release(version=version, by=office, at=AT)
    client.force_login(office)
    page = client.get(reverse("plans:release", args=[release.pk]))
    assert [(where, doubt.why) for where, doubt in page.context["doubtful"]] == [("任务“办好科学课堂”", "像是人名")]


def test_the_preview_is_the_public_page_word_for_word(client, office, drafted):
    client.force_login(office)
    preview = client.get(reverse("plans:release_preview", args=[drafted.pk])).context["snapshot"]
    release = verbs.release(
        release=verbs.check_secrecy(release=drafted, statement=True, by=office, at=AT), by=office, at=AT
    )
    public = client.get(f"/r/990123000000/plans/{release.version.plan_id}/").context["snapshot"]
    assert preview == public


def test_a_text_with_markup_is_shown_as_text(client, office, version):
    Task.objects.filter(version=version, title="办好科学课堂").update(title="<script>联系人：王小明</script>")
    release = verbs.draft_release(version=version, by=office, at=AT)
    client.force_login(office)
    for marks in ("0", "1"):
        html = client.get(reverse("plans:release_preview", args=[release.pk]), {"marks": marks}).content.decode()
        assert "<script>联系人" not in html
        assert "&lt;script&gt;联系人" in html


@pytest.mark.parametrize("name", ["release", "release_preview"])
def test_releases_are_for_the_own_secretariat_alone(client, units, drafted, name):
    address = reverse(f"plans:{name}", args=[drafted.pk])
    assert client.get(address).status_code == 302
    others = (
        builders.liaison(units["县科协"]), builders.account("reader", Role.READER),
        builders.account("other", at=builders.region("990124000000", "邻县")),
    )  # fmt: skip
    for other in others:
        client.force_login(other)
        assert client.get(address).status_code == 404
        assert client.get(reverse("plans:releases", args=[drafted.version.plan_id])).status_code == 404
        assert (
            client.post(reverse("plans:release_step", args=[drafted.pk, "check"]), {"statement": "1"}).status_code
            == 404
        )
    drafted.refresh_from_db()
    assert drafted.state == "draft"


def test_an_unknown_step_is_not_found_and_reading_takes_no_step(client, office, drafted):
    assert step(client, office, drafted, "publish").status_code == 404
    assert client.get(reverse("plans:release_step", args=[drafted.pk, "check"])).status_code == 405


def test_the_page_offers_the_next_step_only(client, office, version, drafted):
    client.force_login(office)
    html = client.get(reverse("plans:release", args=[drafted.pk])).content.decode()
    assert reverse("plans:release_step", args=[drafted.pk, "check"]) in html
    assert f'"{reverse("plans:release_step", args=[drafted.pk, "release"])}"' not in html
