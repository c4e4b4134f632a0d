"""Units × tasks, on the page and in the workbook opened again; the share of one unit."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from kepu.plans.models import Responsibility
from kepu.plans.queries.shares import matrix, unit_share
from kepu.plans.tests import builders

pytestmark = pytest.mark.django_db


def test_units_stand_in_their_official_order_with_a_role_for_each_task(version):
    made = matrix(version)
    assert [task.title for task in made.tasks] == ["办好科学课堂", "送健康知识下乡"]
    assert [(row.name, row.cells) for row in made.rows] == [
        ("县教育局", ("lead", "")), ("县科协", ("support", "")), ("团县委", ("support", "")),
        ("县卫健局", ("", "joint")), ("县民政局", ("", "joint")),
    ]  # fmt: skip


def test_a_name_without_a_unit_stands_last_as_printed(version, units):
    Responsibility.objects.filter(printed="县教育局").update(unit=None)
    assert [row.name for row in matrix(version).rows][-1] == "县教育局"


def test_a_unit_named_twice_in_a_clause_keeps_the_stronger_role(version, units):
    lead = version.responsibility_set.get(printed="县教育局")
    Responsibility.objects.create(
        version=version, task=lead.task, unit=lead.unit, role="support", printed="县教育局", order=99
    )
    assert matrix(version).rows[0].cells == ("lead", "")


def test_the_page_is_filtered_by_part_and_role(version):
    part = version.part_set.get(audience="elderly")
    assert [row.name for row in matrix(version, part=part.key).rows] == ["县卫健局", "县民政局"]
    assert [row.name for row in matrix(version, role="lead").rows] == ["县教育局"]


def test_letters_on_the_page_have_their_words_and_heads_their_scope(client, office, version):
    client.force_login(office)
    html = client.get(reverse("plans:matrix", args=[version.plan_id])).content.decode()
    assert '<span aria-hidden="true">牵</span><span class="hidden">牵头</span>' in html
    assert html.count('scope="row"') == 5
    assert html.count('scope="colgroup"') == 2
    assert " style=" not in html


def test_a_filter_that_makes_no_sense_counts_as_none(client, office, version):
    client.force_login(office)
    page = client.get(reverse("plans:matrix", args=[version.plan_id]), {"part": "x" * 300, "role": "<b>"})
    assert len(page.context["matrix"].rows) == 5


def workbook(client, office, version, name="matrix_workbook", **query):
    client.force_login(office)
    return client.get(reverse(f"plans:{name}", args=[version.plan_id]), query)


def test_every_cell_of_the_workbook_is_what_the_plan_says(client, office, version):
    data = workbook(client, office, version).content
    sheet = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0)
    assert sheet.to_python(skip_empty_area=False) == [
        [builders.TITLE, "", "", "", "", ""],
        ["责任单位", "青少年科学素质提升行动", "老年人科学素质提升行动", "合计", "", ""],
        ["", "办好科学课堂", "送健康知识下乡", "牵头", "配合", "按职责分工"],
        ["县教育局", "牵", "", 1, 0, 0],
        ["县科协", "配", "", 0, 1, 0],
        ["团县委", "配", "", 0, 1, 0],
        ["县卫健局", "", "责", 0, 0, 1],
        ["县民政局", "", "责", 0, 0, 1],
        ["图例：牵＝牵头，配＝配合，责＝按职责分工", "", "", "", "", ""],
    ]


def test_parts_are_merged_panes_frozen_and_print_set_up(client, office, units):
    version = builders.adopted(office, more=3)
    with ZipFile(BytesIO(workbook(client, office, version).content)) as parts:
        sheet, book = parts.read("xl/worksheets/sheet1.xml").decode(), parts.read("xl/workbook.xml").decode()
    assert '<mergeCell ref="C2:F2"/>' in sheet  # the four tasks of the second part
    assert '<pane xSplit="1" ySplit="3" topLeftCell="B4"' in sheet
    assert 'paperSize="8" orientation="landscape"' in sheet.replace('fitToHeight="0" ', "")
    assert "_xlnm.Print_Titles" in book
    assert "_xlnm.Print_Area" in book


def test_what_looks_like_a_formula_stays_text(client, office, version):
    version.task_set.filter(title="办好科学课堂").update(title="=1+1")
    sheet = CalamineWorkbook.from_filelike(BytesIO(workbook(client, office, version).content)).get_sheet_by_index(0)
    assert sheet.to_python()[2][1] == "=1+1"


def test_the_download_is_named_in_chinese_and_never_sniffed(client, office, version):
    response = workbook(client, office, version)
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%8D%95%E4%BD%8D")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_targets_in_the_workbook(client, office, version):
    data = workbook(client, office, version, "targets_workbook", kind="floor").content
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    assert rows[2:] == [
        [
            1,
            "每期下限",
            "每年开展科普进校园不少于12场次",
            "开展科普进校园",
            12,
            "场次",
            "每年不少于12场次",
            "",
            "办好科学课堂",
            "县教育局",
        ]
    ]


def test_the_share_of_a_unit_by_role_with_duties_and_targets(version, units):
    lead, support = unit_share(version, units["县教育局"]), unit_share(version, units["县科协"])
    assert {role: [r.task.title for r in rows] for role, rows in lead.roles.items() if rows} == {
        "lead": ["办好科学课堂"]
    }
    assert [t.quote for t in lead.targets] == ["每年开展科普进校园不少于12场次"]
    assert (support.total, [d.text for d in support.duties], support.targets) == (1, ["负责统筹协调全县科普工作"], [])


def test_a_unit_of_another_region_has_no_page(client, office, version):
    other = builders.unit("邻县科协", at=builders.region("990124000000", "邻县"))
    client.force_login(office)
    assert client.get(reverse("plans:unit", args=[version.plan_id, other.pk])).status_code == 404


def test_a_unit_leads_straight_to_its_one_plan_and_to_a_choice_among_two(client, office, units, version):
    client.force_login(office)
    address = reverse("plans:unit_plans", args=[units["县科协"].pk])
    assert client.get(address).url == reverse("plans:unit", args=[version.plan_id, units["县科协"].pk])
    builders.adopted(office)
    assert len(client.get(address).context["versions"]) == 2
    idle = builders.unit("县气象局")
    assert "没有点到县气象局" in client.get(reverse("plans:unit_plans", args=[idle.pk])).content.decode()


def test_a_liaison_is_led_to_the_own_unit_from_the_plan(client, units, version):
    client.force_login(builders.liaison(units["县教育局"]))
    html = client.get(reverse("plans:plan", args=[version.plan_id])).content.decode()
    assert f'href="{reverse("plans:unit", args=[version.plan_id, units["县教育局"].pk])}"' in html
