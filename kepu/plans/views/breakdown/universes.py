"""覆盖范围: the sets that coverage is counted against."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kepu.people.requests import SignedIn
from kepu.plans import access, verbs
from kepu.plans.forms.breakdown import UniverseForm
from kepu.plans.models import Universe, Version
from kepu.plans.views.answers import add_errors
from kepu.plans.views.pages import plan_context

A_PAGE = 30


@login_required
def universes(request: SignedIn, plan_id: int) -> HttpResponse:
    """The sets of a plan's region."""
    version = access.get_version_for(request.user, plan_id)
    rows = Universe.objects.filter(region=version.plan.region)
    context = plan_context(request, version, "breakdown") | {
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "may": access.can_keep_universe(request.user, version.plan.region),
    }
    return render(request, "plans/breakdown/universes.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_universe(request: SignedIn, plan_id: int) -> HttpResponse:
    """Make a set."""
    version = access.get_version_for(request.user, plan_id)
    return _edit(request, version, None)


@login_required
@require_http_methods(["GET", "POST"])
def universe(request: SignedIn, plan_id: int, universe_id: int) -> HttpResponse:
    """Change a set."""
    row = access.get_universe_for(request.user, plan_id, universe_id)
    return _edit(request, access.get_version_for(request.user, plan_id), row)


def _edit(request: SignedIn, version: Version, row: Universe | None) -> HttpResponse:
    region = version.plan.region
    access.check_can_keep_universe(request.user, region)
    if request.method == "GET":
        return _form(request, version, row, UniverseForm.of(row))
    form = UniverseForm(request.POST)
    if not form.is_valid():
        return _form(request, version, row, form, status=422)
    names = form.cleaned_data["members"].splitlines()
    try:
        made = verbs.keep_universe(
            region=region, name=form.cleaned_data["name"], kind=form.cleaned_data["kind"], members=names, universe=row,
            seen=form.seen_values(), by=request.user, at=timezone.now(),
        )  # fmt: skip
    except ValidationError as error:
        add_errors(form, error)
        return _form(request, version, row, form, status=422)
    except verbs.StaleUniverse as stale:
        return _stale(request, version, stale, form)
    messages.success(request, f"已保存“{made.name}”，共{len(made.members)}个。")
    return redirect("plans:universes", plan_id=version.plan_id)


def _stale(request: SignedIn, version: Version, stale: verbs.StaleUniverse, typed: UniverseForm) -> HttpResponse:
    """Show what was typed over what stands now, which the next save sets out from."""
    fresh = UniverseForm.of(stale.current)
    typed.data = {**typed.data.dict(), "seen": fresh.initial["seen"]}  # type: ignore[attr-defined]
    return _form(request, version, stale.current, typed, stale=str(stale), status=409)


def _form(
    request: SignedIn, version: Version, row: Universe | None, form: UniverseForm, *, stale: str = "", status: int = 200
) -> HttpResponse:
    context = plan_context(request, version, "breakdown") | {"universe": row, "form": form, "stale": stale}
    return render(request, "plans/breakdown/universe.html", context, status=status)
