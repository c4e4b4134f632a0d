"""One letter: what it says, how it stands, what was answered, the scans beside it, the next step."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kepu.files.queries import scans_of
from kepu.people.access import NotAllowed, WrongState
from kepu.people.queries import current_successors, endings_of
from kepu.people.requests import SignedIn, whole_number
from kepu.plans import access, verbs
from kepu.plans.forms.letters import (
    LetterForm,
    OpinionForm,
    ReasonForm,
    ReplyForm,
    SignedForm,
    UntilForm,
    proposed_until,
)
from kepu.plans.models import Letter
from kepu.plans.queries.letters.content import content_of, drafted, mark_of
from kepu.plans.queries.letters.drift import differences
from kepu.plans.queries.reformed import passed_on
from kepu.plans.verbs.letters.consulting import people_of
from kepu.plans.views.letters.year import letters_context
from kepu.plans.wording.letters import terms_for

State = Letter.State
WAY = (
    (State.DRAFT, "拟稿"), (State.CONSULTED, "征求意见"), (State.APPROVED, "审定"), (State.PRINTED, "印制"),
    (State.SIGNED, "签订"),
)  # fmt: skip
BOUND = (State.APPROVED, State.PRINTED, State.SIGNED)


@login_required
def letter(request: SignedIn, letter_id: int) -> HttpResponse:
    """The page of one letter."""
    return _page(request, access.get_letter_for(request.user, letter_id))


def _page(request: SignedIn, row: Letter, *, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "plans/letters/letter.html", letter_context(request, row) | more, status=status)


def letter_context(request: SignedIn, row: Letter) -> dict[str, Any]:
    """Return all that the page of a letter shows."""
    account, office = request.user, access.sees_drafts(request.user, row.annual.plan.region)
    said = content_of(row)
    now = drafted(row) if row.state in BOUND and office else None
    scans = scans_of(f"plans.letter:{row.pk}")
    opinions = list(row.opinions.select_related("by")) if office or access.answering_unit(account, row) else []
    return letters_context(request, row.annual) | {
        "letter": row, "said": said, "mark": mark_of(said), "office": office, "way": [word for _, word in WAY],
        "at": _place(row), "drift": differences(said, now) if now else [], "opinions": opinions,
        "unanswered": sum(not o.agrees and not o.reply for o in opinions),
        "changed_since": [o.pk for o in opinions if o.mark and o.mark != mark_of(said)] if not row.snapshot else [],
        "scans": [s for s in scans if not s.dropped_at], "dropped": [s for s in scans if s.dropped_at] if office else [],
        "passed": passed_on([row.unit]).get(row.unit_id), "ending": endings_of([row.unit]).get(row.unit_id),
        "needless": access.needless(row), "overdue": _overdue(row),
        "link_url": _link_url(row) if office and row.state == State.CONSULTED else "",
        "adjusted_by": getattr(row, "adjusted_by", None), "may": _may(request, row), **_forms(row),
    }  # fmt: skip


def _link_url(row: Letter) -> str:
    """Return where the office issues a one-time link for the unit, or for the one that goes on for it."""
    units = current_successors(row.unit, timezone.localdate())
    return reverse("people:issue_link", args=[units[0].pk, f"plans.letter:{row.pk}"]) if units else ""


def _overdue(row: Letter) -> bool:
    return bool(row.state == State.CONSULTED and row.consult_until and row.consult_until < timezone.localdate())


def _place(row: Letter) -> int:
    """Return at which of the steps a letter stands, from 1; past the last when it is signed."""
    order = [state for state, _ in WAY]
    return order.index(State(row.state)) + 1 + (row.state == State.SIGNED) if row.state in order else len(order) + 1


def _may(request: SignedIn, row: Letter) -> dict[str, bool]:
    deeds = ("edit", "delete", "consult", "approve", "return", "print", "sign", "adjust", "expire")
    may = {deed: getattr(access, f"can_{deed}_letter")(request.user, row) for deed in deeds}
    may["expire"] = may["expire"] and timezone.localdate() > terms_for(row.annual).term_to
    return may | {
        "approve_later": access.allows_letter("approve", request.user, row) and not may["approve"] and not access.needless(row),
        "answer": access.can_give_opinion(request.user, row),
        "reply": row.state in (State.DRAFT, State.CONSULTED) and access.sees_drafts(request.user, row.annual.plan.region),
    }  # fmt: skip


def _forms(row: Letter) -> dict[str, forms.Form]:
    today = timezone.localdate()
    return {
        "until_form": UntilForm(initial={"until": row.consult_until or proposed_until(today)}),
        "signed_form": SignedForm(initial={"signed_on": today}), "reason_form": ReasonForm(),
        "opinion_form": OpinionForm(), "reply_form": ReplyForm(),
    }  # fmt: skip


def _consult(request: SignedIn, row: Letter, said: dict[str, Any]) -> str:
    bulk = verbs.consult_letters(letters=[row], until=said["until"], by=request.user, at=timezone.now())
    if bulk.left:
        raise WrongState(bulk.left[0][1])
    if people_of([row.unit], timezone.localdate())[row.unit_id]:
        return "已送征求意见，单位有账号的同志收到消息。"
    return "已送征求意见。单位还没有账号，收不到消息，请给它发一次性链接。"


def _approve(request: SignedIn, row: Letter, said: dict[str, Any]) -> str:
    seen = request.POST.get("seen", "")
    verbs.approve_letter(letter=row, seen=seen, by=request.user, at=timezone.now())
    return "已审定，内容从现在起固定。可以下载打印。"


def _return(request: SignedIn, row: Letter, said: dict[str, Any]) -> str:
    verbs.return_letter(letter=row, by=request.user, at=timezone.now())
    return "已退回修改。已打印的稿子作废，校验码不再有效。"


def _print(request: SignedIn, row: Letter, said: dict[str, Any]) -> str:
    bulk = verbs.print_letters(letters=[row], by=request.user, at=timezone.now())
    if bulk.left:
        raise WrongState(bulk.left[0][1])
    return "已登记印制，请送单位签字盖章。"


def _sign(request: SignedIn, row: Letter, said: dict[str, Any]) -> str:
    verbs.sign_letter(letter=row, signed_on=said["signed_on"], by=request.user, at=timezone.now())
    return "已登记签订。"


def _expire(request: SignedIn, row: Letter, said: dict[str, Any]) -> str:
    verbs.expire_letter(letter=row, by=request.user, at=timezone.now())
    return "已到期归档。"


Deed = Callable[[SignedIn, Letter, dict[str, Any]], str]
DEEDS: dict[str, tuple[Deed, type[forms.Form], str]] = {
    "consult": (_consult, UntilForm, "until_form"), "approve": (_approve, forms.Form, ""),
    "return": (_return, forms.Form, ""), "print": (_print, forms.Form, ""), "sign": (_sign, SignedForm, "signed_form"),
    "expire": (_expire, forms.Form, ""),
}  # fmt: skip


@login_required
@require_POST
def step(request: SignedIn, letter_id: int, step: str) -> HttpResponse:
    """Take one step of a letter's life."""
    row = access.get_letter_for(request.user, letter_id)
    if step not in DEEDS:
        raise Http404
    deed, form_class, name = DEEDS[step]
    form = form_class(request.POST)
    if not form.is_valid():
        return _page(request, row, status=422, **{name: form})
    try:
        messages.success(request, deed(request, row, form.cleaned_data))
    except ValidationError as wrong:
        form.add_error(None, wrong)
        return _page(request, access.get_letter_for(request.user, letter_id), status=422, **{name: form})
    except verbs.StaleLetter as stale:
        return _page(request, access.get_letter_for(request.user, letter_id), status=409, stale=str(stale))
    except WrongState as refused:
        messages.error(request, str(refused))
    return redirect("plans:letter", letter_id)


@login_required
@require_POST
def adjust(request: SignedIn, letter_id: int) -> HttpResponse:
    """Draft the letter that is to take this one's place."""
    row = access.get_letter_for(request.user, letter_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, row, status=422, reason_form=form)
    reason = form.cleaned_data["reason"]
    try:
        new = verbs.adjust_letter(letter=row, reason=reason, by=request.user, at=timezone.now())
    except WrongState as refused:
        return _too_late(request, letter_id, str(refused), reason)
    messages.success(request, f"已拟调整后的责任书{new.number}。它签订以前，{row.number}继续有效。")
    return redirect("plans:letter", new.pk)


@login_required
@require_POST
def delete(request: SignedIn, letter_id: int) -> HttpResponse:
    """Give a draft up."""
    row = access.get_letter_for(request.user, letter_id)
    annual = row.annual_id
    try:
        verbs.delete_letter(letter=row, by=request.user, at=timezone.now())
    except WrongState as refused:
        messages.error(request, str(refused))
        return redirect("plans:letter", letter_id)
    messages.success(request, f"已删除{row.unit}的拟稿，编号{row.number}可以再用。")
    return redirect("plans:letters", annual)


@login_required
def edit(request: SignedIn, letter_id: int) -> HttpResponse:
    """What one letter has of its own: number, support, further agreements."""
    row = access.get_letter_for(request.user, letter_id)
    if not access.sees_drafts(request.user, row.annual.plan.region):
        raise NotAllowed("修改责任书由纲要办办理。")
    form = LetterForm(request.POST or None, letter=row)
    stale = None
    if request.method == "POST" and form.is_valid():
        seen = whole_number(request.POST.get("revision", ""))
        revision = -1 if seen is None else seen
        try:
            verbs.edit_letter(letter=row, values=form.values(), revision=revision, by=request.user, at=timezone.now())
        except verbs.StaleLetter as newer:
            stale, row = newer, newer.current
        except ValidationError as wrong:
            form.add_error(None, wrong)
        except WrongState as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "已保存。")
            return redirect("plans:letter", row.pk)
    context = letters_context(request, row.annual) | {"letter": row, "form": form, "stale": stale}
    status = 409 if stale else 422 if form.errors else 200
    return render(request, "plans/letters/edit.html", context, status=status)


@login_required
@require_POST
def opinion(request: SignedIn, letter_id: int) -> HttpResponse:
    """The unit's answer."""
    row = access.get_letter_for(request.user, letter_id)
    typed = request.POST.get("text", "")
    try:
        access.check_can_give_opinion(request.user, row)
    except WrongState as refused:
        return _too_late(request, letter_id, str(refused), typed)
    form = OpinionForm(request.POST)
    if form.is_valid():
        try:
            said = verbs.give_opinion(letter=row, by=request.user, at=timezone.now(), **form.values())
        except ValidationError as wrong:
            form.add_error(None, wrong)
        except WrongState as refused:
            return _too_late(request, letter_id, str(refused), typed)
        else:
            late = "（已过反馈期限，注明逾期）" if said.late else ""
            messages.success(request, f"已反馈“{'同意' if said.agrees else '有意见'}”{late}，谢谢。")
            return redirect("plans:letter", letter_id)
    return _page(request, access.get_letter_for(request.user, letter_id), status=422, opinion_form=form)


def _too_late(request: SignedIn, letter_id: int, refused: str, typed: str) -> HttpResponse:
    """The page as it stands now, with why nothing was done and the words that were typed, to be copied."""
    row = access.get_letter_for(request.user, letter_id)
    return _page(request, row, status=409, refused=refused, typed=typed)


@login_required
@require_POST
def reply(request: SignedIn, opinion_id: int) -> HttpResponse:
    """What the office took up of an opinion."""
    row = access.get_opinion_for(request.user, opinion_id)
    form, seen = ReplyForm(request.POST), request.POST.get("seen", "")
    if form.is_valid():
        words = form.cleaned_data["reply"]
        try:
            verbs.reply_opinion(opinion=row, reply=words, seen=seen, by=request.user, at=timezone.now())
        except ValidationError as wrong:
            form.add_error(None, " ".join(wrong.messages))
        except WrongState as refused:
            return _too_late(request, row.letter_id, str(refused), words)
        else:
            messages.success(request, "采纳情况已记录，单位可以看到。")
            return redirect("plans:letter", row.letter_id)
    page = access.get_letter_for(request.user, row.letter_id)
    return _page(request, page, status=422, reply_form=form, replying=row.pk)
