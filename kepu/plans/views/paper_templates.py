"""文书模板: which .docx each kind of paper is written with; download, replace, try out, go back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from kepu.files.verbs import load
from kepu.methods import papers
from kepu.people.access import WrongState
from kepu.people.bodies import at_most
from kepu.people.models import Region
from kepu.people.requests import SignedIn
from kepu.plans import access, verbs
from kepu.plans.forms.paper_templates import MAX_MB, TemplateForm
from kepu.plans.models import PaperTemplate
from kepu.plans.queries import paper_templates as queries

A_PAGE = 20
LOST = "模板文件在存储中找不到了，请联系系统管理员，或恢复为系统模板。"


@login_required
@require_GET
def templates(request: SignedIn) -> HttpResponse:
    """Every kind of paper, with the template in use; ``?region=`` for a person of several offices."""
    region = _region(request, request.GET.get("region", ""))
    regions = access.get_template_regions_for(request.user)
    context = {"region": region, "regions": regions, "rows": queries.listed(region)}
    return render(request, "plans/papers/templates.html", context)


def _region(request: SignedIn, code: str) -> Region:
    return access.get_template_region_for(request.user, code)


def _known(paper: str) -> str:
    if paper not in PaperTemplate.Kind.values:
        raise Http404
    return paper


def _too_large(request: SignedIn, code: str, paper: str) -> HttpResponse:
    return _page(
        request, _region(request, code), _known(paper), problem=f"文件超过 {MAX_MB} MB。请压缩其中的图片后再上传。"
    )


@login_required
@at_most(MAX_MB + 1, _too_large)
def template(request: SignedIn, code: str, paper: str) -> HttpResponse:
    """One kind of paper: the template in use, its own history, the placeholders; a .docx posted here replaces it."""
    region, kind = _region(request, code), _known(paper)
    if request.method != "POST":
        return _page(request, region, kind)
    form = TemplateForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, region, kind, problem=str(form.errors["file"][0]))
    file = form.cleaned_data["file"]
    return _take_in(request, region, kind, file.name, file.read())


def _take_in(request: SignedIn, region: Region, kind: str, name: str, data: bytes) -> HttpResponse:
    """Try the template out, look for marks of secrecy, put it in use; what is wrong is told, and nothing changes."""
    access.check_can_keep_template(request.user, region)
    try:
        checked = papers.check_template_safely(data, kind)
        verbs.keep_template(
            region=region, kind=kind, name=name, data=data, checked=checked, by=request.user, at=timezone.now()
        )
    except (papers.BadTemplate, verbs.Secret, WrongState) as refused:
        return _page(request, region, kind, problem=str(refused))
    messages.success(request, "模板已启用。请下载样例，核对填写后的样子。")
    return _go(request, kind, region)


def _address(kind: str, region: Region) -> str:
    return reverse("plans:template", args=[region.code, kind])


def _go(request: SignedIn, kind: str, region: Region) -> HttpResponse:
    place = _address(kind, region)
    return HttpResponseClientRedirect(place) if request.htmx else redirect(place)


def _page(request: SignedIn, region: Region, kind: str, *, problem: str = "") -> HttpResponse:
    own = queries.own_template(region, kind)
    page = Paginator(queries.history(region, kind), A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "region": region, "kind": kind, "label": PaperTemplate.Kind(kind).label, "own": own, "page": page,
        "left_out": queries.left_out(own) if own else [], "lines": queries.placeholder_table(kind), "problem": problem,
        "max_mb": MAX_MB, "address": _address(kind, region),
    }  # fmt: skip
    return render(request, "plans/papers/template.html", context, status=422 if problem else 200)


@login_required
@require_GET
def shipped(request: SignedIn, code: str, paper: str) -> HttpResponse:
    """The template that ships, to begin one's own with."""
    _region(request, code)
    kind = _known(paper)
    return _docx(papers.default_template(kind), f"{PaperTemplate.Kind(kind).label}（系统模板）")


@login_required
@require_GET
def sample(request: SignedIn, code: str, paper: str) -> HttpResponse:
    """The template in use, filled with invented values; with ``?as=pdf`` the shipped form as PDF."""
    region, kind = _region(request, code), _known(paper)
    label, values = PaperTemplate.Kind(kind).label, papers.sample_values(kind)
    if request.GET.get("as") == "pdf":
        made = papers.to_pdf(papers.compose(kind, values))
        return _file(made, f"{label}样例（虚构内容）.pdf", "application/pdf", inline=True)
    try:
        filled = papers.fill(queries.template_for(region, kind), papers.complete(kind, values))
    except (FileNotFoundError, papers.BadTemplate) as error:
        messages.error(request, LOST if isinstance(error, FileNotFoundError) else str(error))
        return redirect(_address(kind, region))
    return _docx(filled, f"{label}样例（虚构内容）")


@login_required
@require_GET
def template_file(request: SignedIn, template_id: int) -> HttpResponse:
    """One of the office's own templates as it was uploaded."""
    found = access.get_template_for(request.user, template_id)
    try:
        return _docx(load(found.file), found.name.removesuffix(".docx"))
    except FileNotFoundError:
        messages.error(request, LOST)
        return redirect(_address(found.kind, found.region))


def _docx(data: bytes, name: str) -> HttpResponse:
    return _file(data, f"{name}.docx", verbs.TEMPLATE_MEDIA_TYPE)


def _file(data: bytes, name: str, media_type: str, *, inline: bool = False) -> HttpResponse:
    disposition = content_disposition_header(not inline, name) or "attachment"
    return HttpResponse(data, content_type=media_type, headers={"Content-Disposition": disposition})


@login_required
@require_POST
def retire_template(request: SignedIn, template_id: int) -> HttpResponse:
    """Go back to the template that ships."""
    found = access.get_template_for(request.user, template_id)
    try:
        verbs.retire_template(template=found, by=request.user, at=timezone.now())
        messages.success(request, "已恢复为系统模板。原来的模板留在历史中，可以重新使用。")
    except WrongState as refused:
        messages.error(request, str(refused))
    return redirect(_address(found.kind, found.region))


@login_required
@require_POST
def reuse_template(request: SignedIn, template_id: int) -> HttpResponse:
    """Put an older template in use again; it is tried out as if it came in now."""
    found = access.get_template_for(request.user, template_id)
    try:
        papers.check_template_safely(load(found.file), found.kind)
        verbs.reuse_template(template=found, by=request.user, at=timezone.now())
        messages.success(request, f"已重新使用“{found.name}”。")
    except FileNotFoundError:
        messages.error(request, LOST)
    except (papers.BadTemplate, WrongState) as refused:
        messages.error(request, str(refused))
    return redirect(_address(found.kind, found.region))
