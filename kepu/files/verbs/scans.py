"""Scans and photographs of signed papers: taken in, laid to the paper whose code they show, or dropped with a reason."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from kepu.audit.verbs import record
from kepu.files import access, sheets
from kepu.files.models import Scan, Sheet, StoredFile
from kepu.files.pictures import Picture
from kepu.files.verbs.store import store
from kepu.methods.papers.codes import grouped
from kepu.people.access import NotAllowed
from kepu.people.models import Account, Region


class NotThisSheet(Exception):
    """The scan does not belong to a paper that takes it; the message says why and what to do."""


class AlreadyThere(Exception):
    """The very same picture was uploaded before; `scan` is it."""

    def __init__(self, scan: Scan) -> None:
        where = f"《{scan.sheet.title}》" if scan.sheet else "待认领的扫描件"
        super().__init__(f"这张图片已经上传过，在{where}中，没有重复保存。")
        self.scan = scan


@dataclass(frozen=True)
class Taken:
    """What became of one picture: the scans that were laid to papers, the one that waits, what is to be said."""

    filed: tuple[Scan, ...] = ()
    waiting: Scan | None = None
    problems: tuple[str, ...] = ()


@transaction.atomic
def take_scan(*, region: Region, picture: Picture, name: str, by: Account, at: datetime) -> Taken:
    """Keep a picture, at each paper whose code it shows; without a code it waits for a person.

    A code that is unknown, of another region, of another unit or of a paper that takes no scan any more is told in
    `problems`; if nothing else was found the picture waits only where the code is unknown. Raises NotAllowed, and
    AlreadyThere when all that it shows has it already.
    """
    access.check_can_upload_scan(by, region)
    file = store(data=picture.data, media_type=picture.media_type, at=at)
    StoredFile.objects.select_for_update().get(pk=file.pk)  # one picture sent twice, one after the other
    scan = Scan(
        region=region, file=file, name=name[:200], pages=picture.pages, codes=" ".join(picture.codes)[:200],
        uploaded_by=by, uploaded_at=at,
    )  # fmt: skip
    if not picture.codes:
        return Taken(waiting=_wait(scan, by, at))
    return _lay(scan, picture.codes, by, at)


def _lay(scan: Scan, codes: tuple[str, ...], by: Account, at: datetime) -> Taken:
    """Lay a picture to every paper that it shows."""
    found = {sheet.code: sheet for sheet in Sheet.objects.filter(code__in=codes).select_related("region")}
    filed, problems, doubles = [], [], []
    for code in codes:
        try:
            filed.append(_file(_copy(scan), _known(found.get(code), code), Scan.Found.CODE, by, at))
        except (NotThisSheet, NotAllowed) as problem:
            problems.append(str(problem))
        except AlreadyThere as double:
            doubles.append(double)
    if doubles and not filed and not problems:
        raise doubles[0]
    unknown = not filed and not doubles and not any(code in found for code in codes)
    return Taken(tuple(filed), _wait(scan, by, at) if unknown else None, tuple(problems))


def _copy(scan: Scan) -> Scan:
    return Scan(**{f.attname: getattr(scan, f.attname) for f in Scan._meta.concrete_fields if f.attname != "id"})


def _known(sheet: Sheet | None, code: str) -> Sheet:
    if sheet is None:
        raise NotThisSheet(f"校验码 {grouped(code)} 不在本系统中。请核对是否为本县印制的文书，或从列表中选择。")
    return sheet


def _wait(scan: Scan, by: Account, at: datetime) -> Scan:
    before = Scan.objects.filter(
        file=scan.file, region=scan.region, sheet__isnull=True, dropped_at__isnull=True
    ).first()
    if before:
        raise AlreadyThere(before)
    scan.save()
    record(verb="files.upload_scan", thing=scan, by=by, at=at)
    return scan


@transaction.atomic
def _file(scan: Scan, sheet: Sheet, found: Scan.Found, by: Account, at: datetime) -> Scan:
    """Lay a scan to its sheet. Raises NotThisSheet, NotAllowed, AlreadyThere; nothing is written then."""
    if sheet.region_id != scan.region_id:
        raise NotThisSheet(f"校验码 {grouped(sheet.code)} 是其他地区的文书，没有归档。请交给印制它的办公室。")
    subject = sheets.subject_of(by, sheet)
    access.check_brings(by, scan.region, subject)
    kind = sheets.kind_of(sheet)
    assert subject
    assert kind
    if subject.refusal:
        raise NotThisSheet(subject.refusal)
    if before := sheet.scans.filter(file=scan.file, dropped_at__isnull=True).select_related("sheet").first():
        raise AlreadyThere(before)
    new = scan.pk is None
    scan.sheet, scan.found = sheet, found.value
    scan.save()
    record(verb="files.upload_scan" if new else "files.assign_scan", thing=scan, by=by, at=at, changed=["sheet"])
    kind.arrived(scan, by, at)
    return scan


def _locked(scan: Scan) -> Scan:
    rows = Scan.objects.select_for_update(of=("self",)).select_related("region", "file", "sheet", "uploaded_by")
    return rows.get(pk=scan.pk)


@transaction.atomic
def assign_scan(*, scan: Scan, sheet: Sheet, by: Account, at: datetime) -> Scan:
    """Lay a waiting scan to the paper that a person named. Raises NotAllowed, WrongState, NotThisSheet, AlreadyThere."""
    locked = _locked(scan)
    access.check_can_assign_scan(by, locked)
    return _file(locked, sheet, Scan.Found.HAND, by, at)


@transaction.atomic
def drop_scan(*, scan: Scan, reason: str, by: Account, at: datetime) -> Scan:
    """Take a wrong scan out of use; row and picture stay, with the reason.

    Raises NotAllowed, WrongState, ValidationError without a reason, NotThisSheet where the paper needs this one.
    """
    locked = _locked(scan)
    access.check_can_drop_scan(by, locked)
    if not reason.strip():
        raise ValidationError({"reason": "请写明作废的原因。"})
    _check_not_needed(locked, by)
    locked.dropped_at, locked.dropped_by, locked.drop_reason = at, by, reason.strip()[:200]
    locked.save(update_fields=["dropped_at", "dropped_by", "drop_reason"])
    record(verb="files.drop_scan", thing=locked, by=by, at=at, changed=["dropped_at"])
    return locked


def _check_not_needed(scan: Scan, by: Account) -> None:
    if scan.sheet is None:
        return
    sheet = Sheet.objects.select_for_update(of=("self",)).get(pk=scan.sheet.pk)  # two scans dropped at once
    subject = sheets.subject_of(by, sheet)
    others = sheet.scans.filter(dropped_at__isnull=True).exclude(pk=scan.pk)
    if subject and subject.only_scan and not others.exists():
        raise NotThisSheet(subject.only_scan)
