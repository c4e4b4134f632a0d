"""How the proofreading page is answered: a card, the whole structure anew, a conflict, a problem."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django_htmx.http import trigger_client_event

from kepu.people.access import NotAllowed, WrongState
from kepu.people.models import Unit
from kepu.people.requests import SignedIn, whole_number
from kepu.plans import access, verbs
from kepu.plans.models import Item, Remark, Responsibility, Task, Version
from kepu.plans.queries import proofreading as queries
from kepu.plans.queries.marks import marked
from kepu.plans.queries.standing import standing
from kepu.plans.verbs.items import KINDS

View = Callable[..., HttpResponse]


def item_of(version: Version, kind: str, key: str) -> Item:
    """Return an item of a version, also one taken out. Raises Http404 when there is none."""
    model = KINDS.get(kind)
    rows = model._default_manager.select_related(*_related(model)) if model else None
    item = rows.filter(version=version, key=key).first() if rows is not None else None
    if item is None:
        raise Http404
    item.version = version
    return item


def _related(model: type[Item]) -> tuple[str, ...]:
    return {"responsibility": ("unit", "task"), "target": ("task",), "duty": ("unit",)}.get(
        model._meta.model_name or "", ("version",)
    )


def page_context(version: Version) -> dict[str, Any]:
    """Return what the page shows of a version: text, structure, counts, what is left."""
    tree = queries.structure(version)
    text = version.document.text
    for remark in tree.remarks:
        remark.quote = text[remark.start : remark.end][:60] if remark.start is not None else ""  # type: ignore[attr-defined]
    return {
        **head_context(version, tree),
        "tree": tree,
        "paragraphs": marked(version, tree),
        "removed": queries.removed_items(version),
    }


def head_context(version: Version, tree: queries.Structure | None = None) -> dict[str, Any]:
    """Return the counts at the head of the page; a few queries when no structure is at hand."""
    tree = tree or queries.structure(version)
    counts = (
        ("tasks", "任务", len(tree.tasks)),
        ("targets", "目标", len(tree.all_targets)),
        ("duties", "职责", len(tree.duties)),
        ("remarks", "提示", len(tree.remarks)),
    )
    left = queries.obstacles_of(version, tree)
    open_remarks = sum(r.state == Remark.State.OPEN for r in tree.remarks)
    return {"version": version, "plan": version.plan, "counts": counts, "obstacles": left, "open_remarks": open_remarks}


def whole(request: SignedIn, version: Version, *, focus: str = "", **said: Any) -> HttpResponse:
    """Answer with text, structure and head anew, with `focus` on one item; `said` as in `tell`."""
    version.refresh_from_db()
    response = render(request, "plans/proofread/whole.html", page_context(version))
    response["HX-Retarget"], response["HX-Reswap"] = "#structure", "outerHTML"
    return tell(response, version, whole=True, focus=focus, **said)


def card(request: SignedIn, version: Version, kind: str, key: str, **said: Any) -> HttpResponse:
    """Answer with one item's card, and the head's counts."""
    version.refresh_from_db()
    item = item_of(version, kind, key)
    context = {**head_context(version), "kind": kind, "item": item, "with_head": True, **card_context(item)}
    return tell(render(request, "plans/proofread/card.html", context), version, focus=key, **said)


def card_context(item: Item) -> dict[str, Any]:
    """Return what an item's card shows beside it."""
    if isinstance(item, Task):
        return {"rows": list(standing(Responsibility, item.version).filter(task=item).select_related("unit"))}
    if isinstance(item, Remark) and item.start is not None:
        item.quote = item.version.document.text[item.start : item.end][:60]  # type: ignore[attr-defined]
    return {}


def tell(response: HttpResponse, version: Version, **said: Any) -> HttpResponse:
    """Tell the page the version's revision, and with it `toast` words, `undo` (address and values), `focus` (a key)."""
    return trigger_client_event(response, "proof", {"revision": version.revision, **said}, after="swap")


def problem(request: SignedIn, words: str) -> HttpResponse:
    """Answer with a sentence at the head of the right pane; nothing else on the page is touched."""
    response = render(request, "plans/proofread/problem.html", {"words": words}, status=422)
    response["HX-Retarget"], response["HX-Reswap"] = "#problem", "innerHTML"
    return response


def answering(view: View) -> View:
    """Let a view's refusals reach the page as sentences, not as error pages."""

    @wraps(view)
    def answer(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponse:
        if any("\0" in text for text in request.POST.values()):
            return problem(request, "填写的内容中有无法保存的字符（空字符），没有保存。请重新输入。")
        try:
            return view(request, *args, **kwargs)
        except verbs.Stale as stale:
            return problem(request, "这一条刚被其他同志改过，没有办理。请按“刷新”看到最新内容后再办。" + _who(stale))
        except (NotAllowed, WrongState) as refused:
            return problem(request, str(refused))
        except ValidationError as error:
            return problem(request, "；".join(error.messages))

    return answer


def _who(stale: verbs.Stale) -> str:
    return "（现已被删除）" if stale.current.removed else ""


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """Put a verb's refusal to the fields it names."""
    fields = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, texts in fields.items():
        for text in texts:
            form.add_error(name if name in form.fields else None, text)


def unit_names(version: Version) -> list[str]:
    """Return the names of the units that a printed name may be tied to, in their official order."""
    region = version.plan.region
    rows = Unit.objects.filter(region__code__startswith=region.prefix, until__isnull=True)
    return list(rows.values_list("name", flat=True))


def found_item(request: SignedIn, plan_id: int, kind: str, key: str) -> tuple[Version, Item]:
    """Return the version that is being proofread and one of its items. Raises Http404."""
    version = access.get_proofreading_for(request.user, plan_id)
    return version, item_of(version, kind, key)


def seen_revision(request: SignedIn, name: str = "revision") -> int:
    """Return the revision that the page showed. Raises ValidationError when the page sent none."""
    value = whole_number(request.POST.get(name, ""))
    if value is None:
        raise ValidationError("页面已过期，请刷新后再操作。")
    return value


def short(text: str) -> str:
    """Return a text cut to 20 characters, for a toast."""
    return text if len(text) <= 20 else f"{text[:19]}…"
