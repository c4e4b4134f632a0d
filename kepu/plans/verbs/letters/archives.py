"""Archives of letters: asked for, made by a worker, fetched, thrown away after some days."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from kepu.audit.verbs import record
from kepu.files.verbs import erase, store
from kepu.people.models import Account, Unit
from kepu.plans import access
from kepu.plans.models import AnnualPlan, Letter, LetterArchive
from kepu.plans.queries.letters.archives import archived, letters_archive, prompts_archive

KEPT = timedelta(days=7)
STUCK_AFTER = timedelta(minutes=10)
State = LetterArchive.State
MOST_TRIES = 3
BROKEN_OFF = f"打包{MOST_TRIES}次都中途断了，没有生成文件。可以少选几份重新打包；再次出错请告诉系统管理员。"
FAULT = "打包时出错，没有生成文件。请重新打包；再次出错请告诉系统管理员。"


@transaction.atomic
def ask_archive(
    *, annual: AnnualPlan, letters: Sequence[Letter] = (), prompts: Sequence[Unit] = (), by: Account, at: datetime
) -> LetterArchive:
    """Ask for an archive of letters, or of the 任务提示函 of units; a worker makes it.

    The same asked for while it is being made is the same one.
    """
    rows = AnnualPlan.objects.select_for_update(of=("self",)).select_related("plan__region")
    year = rows.get(pk=annual.pk)
    access.check_can_archive_letters(by, year)
    kind = LetterArchive.Kind.PROMPTS if prompts else LetterArchive.Kind.LETTERS
    wanted = sorted(one.pk for one in (*letters, *prompts))
    under_way = LetterArchive.objects.filter(
        annual=year, kind=kind, asked_by=by, state__in=(State.QUEUED, State.WORKING)
    )
    if same := next((row for row in under_way if row.letters == wanted), None):
        return same
    made = LetterArchive.objects.create(annual=year, kind=kind, letters=wanted, asked_by=by, asked_at=at)
    record(verb="plans.archive_letters", thing=made, by=by, at=at)
    return made


def start_archive(*, archive: LetterArchive, at: datetime) -> bool:
    """Take an archive in hand; False where another worker has it or it is done. `archive` then knows which try it is."""
    rows = LetterArchive.objects.filter(pk=archive.pk, state=State.QUEUED)
    taken = rows.update(state=State.WORKING, started_at=at, heard_at=at, done=0, message="", tries=F("tries") + 1)
    archive.refresh_from_db(fields=["state", "tries"])
    return bool(taken)


def _in_hand(archive: LetterArchive) -> QuerySet[LetterArchive]:
    """Return the row as long as it is in hand by this very try: one given up for lost changes nothing any more."""
    return LetterArchive.objects.filter(pk=archive.pk, state=State.WORKING, tries=archive.tries)


def make_archive(*, archive: LetterArchive, at: datetime) -> None:
    """Make an archive that was taken in hand. It is there whole, or not at all. Raises what making it raises."""
    annual = AnnualPlan.objects.select_related("plan__region", "version__document").get(pk=archive.annual_id)
    data = (_prompts if archive.kind == LetterArchive.Kind.PROMPTS else _letters)(archive, annual, at)
    with transaction.atomic():
        if not _in_hand(archive).select_for_update().exists():
            return
        file = store(data=data, media_type="application/zip", at=at)
        _in_hand(archive).update(state=State.READY, file=file, ready_at=at, done=len(archive.letters))


def _letters(archive: LetterArchive, annual: AnnualPlan, at: datetime) -> bytes:
    return letters_archive(annual, archived(archive)[0], lambda done: _note(archive, done))


def _prompts(archive: LetterArchive, annual: AnnualPlan, at: datetime) -> bytes:
    on = timezone.localdate(at)
    return prompts_archive(annual, archived(archive)[1], on, settings.HOTLINE, lambda done: _note(archive, done))


def _note(archive: LetterArchive, done: int) -> None:
    _in_hand(archive).update(done=done, heard_at=timezone.now())


def fail_archive(*, archive: LetterArchive, message: str) -> None:
    """Say why an archive was not made."""
    _in_hand(archive).update(state=State.FAILED, message=message[:200])


def requeue_archives(*, at: datetime) -> list[int]:
    """Put back in the queue what a killed worker left in the middle; returns all that wait, by id.

    A worker that is only slow tells after each letter that it lives. One that dies each time is not given it for ever.
    """
    silent = Q(heard_at__lt=at - STUCK_AFTER) | Q(heard_at__isnull=True)
    lost = LetterArchive.objects.filter(silent, state=State.WORKING)
    lost.filter(tries__gte=MOST_TRIES).update(state=State.FAILED, message=BROKEN_OFF)
    lost.update(state=State.QUEUED, started_at=None, done=0)
    waiting = LetterArchive.objects.filter(state=State.QUEUED)
    return list(waiting.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def drop_archives(*, at: datetime) -> int:
    """Throw away archives past their keeping time: they hold nothing that cannot be made again. Returns how many."""
    old = list(LetterArchive.objects.filter(asked_at__lt=at - KEPT).select_related("file"))
    LetterArchive.objects.filter(pk__in=[row.pk for row in old]).delete()
    for file in {row.file for row in old if row.file}:
        if not LetterArchive.objects.filter(file=file).exists():
            erase(file=file, at=at)
    return len(old)
