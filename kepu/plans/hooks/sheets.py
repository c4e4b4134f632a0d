"""What `files` may know of letters: what a check code leads to, who brings scans of it, what happens when one comes in."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from kepu.files.models import Scan, Sheet
from kepu.files.sheets import Kind, Subject, number_of
from kepu.files.verbs import NotThisSheet
from kepu.people.access import holdings
from kepu.people.models import Account, Role, Unit
from kepu.people.queries import successors_of
from kepu.plans import access
from kepu.plans.models import Letter
from kepu.plans.verbs.letters.rows import locked_letter
from kepu.plans.verbs.letters.settling import printed

NAME = "plans.letter"
State = Letter.State
TAKES = (State.APPROVED, State.PRINTED, State.SIGNED, State.EXPIRED)
WANTS = (State.APPROVED, State.PRINTED)
DELETED = "这份责任书的拟稿已经删除，打印件作废，没有归档。"


def subjects(by: Account, sheets: list[Sheet]) -> dict[int, Subject]:
    """Return the letters behind sheets, as far as `by` reads them; those given up are told to their own office."""
    numbers = {sheet.pk: number_of(sheet) for sheet in sheets}
    rows = Letter.objects.filter(access.visible_letters(by), pk__in=numbers.values()).defer("snapshot")
    letters = {row.pk: row for row in rows.select_related("unit", "adjusted_by", "annual__plan__region")}
    there = set(Letter.objects.filter(pk__in=numbers.values()).values_list("pk", flat=True))
    heirs = successors_of((letter.unit for letter in letters.values()), timezone.localdate())
    found = {}
    for sheet in sheets:
        letter = letters.get(numbers[sheet.pk])
        if letter:
            found[sheet.pk] = _subject(letter, sheet, heirs[letter.unit_id])
        elif numbers[sheet.pk] not in there and _of_office(by, sheet):
            found[sheet.pk] = Subject(sheet.title, "", "已删除", refusal=DELETED)
    return found


def _of_office(by: Account, sheet: Sheet) -> bool:
    return any(h.role == Role.SECRETARIAT and h.region_id == sheet.region_id for h in holdings(by))


def _subject(letter: Letter, sheet: Sheet, heirs: Iterable[Unit]) -> Subject:
    return Subject(
        title=sheet.title, url=reverse("plans:letter", args=[letter.pk]), state=letter.get_state_display(),
        units=frozenset({letter.unit_id, *(heir.pk for heir in heirs)}), refusal=_refusal(letter, sheet),
        only_scan="这是已签订责任书唯一的扫描件，不能作废。请先上传正确的扫描件，再作废这一张。" if letter.state == State.SIGNED else "",
    )  # fmt: skip


def _refusal(letter: Letter, sheet: Sheet) -> str:
    if letter.sheet_id != sheet.pk:
        return (
            f"这是{sheet.title}退回修改以前的打印件，已经作废，没有归档。请在重新审定、印制的责任书上签字盖章后再扫描。"
        )
    if letter.state == State.ADJUSTED:
        return f"{sheet.title}已调整为{letter.adjusted_by.number}，没有归档。请扫描调整后签订的责任书。"
    return "" if letter.state in TAKES else f"{sheet.title}现为“{letter.get_state_display()}”，不收扫描件。"


def waiting(by: Account, text: str) -> QuerySet[Sheet]:
    """Return sheets of letters that `by` reads and that are to be signed, those without any scan first."""
    letters = Letter.objects.filter(access.visible_letters(by), state__in=WANTS)
    if text.strip():
        letters = letters.filter(Q(number__icontains=text.strip()) | Q(unit__name__icontains=text.strip()))
    scans = Scan.objects.filter(sheet=OuterRef("pk"), dropped_at__isnull=True)
    rows = Sheet.objects.filter(pk__in=letters.values("sheet")).select_related("region")
    return rows.annotate(has_scan=Exists(scans)).order_by("has_scan", "pk")


def arrived(scan: Scan, by: Account, at: datetime) -> None:
    """A signed sheet came back: a letter that nobody noted as printed has been printed.

    Raises NotThisSheet where the letter was given up, taken back or adjusted while the scan came in.
    """
    assert scan.sheet
    try:
        letter = locked_letter(Letter(pk=number_of(scan.sheet)))
    except Letter.DoesNotExist:
        raise NotThisSheet(DELETED) from None
    if refusal := _refusal(letter, scan.sheet):
        raise NotThisSheet(refusal)
    if letter.state == State.APPROVED:
        printed(letter, by, at)


KIND = Kind(subjects, waiting, arrived)
