"""The pages from plan to plan: the working sheet, which plan is continued, line by line, what the plans' own pages say."""

from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document as Word
from python_calamine import CalamineWorkbook

from kepu.people.models import Role
from kepu.plans import verbs
from kepu.plans.models import Continuation, Intention, Plan, Target, Task, Version
from kepu.plans.tests import builders, periods
from kepu.plans.tests.builders import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk", "units")]
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def plan(office):
    return periods.linked(office)


def text(response):
    return response.content.decode()


def intend(client, version, key, **fields):
    url = reverse("plans:next_line", args=[version.plan_id, key])
    return client.post(url, {"verdict": "carried", "value": "", "reason": "", "revision": 0, **fields}, **HTMX)


# The working sheet.


def test_every_item_stands_on_the_sheet_with_a_proposal(client, office):
    old = periods.older(office)
    html = text(client.get(reverse("plans:next_sheet", args=[old.plan_id])))
    assert '<strong class="number">6</strong> 条' in html
    assert html.count("系统建议，未核定") == 6
    assert "2026—2030年" in html


def test_a_line_saves_itself_and_answers_its_state_and_the_tally_alone(client, office):
    old = periods.older(office)
    key = old.task_set.first().key
    answer = intend(client, old, key, verdict="changed", reason="面更广")
    assert (answer.status_code, "已保存" in text(answer), "<html" in text(answer)) == (200, True, False)
    assert 'name="revision" value="1"' in text(answer)
    assert '已看过 <strong class="number">1</strong> 条' in text(answer)
    assert 'id="tally" hx-swap-oob="true"' in text(answer)
    assert Intention.objects.get().reason == "面更广"


def test_one_who_comes_later_sees_what_stands_and_keeps_what_was_typed(client, office):
    old = periods.older(office)
    key = old.task_set.first().key
    intend(client, old, key, verdict="ended", reason="任务完成")
    stale = intend(client, old, key, verdict="carried", reason="还要做")
    assert stale.status_code == 409
    assert "刚改为“结束”" in text(stale)
    assert 'name="revision" value="1"' in text(stale)
    plain = client.post(
        reverse("plans:next_line", args=[old.plan_id, key]), {"verdict": "carried", "reason": "还要做", "revision": 0}
    )
    assert plain.status_code == 409
    assert 'value="还要做"' in text(plain)
    assert "刚改为“结束”" in text(plain)
    assert intend(client, old, key, verdict="carried", reason="还要做", revision=1).status_code == 200


@pytest.mark.parametrize("fields", [
    {"verdict": "new"}, {"verdict": ""}, {"reason": "长" * 201}, {"value": "长" * 61}, {"revision": "x"}, {"revision": -1},
    {"revision": 10**12}, {"reason": "空\0字符"},
])  # fmt: skip
def test_nonsense_is_said_and_nothing_saved(client, office, fields):
    old = periods.older(office)
    answer = intend(client, old, old.task_set.first().key, **fields)
    assert answer.status_code == 422
    assert "没有保存" in text(answer)
    assert not Intention.objects.exists()


def test_an_unknown_line_is_refused(client, office):
    assert intend(client, periods.older(office), "nothing").status_code == 422


def test_without_script_a_line_goes_back_to_its_place(client, office):
    old = periods.older(office)
    key = old.task_set.first().key
    answer = client.post(
        reverse("plans:next_line", args=[old.plan_id, key]) + "?page=1", {"verdict": "ended", "revision": 0}
    )
    assert answer.url == f"{reverse('plans:next_sheet', args=[old.plan_id])}?page=1#n-{key}"


def test_the_sheet_as_excel(client, office):
    old = periods.older(office)
    target = old.target_set.get(subject="培训老年人")
    intend(client, old, target.key, verdict="changed", value="8000人次", reason="老年人增多")
    data = client.get(reverse("plans:next_workbook", args=[old.plan_id])).content
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    row = next(r for r in rows if r[3] == "累计培训老年人5000人次")
    assert row[4:] == ["不少于5000人次", "调整", "8000人次", "老年人增多", ""]
    assert next(r for r in rows if r[3] == "办好科学课堂")[5:] == ["延续", "", "", "系统建议"]


def test_the_draft_in_word_goes_on_where_the_plan_goes_on(client, office):
    old = periods.older(office)
    target = old.target_set.get(subject="培训老年人")
    intend(client, old, target.key, verdict="changed", value="8000人次")
    intend(client, old, old.task_set.get(title="办好科学课堂").key, verdict="ended", reason="转为日常工作")
    data = client.get(reverse("plans:next_draft", args=[old.plan_id])).content
    word = Word(BytesIO(data))
    words = [p.text for p in word.paragraphs]
    assert any("2026—2030年" in w for w in words)
    assert "1. 送健康知识下乡" in words
    assert any("累计培训老年人5000人次，下一周期目标值：8000人次" in w for w in words)
    assert not any("1. 办好科学课堂" in w for w in words)
    ended = [[cell.text for cell in row.cells] for row in word.tables[-1].rows]
    assert ["任务", "办好科学课堂", "转为日常工作"] in ended


# Which plan is continued.


def test_an_earlier_plan_is_chosen(client, office):
    old, new = periods.older(office), builders.draft(office)
    url = reverse("plans:continues", args=[new.plan_id])
    assert "云汀县上一期方案" in text(client.get(url))
    assert client.get(reverse("plans:succession", args=[new.plan_id])).url == url
    answer = client.post(url, {"old": old.plan_id})
    assert answer.url == reverse("plans:succession", args=[new.plan_id])
    assert Plan.objects.get(pk=new.plan_id).continues_id == old.plan_id


@pytest.mark.parametrize("sent", ["", "x", "-1", "9" * 30])
def test_without_a_choice_it_asks(client, office, sent):
    periods.older(office)
    new = builders.draft(office)
    answer = client.post(reverse("plans:continues", args=[new.plan_id]), {"old": sent})
    assert answer.status_code == 422
    assert "请选择接续哪个方案" in text(answer)


def test_what_does_not_fit_is_said(client, office):
    new = builders.draft(office)
    answer = client.post(reverse("plans:continues", args=[new.plan_id]), {"old": builders.adopted(office).plan_id})
    assert answer.status_code == 422
    assert "更早一期" in text(answer)


def test_with_nothing_to_continue_the_page_says_what_to_do(client, office):
    new = builders.draft(office)
    url = reverse("plans:continues", args=[new.plan_id])
    assert "没有可以接续的方案" in text(client.get(url))
    Version.objects.update(period_from=None, period_to=None)
    assert "先填写起止年份" in text(client.get(url))


def test_the_link_is_taken_back(client, office, plan):
    client.post(reverse("plans:stop_continuing", args=[plan.pk]))
    assert Plan.objects.get(pk=plan.pk).continues_id is None
    again = client.post(reverse("plans:stop_continuing", args=[plan.pk]), follow=True)
    assert "没有接续别的方案" in text(again)


# Line by line.


def settle(client, plan, decision, **more):
    data = {
        "kind": decision.kind,
        "old": decision.old_key,
        "new": decision.new_key,
        "verdict": decision.verdict,
        "reason": "",
        **more,
    }
    return client.post(reverse("plans:succession", args=[plan.pk]), data)


def test_open_lines_show_both_sides_and_the_proposal(client, office, plan):
    html = text(client.get(reverse("plans:succession", args=[plan.pk])))
    assert html.count("把握较大</span>") == 6
    assert html.count("目标值不变") == 3
    assert "建议：延续" in html


def test_a_line_is_settled_and_leaves_the_open_ones(client, office, plan):
    answer = settle(client, plan, periods.decision(plan, "办好科学课堂"), reason="继续办好")
    assert answer.status_code == 302
    assert Continuation.objects.get().reason == "继续办好"
    settled = text(client.get(reverse("plans:succession", args=[plan.pk]), {"show": "settled"}))
    assert "继续办好" in settled


def test_what_another_settled_meanwhile_is_shown_and_what_was_typed_kept(client, office, plan):
    other = builders.account("second")
    verbs.settle(
        plan=plan, decision=periods.decision(plan, "办好科学课堂", verdict="ended", reason="不办了"), by=other, at=AT
    )
    answer = settle(client, plan, periods.decision(plan, "办好科学课堂"), reason="继续办好")
    assert answer.status_code == 409
    html = text(answer)
    assert "second" in html
    assert "核定为“结束”：不办了" in html
    assert "您填写的说明：继续办好" in html


def test_the_sure_ones_of_a_page_are_settled_together(client, office, plan):
    html = text(client.get(reverse("plans:succession", args=[plan.pk])))
    rows = [line.split('"')[0] for line in html.split('name="row" value="')[1:]]
    assert len(rows) == 6
    answer = client.post(
        reverse("plans:settle_many", args=[plan.pk]), {"row": [*rows, "x", "task:a:b:carried", ":::"]}, follow=True
    )
    assert "已核定6条；2条刚被其他同志核定过" in text(answer)
    assert "全部核定完了" in text(client.get(reverse("plans:succession", args=[plan.pk]), {"show": "open"}))


def test_a_line_is_paired_otherwise(client, office, plan):
    old, new = (
        Task.objects.get(version__plan=p, title=t)
        for p, t in ((plan.continues, "办好科学课堂"), (plan, "送健康知识下乡"))
    )
    settle(client, plan, periods.decision(plan, "送健康知识下乡"))
    url = reverse("plans:succession", args=[plan.pk])
    page = text(client.get(url, {"pick": f"task-{old.key}"}))
    assert page.count('<select name="new">') == 1
    data = {"kind": "task", "old": old.key, "new": new.key, "verdict": "changed", "reason": ""}
    assert client.post(url, data).status_code == 409  # without having seen that the other is taken
    assert client.post(url, {**data, "also": "1"}).status_code == 302
    assert Continuation.objects.filter(new_key=new.key).count() == 2


def test_no_counterpart_means_ended(client, office, plan):
    old = Task.objects.get(version__plan=plan.continues, title="办好科学课堂")
    data = {"kind": "task", "old": old.key, "new": "", "verdict": "carried", "also": "1", "reason": "完成"}
    client.post(reverse("plans:succession", args=[plan.pk]), data)
    assert Continuation.objects.get().verdict == "ended"


@pytest.mark.parametrize("data", [
    {}, {"kind": "task"}, {"kind": "x", "old": "a", "new": "b", "verdict": "carried"}, {"kind": "task", "old": "a" * 99},
    {"kind": "task", "old": "a", "new": "b", "verdict": "carried"}, {"kind": "task", "new": "b", "verdict": "carried"},
    {"kind": "task", "old": "a", "new": "b", "verdict": "carried", "known": "1,x"},
])  # fmt: skip
def test_nonsense_settles_nothing(client, office, plan, data):
    assert client.post(reverse("plans:succession", args=[plan.pk]), data).status_code == 422
    assert not Continuation.objects.exists()


def test_taken_back(client, office, plan):
    row = verbs.settle(plan=plan, decision=periods.decision(plan, "办好科学课堂"), by=office, at=AT)
    url = reverse("plans:unsettle", args=[plan.pk, row.pk])
    assert "已撤回" in text(client.post(url, follow=True))
    assert client.post(url).status_code == 404
    stranger = periods.older(office, years=(2011, 2015)).plan
    assert client.post(reverse("plans:unsettle", args=[stranger.pk, row.pk])).status_code == 404


def test_all_lines_as_excel(client, office, plan):
    verbs.settle(plan=plan, decision=periods.decision(plan, "办好科学课堂", reason="继续"), by=office, at=AT)
    data = client.get(reverse("plans:succession_workbook", args=[plan.pk])).content
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    assert rows[2][:5] == ["任务", "办好科学课堂", "办好科学课堂", "延续", "继续"]
    assert rows[3][:4] == ["任务", "送健康知识下乡", "送健康知识下乡", "延续"]
    assert rows[3][5] == "待核定"


def test_readers_see_what_is_settled_and_settle_nothing(client, office, plan, units):
    verbs.settle(plan=plan, decision=periods.decision(plan, "办好科学课堂"), by=office, at=AT)
    client.force_login(builders.liaison(units["县教育局"]))
    html = text(client.get(reverse("plans:succession", args=[plan.pk])))
    assert "办好科学课堂" in html
    assert '<form method="post"' not in html.split('id="main"')[1]
    assert settle(client, plan, periods.decision(plan, "送健康知识下乡")).status_code == 404


def test_after_the_plan_ended_nothing_is_settled_any_more(client, office, plan):
    Plan.objects.filter(pk=plan.pk).update(status=Plan.Status.ENDED)
    answer = settle(client, plan, periods.decision(plan, "办好科学课堂"))
    assert answer.status_code == 302
    assert not Continuation.objects.exists()


# What the plans' own pages say.


def test_both_task_pages_and_both_target_tables_tell_the_way(client, office, plan):
    quote = "累计培训老年人5000人次"
    Target.objects.filter(version__plan=plan, quote=quote).update(value=6000, quote="累计培训老年人6000人次")
    old, new = (Target.objects.get(version__plan=p, subject="培训老年人") for p in (plan.continues, plan))
    decision = verbs.Decision("target", old.key, new.key, "changed", "老年人增多")
    verbs.settle(plan=plan, decision=decision, by=office, at=AT)
    verbs.settle(plan=plan, decision=periods.decision(plan, "办好科学课堂"), by=office, at=AT)
    gone = Task.objects.get(version__plan=plan.continues, title="送健康知识下乡")
    verbs.settle(plan=plan, decision=verbs.Decision("task", gone.key, "", "ended", "并入其他"), by=office, at=AT)
    lesson = Task.objects.get(version__plan=plan, title="办好科学课堂")
    page = text(client.get(reverse("plans:task", args=[plan.pk, lesson.key])))
    assert "接续：延续" in page
    before = text(client.get(reverse("plans:task", args=[plan.continues_id, gone.key])))
    assert "在下一周期方案中：结束" in before
    assert "（并入其他）" in before
    table = text(client.get(reverse("plans:targets", args=[plan.continues_id])))
    assert "在下一周期方案中：调整" in table
    assert "累计培训老年人6000人次</a>" in table
    assert "接续：调整" in text(client.get(reverse("plans:targets", args=[plan.pk])))


def test_of_a_draft_only_the_office_is_told(client, office, units):
    plan = periods.linked(office, draft=True)
    verbs.settle(plan=plan, decision=periods.decision(plan, "办好科学课堂"), by=office, at=AT)
    task = Task.objects.get(version__plan=plan.continues, title="办好科学课堂")
    url = reverse("plans:task", args=[plan.continues_id, task.key])
    assert "在下一周期方案中" in text(client.get(url))
    client.force_login(builders.liaison(units["县教育局"]))
    assert "在下一周期方案中" not in text(client.get(url))
    assert client.get(reverse("plans:succession", args=[plan.pk])).status_code == 404


def test_adopting_warns_of_what_is_not_settled_and_goes_on(client, office):
    plan = periods.linked(office, draft=True)
    version = builders.ready(plan.versions.get(), office)
    html = text(client.get(reverse("plans:adopt", args=[plan.pk])))
    assert "还有12项没有核定去向" in html
    client.post(reverse("plans:adopt", args=[plan.pk]), {"seen": version.revision})
    version.refresh_from_db()
    assert version.state == Version.State.ADOPTED


def test_the_neighbouring_county_finds_nothing(client, office, plan):
    client.force_login(builders.account("abroad", Role.SECRETARIAT, at=builders.region("990124000000", "邻县")))
    for name in ("next_sheet", "next_workbook", "next_draft", "continues", "succession", "succession_workbook"):
        assert client.get(reverse(f"plans:{name}", args=[plan.pk])).status_code == 404


@pytest.mark.parametrize("more", [0, 30])
@pytest.mark.parametrize(("name", "queries"), [("next_sheet", 19), ("succession", 30), ("continues", 12)])
def test_pages_cost_the_same_for_two_tasks_and_thirty(client, office, more, name, queries, django_assert_num_queries):
    plan = periods.linked(office, more=more)
    client.get(reverse(f"plans:{name}", args=[plan.pk]))
    with django_assert_num_queries(queries):
        client.get(reverse(f"plans:{name}", args=[plan.pk]))


def test_the_pairs_are_computed_once_and_anew_only_where_an_item_changed(client, office, plan, monkeypatch):
    from kepu.plans.queries import sides

    computed = []
    match = sides.match_tasks
    monkeypatch.setattr(sides, "match_tasks", lambda a, b: computed.append(len(a)) or match(a, b))
    sides.tasks_paired.cache_clear()
    address = reverse("plans:succession", args=[plan.pk])
    first = client.get(address).text
    assert computed
    computed.clear()
    assert client.get(address).text.count("data-line") == first.count("data-line")
    assert computed == []
    task = plan.versions.get().task_set.filter(removed=False).first()
    task.title = "完全另一件事"
    task.save()
    client.get(address)
    assert computed
