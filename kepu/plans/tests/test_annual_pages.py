"""The pages of a year: opening it, its lines and their form, order, issuing; nonsense, two people, much and nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kepu.people.models import Region, Role
from kepu.plans import verbs
from kepu.plans.models import AnnualItem, AnnualPlan, Responsibility, Task
from kepu.plans.queries.annual.paging import line_address
from kepu.plans.tests import builders, years
from kepu.plans.tests.builders import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk")]
SCIENCE, HEALTH = "办好科学课堂", "送健康知识下乡"


@pytest.fixture
def annual(version, office):
    return years.opened(version, office)


def page(client, name, *args, **query):
    return client.get(reverse(f"plans:{name}", args=args), query)


def html(response):
    return response.content.decode()


def test_a_year_is_opened_with_the_proposed_title(client, version):
    first = page(client, "years", version.plan_id)
    assert "还没有年度工作要点" in html(first)
    assert "留空即为“云汀县2026年全民科学素质工作要点”" in html(first)
    made = client.post(reverse("plans:years", args=[version.plan_id]), {"year": "2026", "title": ""})
    annual = AnnualPlan.objects.get()
    assert made.url == reverse("plans:year", args=[annual.pk])
    assert (annual.year, annual.title) == (2026, "云汀县2026年全民科学素质工作要点")
    assert "云汀县2027年" in html(page(client, "years", version.plan_id))  # the next one is proposed


def test_a_double_click_opens_one_year_and_leads_to_it(client, version):
    answers = [client.post(reverse("plans:years", args=[version.plan_id]), {"year": "2026"}) for _ in range(2)]
    assert AnnualPlan.objects.count() == 1
    assert answers[0].url == answers[1].url


@pytest.mark.parametrize("year", ["", "2025", "2031", "abc", "2026\0", "-1", "9" * 40])
def test_a_year_that_is_none_is_refused_with_what_was_typed(client, version, year):
    answer = client.post(reverse("plans:years", args=[version.plan_id]), {"year": year, "title": "自拟的标题"})
    assert answer.status_code == 422
    assert "自拟的标题" in html(answer)
    assert not AnnualPlan.objects.exists()


def test_with_every_year_open_there_is_no_form(client, version, office):
    for year in range(2026, 2031):
        years.opened(version, office, year)
    answer = page(client, "years", version.plan_id)
    assert "开一个年度" not in html(answer)
    assert answer.context["years"].count() == 5


def test_others_see_a_year_when_it_is_issued(client, annual, office, units):
    liaison = builders.liaison(units["县教育局"])
    client.force_login(liaison)
    assert "还没有印发年度工作要点" in html(page(client, "years", annual.plan_id))
    for name in ("year", "year_table", "year_workbook"):
        assert page(client, name, annual.pk).status_code == 404
    years.issued(annual, office)
    assert years.TITLE in html(page(client, "years", annual.plan_id))
    for name in ("year", "year_table", "year_workbook"):
        assert page(client, name, annual.pk).status_code == 200
    assert "修改第1项" not in html(page(client, "year", annual.pk))
    for name in ("year_releases", "issue_year", "add_year_item"):
        assert page(client, name, annual.pk).status_code == 404


def test_lines_stand_under_their_parts_with_units_and_this_years_figures(client, annual, version, office):
    years.cell(version, "培训老年人", 1200, carried=200)
    years.cell(version, "公民具备科学素质的比例", 14, adding="rate")
    row = years.outside(annual, office)
    shown = page(client, "year", annual.pk).context["page"]
    assert [(g.title, [line.item.title for line in g.lines]) for g in shown.groups] == [
        ("青少年科学素质提升行动", [SCIENCE]),
        ("老年人科学素质提升行动", [HEALTH]),
        ("方案以外的事项", [row.title]),
    ]
    assert [(f.subject, f.words, f.carried_words) for f in shown.lines[1].figures] == [
        ("培训老年人", "不少于1200人次", "其中结转200人次")
    ]
    assert [(f.subject, f.words) for f in shown.goals] == [("公民具备科学素质的比例", "不低于14%")]
    text = html(page(client, "year", annual.pk))
    assert "上级部署：<span" in text
    assert "其中结转200人次" in text


def test_what_the_plan_names_and_no_unit_stands_for_is_remarked(client, annual, version):
    task = Task.objects.get(version=version, title=HEALTH)
    Responsibility.objects.create(version=version, task=task, role="support", printed="县级各部门", collective=True)
    assert "县级各部门" in html(page(client, "year", annual.pk))


def step(client, item, name, **query):
    address = reverse("plans:year_item_step", args=[item.annual_id, item.key, name])
    return client.post(address + (f"?revision={query['revision']}" if query else ""), headers=query.get("headers"))


def test_order_and_choice_work_without_script(client, office, units):
    annual = years.opened(builders.adopted(office, more=1), office)
    row = years.item(annual, "第1件实事")
    assert (
        step(client, row, "up").url == f"{reverse('plans:year', args=[annual.pk])}?arrange=1&item={row.key}#i-{row.key}"
    )
    assert [r.title for r in annual.items.all()] == [SCIENCE, "第1件实事", HEALTH]
    step(client, row, "remove", revision=0)
    assert "已移出的事项（1项）" in html(page(client, "year", annual.pk, arrange="1"))
    step(client, row, "restore", revision=1)
    assert not AnnualItem.objects.filter(removed=True).exists()


def test_taking_out_what_somebody_just_changed_is_refused(client, annual, office):
    row = years.item(annual, SCIENCE)
    verbs.edit_year_item(item=row, changes={"text": "新"}, revision=0, by=office, at=AT)
    for revision in ("0", "", "x"):
        answer = client.post(
            f"{reverse('plans:year_item_step', args=[annual.pk, row.key, 'remove'])}?revision={revision}", follow=True
        )
        assert "刚被其他同志改过" in html(answer)
    row.refresh_from_db()
    assert not row.removed


def test_with_script_the_list_alone_comes_back(client, annual):
    row = years.item(annual, SCIENCE)
    address = reverse("plans:year_item_step", args=[annual.pk, row.key, "remove"])
    answer = client.post(f"{address}?revision=0", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert 'id="arrange"' in html(answer)
    assert "<html" not in html(answer)
    assert "toast" in answer.headers["HX-Trigger"]


def test_an_unknown_step_or_line_is_not_found(client, annual):
    row = years.item(annual, SCIENCE)
    assert step(client, row, "explode").status_code == 404
    assert page(client, "year_item", annual.pk, "nothing").status_code == 404
    assert client.get(reverse("plans:year_item_step", args=[annual.pk, row.key, "up"])).status_code == 405


def test_the_title_is_changed_and_not_over_another_change(client, annual):
    address = reverse("plans:year_title", args=[annual.pk])
    client.post(address, {"title": "甲", "seen": years.TITLE})
    late = client.post(address, {"title": "乙", "seen": years.TITLE}, follow=True)
    assert "没有保存您填写的“乙”" in html(late)
    empty = client.post(address, {"title": " ", "seen": "甲"}, follow=True)
    assert "请填写标题" in html(empty)
    annual.refresh_from_db()
    assert annual.title == "甲"


def test_issuing_says_which_line_lacks_whom(client, annual, office, units):
    row = years.item(annual, SCIENCE)
    verbs.edit_year_item(item=row, changes={}, roles={units["县科协"]: "support"}, revision=0, by=office, at=AT)
    text = html(page(client, "issue_year", annual.pk))
    assert f"“{SCIENCE}”没有牵头或按职责分工的单位" in text
    assert "登记人" in text
    assert "document_number" not in text


def issue(client, annual, **changed):
    values = {"document_number": years.NUMBER, "issued_on": "2026-03-20", "revision": annual.revision, **changed}
    return client.post(reverse("plans:issue_year", args=[annual.pk]), values)


def test_issuing_through_the_page_once(client, annual):
    assert issue(client, annual).status_code == 302
    again = issue(client, annual)
    assert again.status_code == 302
    annual.refresh_from_db()
    assert (annual.state, annual.document_number) == ("issued", years.NUMBER)
    text = html(page(client, "year", annual.pk))
    assert years.NUMBER in text
    assert reverse("plans:issue_year", args=[annual.pk]) not in text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"document_number": ""}, "请填写发文字号"),
        ({"issued_on": ""}, "请填写成文日期"),
        ({"issued_on": "昨天"}, "日期请写成"),
        ({"issued_on": "1999-01-01"}, "相差过远"),
        ({"revision": "x"}, "整数"),
    ],
)
def test_issuing_with_nonsense_is_refused_and_keeps_what_was_typed(client, annual, changed, said):
    answer = issue(client, annual, **changed)
    assert answer.status_code == 422
    assert said in html(answer)
    assert "document_number" in changed or years.NUMBER in html(answer)
    annual.refresh_from_db()
    assert annual.state == "draft"


def test_what_changed_since_the_page_was_opened_is_not_issued_unseen(client, annual, office):
    verbs.edit_year_item(item=years.item(annual, SCIENCE), changes={"text": "新"}, revision=0, by=office, at=AT)
    answer = issue(client, annual, revision=0)
    assert answer.status_code == 409
    assert "工作事项又有改动" in html(answer)
    assert years.NUMBER in html(answer)
    annual.refresh_from_db()
    assert issue(client, annual).status_code == 302


def test_a_year_opened_before_an_amendment_says_so(client, annual, version, office):
    draft = builders.amended(version, office)
    verbs.adopt(version=draft, seen=draft.revision, by=office, at=AT)
    assert "方案已调整为" in html(page(client, "year", annual.pk))
    years.issued(annual, office)
    assert "方案已调整为" not in html(page(client, "year", annual.pk))


def test_an_empty_year_says_what_to_do(client, annual, office):
    for row in annual.items.all():
        verbs.remove_year_item(item=row, revision=0, by=office, at=AT)
    assert "事项都已移出" in html(page(client, "year", annual.pk))
    assert "还没有分工" in html(page(client, "year_table", annual.pk))


@pytest.mark.parametrize("name", ["year", "year_table", "issue_year", "year_releases", "year_workbook"])
def test_a_long_year_costs_as_many_queries_as_a_short_one(client, annual, office, units, name):
    few = _queries(client, name, annual.pk)
    long = years.opened(builders.adopted(office, more=298), office)
    AnnualItem.objects.filter(annual=long).update(resident_deed=True)
    assert long.items.count() == 300
    assert _queries(client, name, long.pk) == few


def _queries(client, name, pk):
    page(client, name, pk)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert page(client, name, pk).status_code == 200
    return len(caught)


def test_readers_from_above_read_issued_years_and_neighbours_nothing(client, annual, office):
    years.issued(annual, office)
    city = Region.objects.create(code="990100000000", name="云岭市", level="prefecture")
    for by, status in (
        (builders.account("city", Role.READER, at=city), 200),
        (builders.account("other", at=builders.region("990124000000", "邻县")), 404),
    ):
        client.force_login(by)
        assert page(client, "year", annual.pk).status_code == status


def test_a_long_year_comes_by_pages_and_every_line_has_its_page(client, office, units):
    annual = years.opened(builders.adopted(office, more=58), office)
    first, second = page(client, "year", annual.pk), page(client, "year", annual.pk, page="2")
    lines = [line.number for group in first.context["groups"] for line in group.lines]
    assert lines == list(range(1, 51))
    assert [line.number for group in second.context["groups"] for line in group.lines] == list(range(51, 61))
    assert "第 1–50 项，共 60 项" in html(first)
    row = second.context["groups"][-1].lines[-1].item
    address = line_address(annual.pk, row.key)
    assert f'id="i-{row.key}"' in html(client.get(address))
    assert f'id="i-{row.key}"' not in html(
        client.get(f"{address.partition('#')[0]}&page=1")
    )  # the pager leads away again
    table = page(client, "year_table", annual.pk, page="2")
    assert [line.number for group in table.context["groups"] for line in group.lines] == list(range(51, 61))


def test_a_line_on_the_edge_of_a_page_moves_over_it(client, office, units):
    annual = years.opened(builders.adopted(office, more=58), office)
    arranged = page(client, "year", annual.pk, arrange="1", page="2")
    row = arranged.context["groups"][0].lines[0].item
    assert f'id="up-{row.key}"' in html(arranged)  # it is first of its page, and not of its group
    address = reverse("plans:year_item_step", args=[annual.pk, row.key, "up"])
    answer = client.post(f"{address}?arrange=1&page=2", headers={"HX-Request": "true"})
    assert answer.context["shown"].number == 1
    assert f'id="down-{row.key}"' in html(answer)
    row.refresh_from_db()
    address = reverse("plans:year_item_step", args=[annual.pk, row.key, "remove"])
    back = client.post(f"{address}?arrange=1&revision={row.revision}&page=2", follow=True)
    assert back.context["shown"].number == 2
    assert "已移出的事项（1项）" in html(back)


def test_years_stand_newest_first(client, version, office):
    for year in (2026, 2028, 2027):
        years.opened(version, office, year=year)
    assert [row.year for row in page(client, "years", version.plan_id).context["years"]] == [2028, 2027, 2026]
