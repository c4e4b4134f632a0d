"""One item of the proofreading page: its card and form, adding, removing, bringing back, splitting, merging."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kepu.people.requests import SignedIn
from kepu.plans import access, verbs
from kepu.plans.forms.conflicts import agreements, differences
from kepu.plans.forms.items import FORMS, ItemForm
from kepu.plans.models import DutyRole, Item, Remark, Task, Version
from kepu.plans.views.answers import (
    add_errors,
    answering,
    card,
    card_context,
    found_item,
    head_context,
    item_of,
    seen_revision,
    short,
    tell,
    whole,
)

PLACED = {"task", "part", "start", "end", "order"}


@login_required
@require_http_methods(["GET", "POST"])
@answering
def item(request: SignedIn, plan_id: int, kind: str, key: str) -> HttpResponse:
    """GET: an item's form, or with ``?card`` its card. POST: save it; a remark by its state alone."""
    version, found = found_item(request, plan_id, kind, key)
    if request.method == "POST":
        access.check_can_proofread(request.user, version)
        return _settle(request, version, found) if isinstance(found, Remark) else _save(request, version, kind, found)
    if "card" in request.GET or kind not in FORMS:
        context = {"version": version, "kind": kind, "item": found, **card_context(found)}
        return render(request, "plans/proofread/card.html", context)
    return _form_page(request, version, kind, found, _filled(version, kind, found))


def _filled(version: Version, kind: str, found: Item) -> ItemForm:
    form = FORMS[kind]
    return form(initial=form.values_of(found), version=version, id=found.key)


def _form_page(
    request: SignedIn, version: Version, kind: str, found: Item, form: ItemForm, status: int = 200
) -> HttpResponse:
    context = {"version": version, "kind": kind, "item": found, "form": form, **card_context(found)}
    if isinstance(found, Task):
        context |= {"role_choices": DutyRole.choices}
    return render(request, "plans/proofread/form.html", context, status=status)


def _settle(request: SignedIn, version: Version, found: Item) -> HttpResponse:
    state = request.POST.get("state", "")
    verbs.edit(
        item=found, changes={"state": state}, revision=seen_revision(request), by=request.user, at=timezone.now()
    )
    return card(request, version, "remark", found.key)


def _save(request: SignedIn, version: Version, kind: str, found: Item) -> HttpResponse:
    form = FORMS[kind](request.POST, version=version, id=found.key)
    if not form.is_valid():
        return _form_page(request, version, kind, found, form, status=422)
    changes = dict(form.cleaned_data)
    moved = any(getattr(found, name) != changes[name] for name in PLACED & set(changes))
    try:
        verbs.edit(item=found, changes=changes, revision=seen_revision(request), by=request.user, at=timezone.now())
    except verbs.Stale as stale:
        return _conflict(request, version, kind, stale.current, form)
    except ValidationError as error:
        add_errors(form, error)
        return _form_page(request, version, kind, found, form, status=422)
    if kind == "responsibility":
        return _unit_row(request, version, found.key)
    return whole(request, version, focus=found.key) if moved else card(request, version, kind, found.key)


def _conflict(request: SignedIn, version: Version, kind: str, current: Item, form: ItemForm) -> HttpResponse:
    """What stands now beside what was typed; choosing sends the form again with the newer revision."""
    standing_form = _filled(version, kind, current)
    context = {
        "version": version, "kind": kind, "item": current, "differences": differences(standing_form, form),
        "agreements": agreements(standing_form, form),
    }  # fmt: skip
    return render(request, "plans/proofread/conflict.html", context, status=409)


def _unit_row(request: SignedIn, version: Version, key: str) -> HttpResponse:
    version.refresh_from_db()
    row = item_of(version, "responsibility", key)
    context = {**head_context(version), "row": row, "role_choices": DutyRole.choices, "with_head": True}
    return tell(render(request, "plans/proofread/unit_row.html", context), version)


@login_required
@require_POST
@answering
def remove(request: SignedIn, plan_id: int, kind: str, key: str) -> HttpResponse:
    """Take an item out; the answer offers to bring it back."""
    version, found = found_item(request, plan_id, kind, key)
    gone = verbs.remove(item=found, revision=seen_revision(request), by=request.user, at=timezone.now())
    undo = {"path": f"{kind}/{key}/restore/", "values": {"revision": gone.revision}}
    return whole(request, version, toast=f"已删除“{short(str(gone))}”", undo=undo)


@login_required
@require_POST
@answering
def restore(request: SignedIn, plan_id: int, kind: str, key: str) -> HttpResponse:
    """Bring a removed item back."""
    version, found = found_item(request, plan_id, kind, key)
    back = verbs.restore(item=found, revision=seen_revision(request), by=request.user, at=timezone.now())
    return whole(request, version, focus=key, toast=f"已恢复“{short(str(back))}”")
