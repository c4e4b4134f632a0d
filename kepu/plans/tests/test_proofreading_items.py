"""Items on the proofreading page: form, saving, what is wrong, two people, deleting and bringing back."""

import json
import re

import pytest

from kepu.plans import verbs
from kepu.plans.models import Version
from kepu.plans.tests import builders
from kepu.plans.tests.builders import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(client):
    builders.region()
    person = builders.account()
    client.force_login(person)
    return builders.draft(person)


def url(version, item, rest=""):
    return f"/desk/plans/{version.plan_id}/proofread/{item._meta.model_name}/{item.key}/{rest}"


def told(response):
    return json.loads(response.headers["HX-Trigger-After-Swap"])["proof"]


def fields(client, version, item):
    """What a browser would send back from the item's form, untouched."""
    form = client.get(url(version, item)).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {n: v for n, v in values.items() if v not in (None, False)} | {"revision": item.revision}


@pytest.mark.parametrize("kind", ["part", "task", "responsibility", "target", "duty", "phase", "reporting"])
def test_an_untouched_form_changes_nothing(version, client, kind):
    for item in getattr(version, f"{kind}_set").all():
        response = client.post(url(version, item), fields(client, version, item))
        assert response.status_code == 200, response.text
        item.refresh_from_db()
        assert item.revision == 0
    version.refresh_from_db()
    assert version.revision == 0


def test_the_ten_kinds_of_target_are_told_apart_where_one_is_chosen(version, client):
    html = client.get(url(version, version.target_set.first())).content.decode()
    told_of = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", html)
    assert [word for word, _ in told_of] == [
        "水平值", "到期数量", "每期下限", "累计", "覆盖", "逐年进度", "惠及", "标志性事项", "位次", "趋势",
    ]  # fmt: skip
    assert all("如“" in meaning for _, meaning in told_of)
    added = client.get(f"/desk/plans/{version.plan_id}/proofread/add/target/").content.decode()
    assert "<dt>到期数量</dt>" in added
    assert "<dt>" not in client.get(url(version, version.task_set.first())).content.decode()


@pytest.mark.parametrize("name", ["value", "comparator", "per", "due", "unit"])
def test_what_to_fill_in_stands_at_the_field(version, client, name):
    html = client.get(url(version, version.target_set.first())).content.decode()
    ids = re.findall(rf'<(?:input|select)[^>]*name="{name}"[^>]*aria-describedby="([^"]+)"', html)
    assert re.search(rf'<div class="help" id="{ids[0]}">[^<]+</div>', html)


def test_saving_shows_the_card_and_the_counts(version, client):
    task = version.task_set.first()
    response = client.post(url(version, task), fields(client, version, task) | {"title": "办好\n科学课"})
    assert "办好科学课" in response.text
    assert 'id="proof-head"' in response.text
    assert told(response) == {"revision": 1, "focus": task.key} | {
        name: value for name, value in told(response).items() if name not in {"revision", "focus"}
    }
    task.refresh_from_db()
    assert task.title == "办好科学课"


def test_a_task_moved_to_another_part_redraws_the_structure(version, client):
    task, other = version.task_set.first(), version.part_set.last()
    response = client.post(url(version, task), fields(client, version, task) | {"part": other.pk})
    assert response.headers["HX-Retarget"] == "#structure"
    assert told(response)["focus"] == task.key


@pytest.mark.parametrize(
    ("kind", "wrong", "words"),
    [
        ("task", {"title": ""}, "任务"),
        ("target", {"value": "许多"}, "请填数字"),
        ("target", {"value": "-3"}, "不能为负数"),
        ("target", {"kind": "wish"}, "类型"),
        ("target", {"due": "2030-13"}, "期限请填年、年月或年月日"),
        ("target", {"due": "2030-02-30"}, "期限请填年、年月或年月日"),
        ("target", {"due": "长期"}, "期限请填年、年月或年月日"),
        ("phase", {"from_year": "2030", "to_year": "2026"}, "不能早于起始年份"),
        ("phase", {"from_year": "26"}, "起始年份"),
        ("duty", {"text": " "}, "职责"),
        ("part", {"title": "长" * 121}, "标题"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(version, client, kind, wrong, words):
    item = getattr(version, f"{kind}_set").first()
    response = client.post(url(version, item), fields(client, version, item) | wrong)
    assert response.status_code == 422
    assert words in response.text
    assert "data-errors" in response.text
    assert all(str(value).strip() in response.text for value in wrong.values())
    item.refresh_from_db()
    assert item.revision == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2030", "2030"), ("2030年", "2030"), ("2030年底前", "2030"), ("２０３０", "2030"), ("2030-6", "2030-06"),
        ("2030年6月", "2030-06"), ("2030年6月底前", "2030-06"), ("2030.06.30", "2030-06-30"),
        ("2028年 9月30日前", "2028-09-30"), ("", ""),
    ],
)  # fmt: skip
def test_a_due_date_is_kept_as_the_figures_count_it(version, client, typed, kept):
    target = version.target_set.first()
    assert client.post(url(version, target), fields(client, version, target) | {"due": typed}).status_code == 200
    target.refresh_from_db()
    assert target.due == kept


def other_person_edits(item, **changes):
    verbs.edit(item=item, changes=changes, revision=0, by=builders.account("second"), at=AT)


def test_two_people_see_theirs_beside_mine_and_choose(version, client):
    target = version.target_set.get(kind="floor")
    mine = fields(client, version, target) | {"subject": "我的事项", "due": "2028"}
    other_person_edits(target, subject="别人的事项", unit="次")
    response = client.post(url(version, target), mine)
    assert response.status_code == 409
    sides = {d.name: (d.theirs.shown, d.mine.shown) for d in response.context["differences"]}
    assert sides == {"subject": ("别人的事项", "我的事项"), "unit": ("次", "场次"), "due": ("（空）", "2028")}
    target.refresh_from_db()
    assert target.subject == "别人的事项"
    kept = {d.name: d.mine.raw for d in response.context["agreements"]}
    chosen = kept | {"subject": "我的事项", "unit": "次", "due": "2028", "revision": 1}
    assert client.post(url(version, target), chosen).status_code == 200
    target.refresh_from_db()
    assert (target.subject, target.unit, target.due, target.value) == ("我的事项", "次", "2028", 12)


def test_a_choice_and_a_tick_are_read_as_words(version, client):
    task = version.task_set.first()
    mine = fields(client, version, task) | {"open_ended": "on"}
    other_person_edits(task, part=version.part_set.last())
    sides = {
        d.name: (d.theirs.shown, d.mine.shown) for d in client.post(url(version, task), mine).context["differences"]
    }
    assert sides == {
        "part": ("老年人科学素质提升行动", "青少年科学素质提升行动"), "open_ended": ("否", "是"),
    }  # fmt: skip


def test_what_another_deleted_meanwhile_can_be_brought_back(version, client):
    task = version.task_set.first()
    mine = fields(client, version, task) | {"title": "我的标题"}
    verbs.remove(item=task, revision=0, by=builders.account("second"), at=AT)
    response = client.post(url(version, task), mine)
    assert response.status_code == 409
    assert "我的标题" in response.text
    assert 'data-do="restore"' in response.text


def test_delete_offers_to_undo_and_undo_works(version, client):
    task = version.task_set.first()
    response = client.post(url(version, task, "remove/"), {"revision": 0})
    undo = told(response)["undo"]
    assert f'id="i-{task.key}"' not in response.text
    back = client.post(f"/desk/plans/{version.plan_id}/proofread/{undo['path']}", undo["values"])
    assert f'id="i-{task.key}"' in back.text
    task.refresh_from_db()
    assert not task.removed


def test_deleting_what_another_just_changed_is_refused(version, client):
    task = version.task_set.first()
    other_person_edits(task, title="别人的标题")
    response = client.post(url(version, task, "remove/"), {"revision": 0})
    assert (response.status_code, response.headers["HX-Retarget"]) == (422, "#problem")
    assert "其他同志改过" in response.text
    task.refresh_from_db()
    assert not task.removed


def test_a_remark_is_settled_kept_and_opened_again(version, client):
    remark = version.remark_set.get()
    for revision, state in enumerate(["settled", "open", "kept"]):
        response = client.post(url(version, remark), {"state": state, "revision": revision})
        assert f'data-state="{state}"' in response.text
    assert "原文如此" in response.text
    assert client.post(url(version, remark), {"state": "settled", "revision": 3}).status_code == 422
    assert client.post(url(version, remark), {"state": "gone", "revision": 3}).status_code == 422


def test_a_unit_of_a_task_changes_role_in_its_row(version, client):
    row = version.responsibility_set.get(printed="团县委")
    response = client.post(url(version, row), {"role": "lead", "printed": "团县委", "revision": 0})
    assert f'id="u-{row.key}"' in response.text
    row.refresh_from_db()
    assert (row.role, row.revision) == ("lead", 1)


def test_an_old_page_is_told_so(version, client):
    task = version.task_set.first()
    response = client.post(url(version, task, "remove/"), {})
    assert (response.status_code, "刷新" in response.text) == (422, True)


def test_once_adopted_by_another_nothing_is_saved(version, client):
    task = version.task_set.first()
    data = fields(client, version, task)
    Version.objects.update(state="discarded")
    assert client.post(url(version, task), data | {"title": "新"}).status_code == 404


@pytest.mark.parametrize("path", ["wish/abc/", "task/nosuchkey/", "remark/nosuchkey/"])
def test_what_does_not_exist_is_404(version, client, path):
    assert client.get(f"/desk/plans/{version.plan_id}/proofread/{path}").status_code == 404


class TestFrame:
    def address(self, version):
        return f"/desk/plans/{version.plan_id}/proofread/frame/"

    def sent(self, client, version):
        form = client.get(self.address(version)).context["form"]
        return {name: form[name].value() if form[name].value() is not None else "" for name in form.fields}

    def test_saved(self, version, client):
        response = client.post(self.address(version), self.sent(client, version) | {"publicity": "closed"})
        assert "不予公开" in response.text
        version.refresh_from_db()
        assert (version.publicity, version.revision) == ("closed", 1)

    def test_two_people_at_different_fields_both_win(self, version, client):
        sent = self.sent(client, version) | {"issuer": "县政府"}
        verbs.edit_frame(version=version, changes={"upper_plan": "省方案"}, seen={}, by=builders.account("b"), at=AT)
        assert client.post(self.address(version), sent).status_code == 200
        version.refresh_from_db()
        assert (version.issuer, version.upper_plan) == ("县政府", "省方案")

    def test_two_people_at_one_field_choose(self, version, client):
        sent = self.sent(client, version) | {"issuer": "我的机关", "issued_on": "2026-03-06"}
        verbs.edit_frame(version=version, changes={"issuer": "别人的机关"}, seen={}, by=builders.account("b"), at=AT)
        response = client.post(self.address(version), sent)
        assert response.status_code == 409
        sides = {d.name: (d.theirs.shown, d.mine.shown) for d in response.context["differences"]}
        assert sides == {"issuer": ("别人的机关", "我的机关"), "issued_on": ("2026-03-05", "2026-03-06")}
        again = sent | {"seen": response.context["seen"]}
        assert client.post(self.address(version), again).status_code == 200
        version.refresh_from_db()
        assert (version.issuer, version.issued_on.isoformat()) == ("我的机关", "2026-03-06")

    @pytest.mark.parametrize(
        "wrong", [{"title": ""}, {"issued_on": "三月"}, {"period_from": "2031"}, {"period_to": "x"}]
    )
    def test_what_is_wrong_is_said(self, version, client, wrong):
        response = client.post(self.address(version), self.sent(client, version) | wrong)
        assert (response.status_code, "data-errors" in response.text) == (422, True)

    def test_a_forged_seen_is_refused(self, version, client):
        response = client.post(self.address(version), self.sent(client, version) | {"seen": "forged", "issuer": "新"})
        assert (response.status_code, response.headers["HX-Retarget"]) == (422, "#problem")
