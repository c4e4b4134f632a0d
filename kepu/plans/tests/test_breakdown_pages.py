"""The pages of the breakdown: the list, the grid as a form, what is refused with everything typed kept, the record."""

from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kepu.people.models import Role
from kepu.plans import verbs
from kepu.plans.models import Breakdown, CellChange, Target
from kepu.plans.tests import builders, parted
from kepu.plans.tests.builders import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("units")]
PAGES = ("breakdown_grid", "breakdown_changes")


@pytest.fixture
def row(version, office):
    return parted.chosen(parted.target(version), office)


def at(name, row, *more):
    return reverse(f"plans:{name}", args=[row.plan_id, row.target_key, *more])


def listing(desk, version, **query):
    return desk.get(reverse("plans:breakdown", args=[version.plan_id]), query)


def shown(answer):
    return [(line.target.quote, line.verdict.words) for line in answer.context["page"].object_list]


def posted(breakdown, values, **more):
    breakdown.refresh_from_db()
    return {
        "revision": breakdown.revision,
        **{f"c-{year}-{place}": text for (year, place), text in values.items()},
        **more,
    }


def test_the_list_shows_targets_with_a_number_and_how_they_stand(desk, version, office, row):
    parted.save(row, office, {(2026, "all"): 4700})
    assert shown(listing(desk, version)) == [
        ("公民具备科学素质的比例达到16%以上", "尚未分解"), ("每年开展科普进校园不少于12场次", "尚未分解"),
        ("累计培训老年人5000人次", "还差300人次"),
    ]  # fmt: skip


def test_a_target_not_yet_parted_shows_where_to_begin(desk, client, version, office, row):
    parted.save(row, office, {(2026, "all"): 4700})
    assert listing(desk, version).text.count(">去分解<") == 2
    client.force_login(builders.account("reader", Role.READER))
    assert listing(client, version).text.count(">未分解<") == 2


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ({"kind": "floor"}, ["floor"]), ({"state": "short"}, ["cumulative"]), ({"state": "even"}, []),
        ({"over": "years"}, ["cumulative"]), ({"q": "健康"}, ["cumulative"]), ({"state": "empty"}, ["level", "floor"]),
        ({"kind": "x", "state": "y", "over": "z", "page": "999"}, ["level", "floor", "cumulative"]),
    ],
)  # fmt: skip
def test_the_list_is_filtered(desk, version, office, row, query, kinds):
    parted.save(row, office, {(2026, "all"): 1})
    answer = listing(desk, version, **query)
    assert [line.target.kind for line in answer.context["page"].object_list] == kinds
    if not kinds:
        assert "没有符合条件的目标任务" in answer.content.decode()


def test_the_list_is_paged_and_costs_the_same_for_many(desk, version, office, row):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert listing(desk, version).status_code == 200
        return len(seen)

    parted.equally(row, office)
    few = queries()
    for n in range(40):
        target = Target.objects.create(version=version, kind="count", quote=f"建成{n}个", value=n, unit="个")
        made = parted.chosen(target, office, adding="standing")
        parted.save(made, office, {(2030, "all"): n})
    assert queries() == few
    assert len(listing(desk, version).context["page"].object_list) == 30
    assert len(listing(desk, version, page="2").context["page"].object_list) == 13


def test_the_grid_costs_the_same_for_many_rows(desk, version, office, units):
    made = parted.chosen(parted.target(version), office, "units")

    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(at("breakdown_grid", made)).status_code == 200
        return len(seen)

    parted.equally(made, office, units=[units["县卫健局"]])
    few = queries()
    parted.equally(made, office, units=[*units.values(), *(builders.unit(f"县第{n}局") for n in range(30))])
    assert queries() == few


def test_a_plan_without_numbers_says_so(desk, version):
    Target.objects.update(value=None)
    assert "方案没有带数字的目标任务" in listing(desk, version).content.decode()


def test_a_new_target_proposes_how_and_says_why(desk, version):
    floor = parted.target(version, "floor")
    html = desk.get(reverse("plans:breakdown_grid", args=[version.plan_id, floor.key])).content.decode()
    assert '<option value="yearly" selected>' in html
    assert "每年都要达到的目标" in html
    assert "第一步：选定怎样分解" in html
    assert "每年开展科普进校园不少于12场次" in html


def test_choosing_makes_the_breakdown(desk, version):
    floor = parted.target(version, "floor")
    url = reverse("plans:breakdown_choose", args=[version.plan_id, floor.key])
    answer = desk.post(url, {"over": "units", "adding": "yearly"}, follow=True)
    assert Breakdown.objects.get().target_key == floor.key
    html = answer.content.decode()
    assert "县教育局" in html  # it leads the task
    assert "c-2026-u" in html
    assert "县科协</th>" not in html  # it only supports


def test_choosing_nonsense_says_which_field(desk, version):
    floor = parted.target(version, "floor")
    url = reverse("plans:breakdown_choose", args=[version.plan_id, floor.key])
    answer = desk.post(url, {"over": "moon", "adding": "yearly", "universe": "77"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"over", "universe"}
    assert not Breakdown.objects.exists()


def test_choosing_on_a_stale_page_is_refused(desk, version, office, row):
    parted.save(row, office, {(2026, "all"): 5})
    answer = desk.post(at("breakdown_choose", row), {"over": "units", "adding": "total", "revision": "0"})
    assert answer.status_code == 409
    assert "刚被其他同志改过" in answer.content.decode()
    assert row.cells.count() == 1


def test_the_form_saves_what_was_typed(desk, row):
    answer = desk.post(
        at("breakdown_grid", row),
        posted(row, {(2026, "all"): "１,０00", (2030, "all"): "4000"}, why="会议议定"),
        follow=True,
    )
    assert parted.cells(row) == {(2026, "all"): 1000, (2030, "all"): 4000}
    assert "已保存，改动2格。合计一致。" in answer.content.decode()
    assert set(CellChange.objects.values_list("why", flat=True)) == {"会议议定"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("-5", "不能是负数"), ("许多", "“许多”不是数字"), ("1e20", "不是数字"), ("100000000000000000000", "数字过大"),
        ("12.5", "以“人次”计的数应是整数"), ("9" * 5000, "数字过大"), ("\0", ""), ("<b>1</b>", "不是数字"),
    ],
)  # fmt: skip
def test_nonsense_keeps_everything_typed_and_names_the_cell(desk, row, text, words):
    answer = desk.post(
        at("breakdown_grid", row), posted(row, {(2026, "all"): "77", (2027, "all"): text, (2028, "all"): "x"})
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html.replace("&lt;", "<")
    assert '<a href="#c-2028-all">全县2028年</a>' in html
    assert 'value="77"' in html
    assert not row.cells.exists()


def test_a_stale_form_keeps_what_was_typed_and_shows_what_differs(desk, version, office, row):
    parted.save(row, office, {(2026, "all"): 1, (2027, "all"): 2, (2028, "all"): 3})
    page = desk.get(at("breakdown_grid", row))
    seen = page.context["seen"]
    mine = posted(row, {(2026, "all"): "10", (2027, "all"): "2", (2028, "all"): "30"}, seen=seen)
    parted.save(row, office, {(2026, "all"): 11, (2027, "all"): 22})
    answer = desk.post(at("breakdown_grid", row), mine)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "现为11，您填10" in html
    assert "全县2027年</a>：已改为22" in html
    texts = {square.year: square.text for square in answer.context["grid"].squares.values()}
    assert (texts[2026], texts[2027], texts[2028]) == ("10", "22", "30")
    assert parted.cells(row) == {(2026, "all"): 11, (2027, "all"): 22, (2028, "all"): 3}
    again = posted(row, {(y, "all"): t for y, t in texts.items()}, seen=answer.context["seen"])
    assert desk.post(at("breakdown_grid", row), again).status_code == 302
    assert parted.cells(row) == {(2026, "all"): 10, (2027, "all"): 22, (2028, "all"): 30}


def test_a_forged_memory_of_the_page_counts_as_none(desk, row, office):
    parted.save(row, office, {(2026, "all"): 1})
    answer = desk.post(at("breakdown_grid", row), {"revision": "0", "seen": "forged", "c-2026-all": "5"})
    assert answer.status_code == 409
    assert parted.cells(row) == {(2026, "all"): 1}


def test_a_unit_is_added_without_losing_what_was_typed(desk, version, office, units):
    made = parted.chosen(parted.target(version), office, "units")
    health, other = units["县卫健局"], units["团县委"]
    body = posted(made, {(2026, f"u{health.pk}"): "12x"}, row=[health.pk], unit=other.pk, add="1")
    html = desk.post(at("breakdown_grid", made), body).content.decode()
    assert f'name="c-2026-u{other.pk}"' in html
    assert 'value="12x"' in html
    assert "不是数字" not in html
    assert not made.cells.exists()


def test_supporting_units_come_on_request(desk, version, office, units):
    floor = parted.chosen(parted.target(version, "floor"), office, "units", "yearly")
    support = f'name="c-2026-u{units["县科协"].pk}"'
    page = desk.get(at("breakdown_grid", floor)).content.decode()
    assert support not in page
    assert "列出配合单位" in page
    body = posted(floor, {}, supports="1")
    assert support in desk.post(at("breakdown_grid", floor), body).content.decode()


def test_rows_that_nobody_may_have_are_left_out(desk, version, office):
    made = parted.chosen(parted.target(version), office, "units")
    foreign = builders.unit("邻县教育局", at=builders.region("990124000000", "邻县"))
    html = desk.get(
        at("breakdown_grid", made), {"unit": foreign.pk, "row": ["x", "-1", "99999999999"]}
    ).content.decode()
    assert "邻县教育局" not in html


def test_an_amended_value_is_confirmed_on_the_page(desk, version, office, row):
    draft = builders.amended(version, office)
    item = draft.target_set.get(key=row.target_key)
    verbs.edit(item=item, changes={"value": D(6000)}, revision=item.revision, by=office, at=AT)
    ready = builders.ready(draft, office)
    verbs.adopt(version=ready, seen=ready.revision, by=office, at=AT)
    assert "由“不少于5000人次”调整为“不少于6000人次”" in desk.get(at("breakdown_grid", row)).content.decode()
    assert len(listing(desk, version, state="changed").context["page"].object_list) == 1
    stale = desk.post(at("breakdown_confirm", row), {"number": "1"}, follow=True).content.decode()
    assert "又采用了新的一版" in stale
    done = desk.post(at("breakdown_confirm", row), {"number": "2"}, follow=True).content.decode()
    assert "已确认按现行原文核对" in done
    assert "请核对" not in done


def test_a_target_that_left_the_plan_is_shown_but_not_written(desk, version, office, row):
    parted.save(row, office, {(2026, "all"): 100})
    draft = builders.amended(version, office)
    item = draft.target_set.get(key=row.target_key)
    verbs.remove(item=item, revision=item.revision, by=office, at=AT)
    ready = builders.ready(draft, office)
    verbs.adopt(version=ready, seen=ready.revision, by=office, at=AT)
    assert "已不在现行版本中的分解" in listing(desk, version).content.decode()
    html = desk.get(at("breakdown_grid", row)).content.decode()
    assert "现行版本中已没有这个目标任务" in html
    assert 'name="c-2026-all"' not in html
    assert ">100<" in html
    answer = desk.post(at("breakdown_grid", row), posted(row, {(2026, "all"): "5"}))
    assert answer.status_code == 422
    assert "已不在现行版本中" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.LIAISON, Role.LEADER])
def test_a_unit_reads_and_writes_nothing(client, version, office, units, row, role):
    parted.save(row, office, {(2026, "all"): 100})
    client.force_login(builders.account("who", role, of=units["县教育局"]))
    for name in PAGES:
        html = client.get(at(name, row)).content.decode()
        assert "100" in html
        assert "<input id=" not in html
    assert client.get(reverse("plans:breakdown", args=[row.plan_id])).status_code == 200
    for name in ("grid", "choose", "fill", "carry", "confirm", "import"):
        body = posted(row, {(2026, "all"): "5"}, way="equal", over="units", adding="total", number="1")
        assert client.post(at(f"breakdown_{name}", row), body).status_code == 403
    assert parted.cells(row) == {(2026, "all"): 100}


def test_the_office_of_another_county_finds_nothing(client, version, row):
    client.force_login(builders.account("other", at=builders.region("990124000000", "邻县")))
    for name in ("grid", "choose", "fill", "carry", "confirm", "import", "changes", "grid_workbook"):
        url = at(f"breakdown_{name}", row)
        assert {client.get(url).status_code, client.post(url).status_code} <= {404, 405}
    assert client.get(reverse("plans:breakdown", args=[row.plan_id])).status_code == 404


@pytest.mark.parametrize("key", ["nothing", "0" * 12, "x" * 300])
def test_a_target_that_never_was_is_not_found(desk, version, key):
    assert desk.get(reverse("plans:breakdown_grid", args=[version.plan_id, key])).status_code == 404


def test_a_target_without_a_number_has_no_grid(desk, version):
    trend = version.target_set.get(kind="trend")
    assert desk.get(reverse("plans:breakdown_grid", args=[version.plan_id, trend.key])).status_code == 404


def test_the_plans_pages_lead_here(desk, version):
    html = desk.get(reverse("plans:targets", args=[version.plan_id])).content.decode()
    floor = parted.target(version, "floor")
    assert reverse("plans:breakdown", args=[version.plan_id]) in html
    assert reverse("plans:breakdown_grid", args=[version.plan_id, floor.key]) in html


def test_a_draft_has_no_breakdown(desk, office):
    draft = builders.draft(office)
    assert desk.get(reverse("plans:breakdown", args=[draft.plan_id])).status_code == 404
    html = desk.get(reverse("plans:targets", args=[draft.plan_id])).content.decode()
    assert reverse("plans:breakdown", args=[draft.plan_id]) not in html
