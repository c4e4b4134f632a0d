"""统计指标目录: the tree, one measure with its wordings, and what the office adds, redefines and retires itself."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from kepu.ledger import access, verbs
from kepu.ledger.forms.measures import DefinitionForm, MeasureForm, RestoreForm
from kepu.ledger.models import Measure, MeasureUse
from kepu.ledger.queries.catalogue import blocks, catalogue, chosen
from kepu.people.access import WrongState, reads_region
from kepu.people.models import Region
from kepu.people.requests import SignedIn
from kepu.people.verbs import BadInput

A_PAGE = 60


@login_required
@require_GET
def measures(request: SignedIn) -> HttpResponse:
    """The catalogue as a tree, filtered by block, kind and words; retired ones on demand."""
    lines = catalogue(timezone.localdate())
    asked = {name: request.GET.get(name, "").strip()[:60] for name in ("block", "kind", "q", "own", "retired")}
    rows = chosen(
        lines, block=asked["block"], kind=asked["kind"], text=asked["q"], own=asked["own"] == "1",
        retired=asked["retired"] == "1",
    )  # fmt: skip
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "ledger/measures.html", {
        "page": page, "asked": asked, "filtered": any(asked.values()), "blocks": blocks(lines), "kinds": Measure.Kind.choices,
        "total": sum(1 for line in lines if not line.measure.retired), "own": sum(1 for line in lines if line.measure.own),
        "may": access.can_change_measures(request.user),
    })  # fmt: skip


@login_required
@require_GET
def measure(request: SignedIn, measure: str) -> HttpResponse:
    """One measure: what it is, what it means and meant, what stands below it."""
    return _measure_page(request, measure)


def _measure_page(
    request: SignedIn, code: str, restoring: RestoreForm | None = None, status: int = 200
) -> HttpResponse:
    """Show a measure; `restoring` is a form that was refused."""
    lines = catalogue(timezone.localdate())
    line = next((one for one in lines if one.measure.code == code), None)
    if line is None:
        raise Http404
    home = Region.objects.filter(pk=settings.HOME_REGION).select_related("parent").first()
    return render(request, "ledger/measure.html", {
        "line": line, "measure": line.measure, "below": [one for one in lines if one.measure.parent_id == line.measure.pk],
        "may": access.can_change_measures(request.user), "restoring": restoring,
        "uses": MeasureUse.objects.filter(measure=line.measure).select_related("by") if line.measure.own else [],
        "home": home if home and reads_region(request.user, home) else None,
    }, status=status)  # fmt: skip


@login_required
def new_measure(request: SignedIn) -> HttpResponse:
    """Add a measure of the office's own; `?parent=` a code chooses under which."""
    access.check_can_change_measures(request.user)
    names = blocks(catalogue(timezone.localdate()))
    above = Measure.objects.filter(code=request.GET.get("parent", ""), retired=None).first()
    form = MeasureForm(request.POST or None, blocks=names, initial={"parent": above.pk if above else None})
    if form.is_valid():
        try:
            made = verbs.add_measure(values=form.values(), by=request.user, at=timezone.now())
        except BadInput as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已增设。批量导入数值、补录历年数据时就可以选用，也可以作为目标任务的对应指标。")
            return redirect("ledger:measure", made.code)
    return render(request, "ledger/measure_form.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def redefine(request: SignedIn, own: str) -> HttpResponse:
    """Let a measure of the office's own mean something else from a day on."""
    row = access.get_own_measure_for(request.user, own)
    form = DefinitionForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        try:
            verbs.redefine(
                measure=row, since=data["since"], text=data["text"], paper=data["paper"], by=request.user,
                at=timezone.now(),
            )  # fmt: skip
        except (BadInput, WrongState) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已登记新的口径，原来的口径保留。")
            return redirect("ledger:measure", row.code)
    told = {"form": form, "measure": row, "last": row.definitions.first()}
    return render(request, "ledger/definition_form.html", told, status=422 if form.errors else 200)


@login_required
@require_POST
def retire(request: SignedIn, own: str) -> HttpResponse:
    """Take a measure of the office's own out of use."""
    row = access.get_own_measure_for(request.user, own)
    try:
        why = request.POST.get("why", "")
        verbs.retire_measure(measure=row, why=why, by=request.user, at=timezone.now())
    except WrongState as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已停用“{row.name}”。已有的记录和数照旧，以后不能再选；需要时可以恢复使用。")
    return redirect("ledger:measure", row.code)


@login_required
@require_POST
def restore(request: SignedIn, own: str) -> HttpResponse:
    """Let a retired measure of the office's own be chosen again; what was typed stays when it is refused."""
    row = access.get_own_measure_for(request.user, own)
    form = RestoreForm(request.POST)
    if form.is_valid():
        try:
            verbs.restore_measure(measure=row, why=form.cleaned_data["why"], by=request.user, at=timezone.now())
        except (BadInput, WrongState) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"“{row.name}”已恢复使用，可以再选用。")
            return redirect("ledger:measure", row.code)
    return _measure_page(request, own, restoring=form, status=422)
