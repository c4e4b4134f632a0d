"""Adding an item from selected text."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kepu.people.requests import SignedIn, whole_number
from kepu.plans import access, verbs
from kepu.plans.forms.guesses import guess
from kepu.plans.forms.items import ADD_FORMS, ADDABLE, ItemForm
from kepu.plans.models import Version
from kepu.plans.views.answers import (
    add_errors,
    answering,
    unit_names,
    whole,
)


@login_required
@require_http_methods(["GET", "POST"])
@answering
def add(request: SignedIn, plan_id: int, kind: str) -> HttpResponse:
    """GET: a form filled from the selected text (``start``, ``end``). POST: add the item."""
    version = access.get_proofreading_for(request.user, plan_id)
    access.check_can_proofread(request.user, version)
    if kind not in ADDABLE:
        raise Http404
    place = _place(request, version)
    if request.method == "GET":
        form = ADD_FORMS[kind](initial=guess(version, kind, place, request.GET.get("task", "")), version=version)
        return _add_page(request, version, kind, place, form)
    form = ADD_FORMS[kind](request.POST, version=version)
    if not form.is_valid():
        return _add_page(request, version, kind, place, form, status=422)
    span = {"start": place[0], "end": place[1]} if place else {}
    try:
        made = verbs.add(
            version=version, kind=kind, values={**form.cleaned_data, **span}, by=request.user, at=timezone.now()
        )
    except ValidationError as error:
        add_errors(form, error)
        return _add_page(request, version, kind, place, form, status=422)
    focus = made.task.key if kind == "responsibility" else made.key  # type: ignore[attr-defined]
    undo = {"path": f"{kind}/{made.key}/remove/", "values": {"revision": made.revision}}
    return whole(request, version, focus=focus, toast=f"已新增{ADDABLE[kind]}", undo=undo, added=True)


def _add_page(
    request: SignedIn, version: Version, kind: str, place: tuple[int, int] | None, form: ItemForm, status: int = 200
) -> HttpResponse:
    quote = version.document.text[slice(*place)] if place else ""
    context = {"version": version, "kind": kind, "word": ADDABLE[kind], "kinds": ADDABLE, "form": form, "place": place,
               "quote": quote, "names": unit_names(version) if kind == "responsibility" else []}  # fmt: skip
    return render(request, "plans/proofread/add.html", context, status=status)


def _place(request: SignedIn, version: Version) -> tuple[int, int] | None:
    given = request.POST if request.method == "POST" else request.GET
    start, end = whole_number(given.get("start", "")), whole_number(given.get("end", ""))
    if start is None or end is None or not start < end <= len(version.document.text):
        return None
    return start, end
