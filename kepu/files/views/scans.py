"""Scans of signed papers: uploaded from a telephone or the office's scanner, found by their code or named by hand."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kepu.files import access, forms, verbs
from kepu.files.models import Scan, Sheet
from kepu.files.pictures import taken
from kepu.files.queries import recent_scans
from kepu.files.sheets import Subject, subject_of, subjects_of
from kepu.methods.planread.extract.refused import Refused
from kepu.people.access import NotAllowed, WrongState
from kepu.people.bodies import at_most
from kepu.people.models import Account, Region
from kepu.people.requests import SignedIn

A_PAGE = 20
_REFUSED = (verbs.NotThisSheet, verbs.AlreadyThere, WrongState, NotAllowed)


@dataclass
class Outcome:
    """What became of one file, to be told: the papers it went to, the scan that waits, what stood against it."""

    name: str
    filed: list[tuple[Scan, Subject]] = field(default_factory=list)
    waiting: Scan | None = None
    problems: list[str] = field(default_factory=list)


def _too_large(request: SignedIn) -> HttpResponse:
    problem = f"一次上传的文件合计不能超过 {forms.MOST_TOGETHER_MB} MB，没有保存。请分批上传。"
    return _page(request, access.regions_for(request.user), problem=problem, status=422)


@login_required
@at_most(forms.MOST_TOGETHER_MB, _too_large)
def scans(request: SignedIn) -> HttpResponse:
    """The page of scans: upload, what waits for a person, what came last. Too large a body is not looked at."""
    regions = access.regions_for(request.user)
    if not regions:
        raise PermissionDenied("扫描件由纲要办和各单位办理，您目前没有这项权限。")
    if request.method != "POST":
        return _page(request, regions)
    form = forms.UploadForm(request.POST, request.FILES, regions=regions)
    if not form.is_valid():
        return _page(request, regions, form=form, status=422)
    outcomes = [_take(request.user, form.cleaned_data["region"], file) for file in form.cleaned_data["pictures"]]
    failed = all(not outcome.filed and outcome.waiting is None for outcome in outcomes)
    return _page(request, regions, outcomes=outcomes, status=422 if failed else 200)


def _take(by: Account, region: Region, file: UploadedFile) -> Outcome:
    outcome = Outcome(file.name or "")
    try:
        if (file.size or 0) > forms.MAX_MB * 1024 * 1024:
            raise Refused("too_large", f"文件超过 {forms.MAX_MB} MB，没有保存。请降低清晰度或分开上传。")
        picture = taken(file.read())
        made = verbs.take_scan(region=region, picture=picture, name=outcome.name, by=by, at=timezone.now())
    except (Refused, verbs.AlreadyThere) as refused:
        outcome.problems.append(str(refused))
        return outcome
    subjects = subjects_of(by, [scan.sheet for scan in made.filed if scan.sheet])
    outcome.filed = [(scan, subjects[scan.sheet_id]) for scan in made.filed if scan.sheet_id in subjects]
    outcome.waiting, outcome.problems = made.waiting, list(made.problems)
    return outcome


def _page(request: SignedIn, regions: list[Region], *, status: int = 200, **more: Any) -> HttpResponse:
    page = Paginator(access.waiting_scans(request.user), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": forms.UploadForm(regions=regions), "page": page, "recent": recent_scans(request.user),
        "accept": ",".join(forms.ENDINGS), "max_mb": forms.MAX_MB, "most": forms.MOST_FILES, "regions": regions, **more,
    }  # fmt: skip
    return render(request, "files/scans.html", context, status=status)


@login_required
def scan(request: SignedIn, scan_id: int) -> HttpResponse:
    """One scan: its pages, the paper it is of, or the way to name it."""
    return _scan_page(request, access.get_scan_for(request.user, scan_id))


def _scan_page(request: SignedIn, scan: Scan, *, status: int = 200, **more: Any) -> HttpResponse:
    account = request.user
    may_assign = access.can_assign_scan(account, scan)
    text = request.GET.get("q", "").strip()[:60]
    context = {
        "scan": scan, "subject": subject_of(account, scan.sheet) if scan.sheet else None, "q": text,
        "pages": range(1, scan.pages + 1), "may_assign": may_assign, "form": forms.AssignForm(),
        "choices": access.choices_for(account, scan, text) if may_assign else [],
        "may_drop": access.can_drop_scan(account, scan), "drop_form": forms.DropForm(), **more,
    }  # fmt: skip
    return render(request, "files/scan.html", context, status=status)


def _refused(check: Callable[[], None]) -> str:
    """Return why the scan is in no state for a deed; who may not do it at all is refused by NotAllowed."""
    try:
        check()
    except WrongState as refused:
        return str(refused)
    return ""


def _say(request: SignedIn, scan: Scan, refused: str) -> HttpResponse:
    messages.error(request, refused)
    return redirect("files:scan", scan.pk)


@login_required
@require_POST
def assign(request: SignedIn, scan_id: int) -> HttpResponse:
    """Lay a waiting scan to the paper that a person names."""
    row = access.get_scan_for(request.user, scan_id)
    if refused := _refused(lambda: access.check_can_assign_scan(request.user, row)):
        return _say(request, row, refused)
    form = forms.AssignForm(request.POST)
    sheet = _named(request.user, form) if form.is_valid() else None
    if sheet is None:
        return _scan_page(request, row, form=form, status=422)
    try:
        verbs.assign_scan(scan=row, sheet=sheet, by=request.user, at=timezone.now())
    except _REFUSED as refused:
        form.add_error(None, str(refused))
        return _scan_page(request, access.get_scan_for(request.user, scan_id), form=form, status=422)
    messages.success(request, f"已归入《{sheet.title}》。")
    subject = subject_of(request.user, sheet)
    return redirect(subject.url if subject else "files:scans")


def _named(by: Account, form: forms.AssignForm) -> Sheet | None:
    """Return the sheet that a form names: by its code, or one from the list that `by` may see."""
    code, number = form.cleaned_data["code"], form.cleaned_data["sheet"]
    wanted = {"code": code} if code else {"pk": number}
    found = Sheet.objects.select_related("region").filter(**wanted).first()
    if found and (code or subject_of(by, found)):
        return found
    form.add_error("code" if code else None, "本系统中没有这份文书。请核对校验码，或从列表中选择。")
    return None


@login_required
@require_POST
def drop(request: SignedIn, scan_id: int) -> HttpResponse:
    """Take a wrong scan out of use, with a reason."""
    row = access.get_scan_for(request.user, scan_id)
    if refused := _refused(lambda: access.check_can_drop_scan(request.user, row)):
        return _say(request, row, refused)
    form = forms.DropForm(request.POST)
    if not form.is_valid():
        return _scan_page(request, row, drop_form=form, status=422)
    try:
        verbs.drop_scan(scan=row, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
    except _REFUSED as refused:
        form.add_error(None, str(refused))
        return _scan_page(request, access.get_scan_for(request.user, scan_id), drop_form=form, status=422)
    messages.success(request, "扫描件已作废，记录和图像保留。")
    return redirect("files:scans")
