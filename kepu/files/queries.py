"""Reads of `files`: the scans that came last, those of a paper, what waits."""

from django.db.models import Q
from django.urls import reverse

from kepu.files import access
from kepu.files.models import Scan
from kepu.files.sheets import Subject, subjects_of
from kepu.people.access import holdings
from kepu.people.models import Account, Role
from kepu.ui.shapes import Todo


def recent_scans(by: Account, most: int = 10) -> list[tuple[Scan, Subject]]:
    """Return the last scans that found their paper: of the own office, or those one uploaded oneself."""
    offices = [h.region_id for h in holdings(by) if h.role == Role.SECRETARIAT]
    rows = Scan.objects.filter(
        Q(region__in=offices) | Q(uploaded_by=by.pk), sheet__isnull=False, dropped_at__isnull=True
    )
    scans = list(rows.select_related("sheet", "uploaded_by")[:most])
    subjects = subjects_of(by, {scan.sheet for scan in scans if scan.sheet})
    return [(scan, subjects[scan.sheet_id]) for scan in scans if scan.sheet_id in subjects]


def scans_of(subject: str) -> list[Scan]:
    """Return all scans of a paper, those of former codes and those dropped as well, the newest first."""
    rows = Scan.objects.filter(sheet__subject=subject).select_related("sheet", "file", "uploaded_by", "dropped_by")
    return list(rows)


def todo(user: Account) -> list[Todo]:
    """Return the line of 待办: scans whose paper nobody has named yet."""
    waiting = access.waiting_scans(user).count() if access.regions_for(user) else 0
    if not waiting:
        return []
    why = "没有识别到校验码，输入校验码或从列表选择后才能归档。"
    return [Todo(f"认领{waiting}张扫描件", reverse("files:scans"), "扫描件", why, count=waiting)]
