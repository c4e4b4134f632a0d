"""Letters on a unit's own page, in a reform, and the same year without letters: the table and the prompts on paper."""

import io
import zipfile
from datetime import date

import docx
import pytest
from django.urls import reverse

from kepu.people.handover import inherited
from kepu.people.models import Membership, Role
from kepu.people.verbs import ReformValues, reform
from kepu.plans import verbs
from kepu.plans.jobs import make_letter_archive
from kepu.plans.models import LetterArchive
from kepu.plans.tests import builders, letters, years
from kepu.plans.tests.builders import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]


@pytest.fixture
def annual(office, units):
    return letters.year(office)


@pytest.fixture
def letter(annual, office, units):
    return letters.draft(annual, office, units["县民政局"])


def page(client, by, annual, unit):
    client.force_login(by)
    return client.get(reverse("plans:year_unit", args=[annual.pk, unit.pk])).text


def words_of(data):
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_the_units_page_says_how_its_letter_stands(client, annual, letter, office, units):
    civil = units["县民政局"]
    assert f"{letter.number}</a> 拟稿" in page(client, office, annual, civil)
    liaison = builders.liaison(civil)
    assert letter.number not in page(client, liaison, annual, civil)
    letters.brought(letter, "signed", office)
    assert "已签订，2026年11月22日签订" in page(client, liaison, annual, civil)
    assert letter.number not in page(client, builders.liaison(units["县科协"], "other"), annual, civil)


def test_who_answers_is_told_as_far_as_one_may_know(client, annual, office, units):
    civil = units["县民政局"]
    assert "还没有登记分管领导和联络员" in page(client, office, annual, civil)
    Membership.objects.create(
        unit=civil, since=AT.date(), leader="周末", leader_post="副局长", office="老龄科", liaison="李立",
        phone="13912345678",
    )  # fmt: skip
    for_office = page(client, office, annual, civil)
    assert "13912345678" in for_office
    assert "周末（副局长）" in for_office
    own = page(client, builders.liaison(civil), annual, civil)
    assert "李立" in own
    assert "139****5678" in own
    assert "13912345678" not in own
    other = page(client, builders.liaison(units["县科协"], "other"), annual, civil)
    assert "老龄科" in other
    for hidden in ("周末", "李立", "139"):
        assert hidden not in other


def test_a_reform_passes_open_letters_on_and_history_stays(client, letter, annual, office, units):
    letters.brought(letter, "printed", office)
    old, heir = units["县民政局"], units["县科协"]
    assert [i.title for i in inherited(old, office) if i.kind == "目标责任书"] == [f"{letter.number}（已印制）"]
    reform(unit=old, values=ReformValues("merged", date(2026, 11, 1), "云编〔2026〕5号", new=heir), by=office, at=AT)
    old.refresh_from_db()
    assert [i for i in inherited(old, office) if i.kind == "目标责任书"] == []
    passed = [i.title for i in inherited(heir, office) if i.kind == "目标责任书"]
    assert passed == [f"{letter.number}（已印制）（承接自县民政局）"]
    liaison = builders.liaison(heir)
    client.force_login(liaison)
    text = client.get(reverse("plans:letter", args=[letter.pk])).text
    assert "当时为县民政局，现由县科协承接（云编〔2026〕5号，2026年11月1日起）" in text
    assert "<h1>县民政局2026年度目标责任书</h1>" in text
    assert f"{letter.number}</a>（承接自县民政局）" in page(client, liaison, annual, heir)
    client.force_login(office)
    assert "现由县科协承接" in client.get(reverse("plans:letters", args=[annual.pk])).text


def test_a_signed_letter_of_a_unit_that_is_no_more_is_confirmed_by_its_successors_scan(letter, office, units):
    letters.brought(letter, "printed", office)
    old, heir = units["县民政局"], units["县科协"]
    reform(unit=old, values=ReformValues("merged", date(2026, 11, 1), "云编〔2026〕5号", new=heir), by=office, at=AT)
    assert letters.scanned(letter, builders.liaison(heir)).filed[0].sheet == letter.sheet


def merge(old, new, office):
    reform(unit=old, values=ReformValues("merged", date(2026, 11, 1), "云编〔2026〕5号", new=new), by=office, at=AT)


@pytest.mark.parametrize("state", ["draft", "consulted"])
def test_a_draft_that_a_reform_made_needless_says_so_and_goes_no_further(client, letter, annual, office, units, state):
    letters.brought(letter, state, office)
    merge(units["县民政局"], units["县科协"], office)
    letter.refresh_from_db()
    words = "县民政局已由县科协承接，所列任务转到县科协的责任书，这一份不再需要"
    (left,) = verbs.approve_letters(letters=[letter], by=office, at=AT).left
    assert left[1].startswith(words)
    assert verbs.consult_letters(letters=[letter], until=letters.UNTIL, by=office, at=AT).done == []
    client.force_login(office)
    assert words in client.get(reverse("plans:letter", args=[letter.pk])).text
    heirs = letters.draft(annual, office, units["县科协"])
    assert [row["text"] for row in letters.said_now(heirs)["quantitative"]] == ["累计培训老年人5000人次"]
    if state == "consulted":
        assert "所列任务转到承接单位的责任书" in client_of(client, units["县科协"], letter)
        letter = verbs.return_letter(letter=letter, by=office, at=AT)
    verbs.delete_letter(letter=letter, by=office, at=AT)


def client_of(client, unit, letter):
    client.force_login(builders.liaison(unit))
    return client.get(reverse("plans:letter", args=[letter.pk])).text


def test_an_adjusted_letter_after_a_reform_is_signed_by_the_successor(client, letter, office, units):
    letters.brought(letter, "signed", office)
    merge(units["县民政局"], units["县科协"], office)
    letter.refresh_from_db()
    new = letters.approved(verbs.adjust_letter(letter=letter, reason="机构改革", by=office, at=AT), office)
    assert new.snapshot["unit"] == "县科协（承接县民政局的职能）"
    assert new.sheet.title == f"{new.number} 县科协（承接县民政局的职能）2026年度目标责任书"
    client.force_login(office)
    assert "乙方：县科协（承接县民政局的职能）" in client.get(reverse("plans:letter", args=[new.pk])).text
    assert "乙方：县科协（承接县民政局的职能）" in words_of(
        client.get(reverse("plans:letter_docx", args=[new.pk])).content
    )
    letters.printed(new, office)
    letters.scanned(new, builders.liaison(units["县科协"]))
    verbs.sign_letter(letter=new, signed_on=letters.SIGNED_ON, by=office, at=AT)
    letter.refresh_from_db()
    assert letter.state == "adjusted"
    own = letters.draft(letter.annual, office, units["县科协"])
    assert letters.said_now(own)["quantitative"] == []  # what the successor has signed for is not asked again


def test_a_title_never_outgrows_its_field(letter, office, units):
    type(units["县民政局"]).objects.filter(pk=units["县民政局"].pk).update(name="县" * 80)
    letter.number = "清" * 40
    letter.save()
    letter.refresh_from_db()
    assert len(letters.approved(letter, office).sheet.title) == 120


def test_the_table_of_the_year_as_word_and_pdf(client, annual, office, units):
    client.force_login(builders.liaison(units["县科协"]))
    word = client.get(reverse("plans:year_table_docx", args=[annual.pk]))
    text = words_of(word.content)
    for expected in (
        "云汀县2026年度全民科学素质工作任务分工表",
        "办好科学课堂",
        "；开展科普进校园不少于12场次",
        "县卫健局、县民政局",
    ):
        assert expected in text
    pdf = client.get(reverse("plans:year_table_pdf", args=[annual.pk]))
    assert pdf.content[:5] == b"%PDF-"


def test_the_work_points_of_the_year_as_word_and_pdf(client, annual, office, units):
    client.force_login(builders.liaison(units["县科协"]))
    text = words_of(client.get(reverse("plans:year_points_docx", args=[annual.pk])).content)
    for expected in (
        years.TITLE, years.NUMBER, "各乡镇（街道），各成员单位", "一、青少年科学素质提升行动", "（一）办好科学课堂",
        "开展科普进校园不少于12场次", "牵头单位：县教育局；配合单位：县科协、团县委", "二、老年人科学素质提升行动",
        "按职责分工负责：县卫健局、县民政局", "2026年3月20日",
    ):  # fmt: skip
        assert expected in text
    assert "送审稿" not in text
    pdf = client.get(reverse("plans:year_points_pdf", args=[annual.pk]))
    assert pdf.content[:5] == b"%PDF-"


def test_work_points_not_issued_yet_say_so_and_are_the_offices_own(client, office, units):
    annual = letters.year(office, issued=False)
    client.force_login(office)
    assert "送审稿" in words_of(client.get(reverse("plans:year_points_docx", args=[annual.pk])).content)
    assert (
        reverse("plans:year_points_pdf", args=[annual.pk]) in client.get(reverse("plans:year", args=[annual.pk])).text
    )
    client.force_login(builders.liaison(units["县科协"]))
    assert client.get(reverse("plans:year_points_docx", args=[annual.pk])).status_code == 404


def test_a_prompt_prompts_and_gives_no_orders(client, annual, office, units, settings):
    settings.HOTLINE = "0999-1234567"
    client.force_login(office)
    word = client.get(reverse("plans:year_prompt_docx", args=[annual.pk, units["县民政局"].pk]))
    text = words_of(word.content)
    for expected in (
        "提示函",
        "县民政局",
        "贵单位",
        "送健康知识下乡",
        "培训老年人不少于1200人次",
        "0999-1234567",
        years.NUMBER,
    ):
        assert expected in text
    for order in ("必须", "严肃", "问责", "责令"):
        assert order not in text
    assert client.get(reverse("plans:year_prompt_pdf", args=[annual.pk, units["县民政局"].pk])).content[:5] == b"%PDF-"
    idle = builders.unit("县气象局")
    assert client.get(reverse("plans:year_prompt_docx", args=[annual.pk, idle.pk])).status_code == 404


def test_prompts_of_all_units_in_one_archive(client, annual, office):
    client.force_login(office)
    answer = client.post(reverse("plans:year_prompts", args=[annual.pk]), follow=True)
    assert "正在打包5份任务提示函" in answer.text
    archive = LetterArchive.objects.get()
    make_letter_archive.func(archive.pk)
    assert "5份任务提示函已打包" in client.get(reverse("plans:letter_archive", args=[archive.pk])).text
    data = client.get(reverse("plans:letter_archive_file", args=[archive.pk])).content
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert names[:2] == ["Word/01 县教育局2026年度任务提示函.docx", "PDF/01 县教育局2026年度任务提示函.pdf"]
    assert len(names) == 10


def test_who_reads_from_above_sees_the_tab_and_other_units_do_not(client, annual, office, units):
    tab = reverse("plans:letters", args=[annual.pk])
    client.force_login(builders.account("above", Role.READER))
    assert tab in client.get(reverse("plans:year", args=[annual.pk])).text
    client.force_login(builders.liaison(units["县科协"]))
    assert tab not in client.get(reverse("plans:year", args=[annual.pk])).text
