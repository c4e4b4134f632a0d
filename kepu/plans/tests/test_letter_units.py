"""Letters on a unit's own page, in a reform, and the same year without letters: the table and the prompts on paper."""

import io
import zipfile
from datetime import date

import docx
import pytest
from django.urls import reverse
from django.utils import timezone

from kepu.people.handover import inherited
from kepu.people.models import Membership, Role
from kepu.people.verbs import ReformValues, reform
from kepu.plans.models import LetterArchive
from kepu.plans.tests import builders, letters, years
from kepu.plans.tests.builders import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def office():
    return builders.account()


@pytest.fixture
def units():
    return builders.units()


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
        unit=civil, since=timezone.localdate(), leader="周末", leader_post="副局长", office="老龄科", liaison="李立",
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
    assert "当时为县民政局，现由县科协承接" in text
    assert "<h1>县民政局2026年度目标责任书</h1>" in text
    assert f"{letter.number}</a>（承接自县民政局）" in page(client, liaison, annual, heir)
    client.force_login(office)
    assert "现由县科协承接" in client.get(reverse("plans:letters", args=[annual.pk])).text


def test_a_signed_letter_of_a_unit_that_is_no_more_is_confirmed_by_its_successors_scan(letter, office, units):
    letters.brought(letter, "printed", office)
    old, heir = units["县民政局"], units["县科协"]
    reform(unit=old, values=ReformValues("merged", date(2026, 11, 1), "云编〔2026〕5号", new=heir), by=office, at=AT)
    assert letters.scanned(letter, builders.liaison(heir)).filed[0].sheet == letter.sheet


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
    assert "5份任务提示函已打包" in answer.text
    archive = LetterArchive.objects.get()
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
