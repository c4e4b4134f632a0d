"""Archives of letters: what is in them, made at once or by a worker, never half, thrown away in time."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import docx
import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from python_calamine import CalamineWorkbook

from kepu.files.models import StoredFile
from kepu.plans import verbs
from kepu.plans.jobs import letters as letter_jobs
from kepu.plans.models import Letter, LetterArchive, PaperTemplate
from kepu.plans.queries.letters.archives import letters_archive
from kepu.plans.tests import letters
from kepu.plans.tests.builders import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]


@pytest.fixture
def annual(office, units):
    return letters.year(office)


@pytest.fixture
def made(annual, office):
    return letters.drafts(annual, office)


def ask(desk, annual, **data):
    answer = desk.post(
        reverse("plans:letters_step", args=[annual.pk]), {"step": "archive", "scope": "all", **data}, follow=True
    )
    return answer, made_by_worker(LetterArchive.objects.order_by("-pk").first())


def made_by_worker(archive):
    """What a worker does once it comes to it."""
    letter_jobs.make_letter_archive.func(archive.pk)
    archive.refresh_from_db()
    return archive


def page_of(desk, archive):
    return desk.get(reverse("plans:letter_archive", args=[archive.pk])).text


def fetched(desk, archive):
    answer = desk.get(reverse("plans:letter_archive_file", args=[archive.pk]))
    return zipfile.ZipFile(io.BytesIO(answer.content))


def kept():
    root = Path(django_settings.FILES_ROOT)
    return [p for p in root.rglob("*") if p.is_file()] if root.exists() else []


def test_all_letters_in_one_archive_as_word_and_pdf_with_a_list(desk, annual, made, office, units):
    letters.approved(made[4], office)
    _, archive = ask(desk, annual)
    names = fetched(desk, archive).namelist()
    assert names[:4] == [
        "Word/01 县教育局2026年度目标责任书（云科责〔2026〕1号）.docx", "PDF/01 县教育局2026年度目标责任书（云科责〔2026〕1号）.pdf",
        "Word/02 县科协2026年度目标责任书（云科责〔2026〕2号）.docx", "PDF/02 县科协2026年度目标责任书（云科责〔2026〕2号）.pdf",
    ]  # fmt: skip
    assert len(names) == 11
    book = fetched(desk, archive).read("2026年度目标责任书清单.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    code = Letter.objects.get(pk=made[4].pk).sheet.code
    assert [row[:3] for row in rows[1:3]] == [
        ["云科责〔2026〕1号", "县教育局", "拟稿"],
        ["云科责〔2026〕2号", "县科协", "拟稿"],
    ]
    assert rows[5][:4] == ["云科责〔2026〕5号", "县民政局", "已审定", 1]
    assert rows[5][8] == code


def test_the_word_file_holds_what_the_letter_says_and_a_draft_says_that_it_is_one(desk, annual, made, office, units):
    letters.approved(made[4], office)
    _, archive = ask(desk, annual)
    names = {name[5:7]: name for name in fetched(desk, archive).namelist() if name.startswith("Word")}

    def words(number):
        document = docx.Document(io.BytesIO(fetched(desk, archive).read(names[number])))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(p.text for p in document.paragraphs), *cells])

    for expected in ("县民政局", "累计培训老年人5000人次", "不少于1200人次", "云科责〔2026〕5号"):
        assert expected in words("05")
    assert "拟稿" in words("01")
    assert "拟稿" not in words("05").replace("拟稿人", "")


def test_the_chosen_ones_alone(desk, annual, made):
    answer, archive = ask(desk, annual, scope="chosen", letter=[made[1].pk, made[3].pk])
    assert "2份目标责任书已打包" in answer.text  # so few are there at once
    assert DBTaskResult.objects.count() == 0
    assert len(fetched(desk, archive).namelist()) == 5


def test_more_than_a_few_are_left_to_a_worker_who_tells_how_far_it_is(desk, annual, made):
    answer = desk.post(
        reverse("plans:letters_step", args=[annual.pk]), {"step": "archive", "scope": "all"}, follow=True
    )
    archive = LetterArchive.objects.get()
    assert (archive.state, DBTaskResult.objects.count()) == ("queued", 1)
    assert "正在打包5份目标责任书" in answer.text
    assert desk.get(reverse("plans:letter_archive_file", args=[archive.pk])).status_code == 404
    made_by_worker(archive)
    assert (archive.state, archive.done) == ("ready", 5)
    part = desk.get(reverse("plans:letter_archive", args=[archive.pk]), headers={"HX-Request": "true"})
    assert "下载压缩包" in part.text
    assert "<html" not in part.text


def test_a_template_that_is_broken_is_told_and_nothing_is_kept(desk, annual, made, office):
    from kepu.files.verbs import store

    file = store(data=b"no word file", media_type="docx", at=AT)
    PaperTemplate.objects.create(
        region=annual.plan.region, kind="letter", name="责任书.docx", file=file, uploaded_by=office, uploaded_at=AT
    )
    before = len(kept())
    _, archive = ask(desk, annual)
    assert archive.state == "failed"
    assert "责任书模板有误" in page_of(desk, archive)
    assert len(kept()) == before


def test_what_a_killed_worker_left_is_made_by_another(annual, made, office):
    archive = verbs.ask_archive(annual=annual, letters=made, by=office, at=AT)
    assert verbs.start_archive(archive=archive, at=timezone.now() - timedelta(hours=1))
    assert letter_jobs.requeue_letter_archives() == [archive.pk]
    assert letter_jobs.requeue_letter_archives() == []
    letter_jobs.make_letter_archive.func(archive.pk)
    archive.refresh_from_db()
    assert archive.state == "ready"


def lost(archive, at):
    """A worker takes the archive in hand and dies; eleven minutes later the scheduler looks."""
    assert verbs.start_archive(archive=archive, at=at)
    return verbs.requeue_archives(at=at + timedelta(minutes=11))


def test_an_archive_at_which_the_worker_dies_each_time_fails_in_words_and_may_be_asked_for_anew(
    desk, annual, made, office
):
    archive = verbs.ask_archive(annual=annual, letters=made[:2], by=office, at=AT)
    now = timezone.now()
    assert [lost(archive, now + timedelta(hours=n)) for n in range(3)] == [[archive.pk], [archive.pk], []]
    archive.refresh_from_db()
    assert (archive.state, archive.tries) == ("failed", 3)
    page = page_of(desk, archive)
    assert "打包3次都中途断了" in page
    assert "重新打包</button>" in page
    answer = desk.post(reverse("plans:letter_archive", args=[archive.pk]), follow=True)
    again = LetterArchive.objects.get(state="ready")
    assert "2份目标责任书已打包" in answer.text
    assert (again.letters, again.tries) == (archive.letters, 1)


def test_what_is_ready_or_whose_letters_are_gone_is_not_made_anew(desk, annual, made, office):
    _, archive = ask(desk, annual, scope="chosen", letter=[made[1].pk])
    address = reverse("plans:letter_archive", args=[archive.pk])
    assert "不用重新打包" in desk.post(address, follow=True).text
    LetterArchive.objects.update(state="failed", letters=[made[-1].pk + 1])
    assert "已经删除" in desk.post(address, follow=True).text
    assert LetterArchive.objects.count() == 1


def test_a_slow_worker_that_tells_it_lives_keeps_the_archive(annual, made, office):
    """Ten minutes after the last letter, not after the first, it counts as lost."""
    archive = verbs.ask_archive(annual=annual, letters=made, by=office, at=AT)
    now = timezone.now()
    assert verbs.start_archive(archive=archive, at=now - timedelta(minutes=30))
    LetterArchive.objects.update(heard_at=now - timedelta(minutes=9))
    assert verbs.requeue_archives(at=now) == []
    assert verbs.requeue_archives(at=now + timedelta(minutes=2)) == [archive.pk]


def test_each_letter_is_a_sign_of_life(annual, made, office):
    archive = verbs.ask_archive(annual=annual, letters=made, by=office, at=AT)
    long_ago = timezone.now() - timedelta(hours=1)
    verbs.start_archive(archive=archive, at=long_ago)
    verbs.make_archive(archive=archive, at=timezone.now())
    archive.refresh_from_db()
    assert archive.heard_at > long_ago


def test_a_worker_that_was_given_up_for_lost_changes_nothing_any_more(annual, made, office):
    archive = verbs.ask_archive(annual=annual, letters=made[:1], by=office, at=AT)
    now, late = timezone.now(), LetterArchive.objects.get(pk=archive.pk)
    lost(late, now)
    assert verbs.start_archive(archive=archive, at=now)
    before = len(kept())
    verbs.make_archive(archive=late, at=now)
    verbs.fail_archive(archive=late, message="太晚了")
    archive.refresh_from_db()
    assert (archive.state, archive.done, archive.message, len(kept())) == ("working", 0, "", before)
    verbs.make_archive(archive=archive, at=now)
    archive.refresh_from_db()
    assert archive.state == "ready"


def test_an_archive_in_hand_is_not_made_a_second_time(annual, made, office):
    archive = verbs.ask_archive(annual=annual, letters=made, by=office, at=AT)
    assert verbs.start_archive(archive=archive, at=timezone.now())
    letter_jobs.make_letter_archive.func(archive.pk)
    archive.refresh_from_db()
    assert (archive.state, archive.file) == ("working", None)


def test_after_a_week_an_archive_is_thrown_away_with_its_bytes(desk, annual, made):
    _, archive = ask(desk, annual)
    assert verbs.drop_archives(at=timezone.now() + timedelta(days=6)) == 0
    file = archive.file
    assert verbs.drop_archives(at=timezone.now() + timedelta(days=8)) == 1
    assert LetterArchive.objects.count() == 0
    assert StoredFile.objects.get(pk=file.pk).erased_at is not None


def test_many_letters_take_as_many_queries_as_one_besides_noting_how_far(annual, made, office):
    def queries(many):
        chosen = Letter.objects.select_related("unit__region", "annual", "sheet", "adjusts").order_by("pk")[:many]
        rows = list(chosen)
        with CaptureQueriesContext(connection) as seen:
            letters_archive(annual, rows, lambda done: None)
        return len(seen)

    queries(1)
    assert queries(1) == queries(5)
