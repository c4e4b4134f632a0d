"""Who may do what with scans. The paper a scan belongs to is known by the app above, through `sheets`."""

from django.db.models import Q, QuerySet
from django.http import Http404

from kepu.files import sheets
from kepu.files.models import Scan, Sheet
from kepu.files.sheets import Subject
from kepu.people.access import NotAllowed, Rule, WrongState, allows, check, holdings, office_region
from kepu.people.models import UNIT_ROLES, Account, Region, Role

UPLOAD_SCAN = Rule("files.upload_scan", "上传签章扫描件", (*UNIT_ROLES, Role.SECRETARIAT), "region")
ASSIGN_SCAN = Rule("files.assign_scan", "指定扫描件所属文书", (*UNIT_ROLES, Role.SECRETARIAT), "region")
DROP_SCAN = Rule("files.drop_scan", "作废扫描件", (Role.SECRETARIAT,), "region")
DROP_OWN_SCAN = Rule("files.drop_own_scan", "作废本人上传、尚未归档的扫描件", UNIT_ROLES, "region")

RULES = (UPLOAD_SCAN, ASSIGN_SCAN, DROP_SCAN, DROP_OWN_SCAN)


def check_can_upload_scan(by: Account, region: Region) -> None:
    """Raise unless `by` is of the region's secretariat, or works for a unit of it."""
    check(UPLOAD_SCAN, by, region=region)


def can_upload_scan(by: Account, region: Region) -> bool:
    return allows(UPLOAD_SCAN, by, region=region)


def check_can_assign_scan(by: Account, scan: Scan) -> None:
    """Raise unless the scan waits for its paper to be named, and `by` is of the office or uploaded it."""
    check(ASSIGN_SCAN, by, region=scan.region)
    if not _sees_waiting(by, scan):
        raise NotAllowed("这张扫描件由纲要办或上传人办理。")
    if scan.dropped_at or scan.sheet_id:
        raise WrongState("这张扫描件已经归档或作废，请刷新页面查看。")


def can_assign_scan(by: Account, scan: Scan) -> bool:
    try:
        check_can_assign_scan(by, scan)
    except (NotAllowed, WrongState):
        return False
    return True


def check_brings(by: Account, region: Region, subject: Subject | None) -> None:
    """Raise NotAllowed unless `by` may bring a scan of this paper: the office, or who works for one of its units."""
    if subject is None or not (is_office(by, region) or subject.units & own_units(by)):
        raise NotAllowed("这是其他单位的文书，您不能上传。请交给纲要办处理。")


def check_can_drop_scan(by: Account, scan: Scan) -> None:
    """Raise unless `by` is of the office; whoever uploaded a scan may drop it while it waits."""
    own = scan.uploaded_by_id == by.pk and scan.sheet_id is None
    check(DROP_OWN_SCAN if own and not is_office(by, scan.region) else DROP_SCAN, by, region=scan.region)
    if scan.dropped_at:
        raise WrongState("这张扫描件已经作废。")


def can_drop_scan(by: Account, scan: Scan) -> bool:
    try:
        check_can_drop_scan(by, scan)
    except (NotAllowed, WrongState):
        return False
    return True


def is_office(by: Account, region: Region) -> bool:
    """Whether the person is of the region's own secretariat."""
    return any(h.role == Role.SECRETARIAT and h.region_id == region.pk for h in holdings(by))


def own_units(by: Account) -> frozenset[int]:
    """Return the ids of the units the person works for."""
    return frozenset(h.unit_id for h in holdings(by) if h.unit_id)


def regions_for(by: Account) -> list[Region]:
    """Return the regions for which the person may upload: of the offices, or of the offices that run the units."""
    found: dict[str, Region] = {}
    for holding in holdings(by):
        if holding.role in UPLOAD_SCAN.roles:
            region = holding.region or office_region(holding.unit.region)  # type: ignore[union-attr]
            found.setdefault(region.pk, region)
    return [region for region in found.values() if can_upload_scan(by, region)]


def _sees_waiting(by: Account, scan: Scan) -> bool:
    return is_office(by, scan.region) or scan.uploaded_by_id == by.pk


def choices_for(by: Account, scan: Scan, text: str = "") -> list[tuple[Sheet, Subject]]:
    """Return the papers that a waiting scan may be of: still to be signed, and the person's to bring."""
    found = sheets.waiting_for(by, text)
    mine = is_office(by, scan.region)
    return [(sheet, paper) for sheet, paper in found if mine or paper.units & own_units(by)]


def waiting_scans(by: Account) -> QuerySet[Scan]:
    """Return the scans that wait for a person to name their paper: of the own office, and what one uploaded oneself."""
    offices = [h.region_id for h in holdings(by) if h.role == Role.SECRETARIAT]
    mine = Q(region__in=offices) | Q(uploaded_by=by.pk)
    rows = Scan.objects.filter(mine, sheet__isnull=True, dropped_at__isnull=True)
    return rows.select_related("file", "region", "uploaded_by")


def get_scan_for(by: Account, scan_id: int) -> Scan:
    """Return a scan the person may see: of a paper the person may see, or a waiting one. Raises Http404 otherwise."""
    scan = (
        Scan.objects.select_related("file", "region", "sheet", "uploaded_by", "dropped_by").filter(pk=scan_id).first()
    )
    if scan is None or not (_sees_waiting(by, scan) if scan.sheet is None else sheets.subject_of(by, scan.sheet)):
        raise Http404
    return scan
