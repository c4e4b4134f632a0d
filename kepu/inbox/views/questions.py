"""意见箱: the list by due day, one question with every step, entering one for a resident, the slip with its code."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import segno
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kepu.inbox import access, verbs
from kepu.inbox.access import questions as rules
from kepu.inbox.contacts import opened
from kepu.inbox.forms import (
    AnswerForm,
    AssignForm,
    DeclineForm,
    DraftForm,
    QuestionForm,
    ReleaseForm,
    ReopenForm,
    SeenForm,
)
from kepu.inbox.forms.questions import Words
from kepu.inbox.models import Question
from kepu.inbox.queries.help_lines import help_line_for
from kepu.inbox.queries.questions import Wanted, counts, listed
from kepu.methods.masking import doubts, personal_spans
from kepu.methods.workdays import caveat
from kepu.people.access import Rule, WrongState, own_office
from kepu.people.models import Account, Unit
from kepu.people.queries import townships_of, workday_table
from kepu.people.requests import SignedIn
from kepu.people.verbs import BadInput

A_PAGE = 30
TABS = (*((str(s.value), str(s.label)) for s in Question.State), ("all", "全部"))
DUE = (("late", "已逾期"), ("soon", "两个工作日内到期"))


@login_required
def questions(request: SignedIn) -> HttpResponse:
    """The questions a person may see, those to be answered first on top."""
    region, today = own_office(request.user), timezone.localdate()
    wanted = _wanted(request)
    page = Paginator(listed(request.user, wanted, today), A_PAGE).get_page(request.GET.get("page"))
    numbers = counts(request.user)
    units = Unit.objects.filter(questions__in=access.readable_questions(request.user)).distinct()
    facts = {
        "region": region, "today": today, "page": page, "wanted": wanted, "tab": wanted.state or "all",
        "tabs": [(name, label, numbers["" if name == "all" else name]) for name, label in TABS], "due": DUE,
        "places": townships_of(region), "units": units.order_by("order", "pk"),
        "reads_all": access.reads_all(request.user, region), "may_enter": access.can_enter(request.user, region),
        "may_set_lines": access.can_set_help_lines(request.user, region),
        "filtered": any((wanted.text, wanted.place, wanted.unit, wanted.due)),
        "caveat": caveat(today, max((q.due for q in page.object_list), default=today), workday_table()),
    }  # fmt: skip
    return render(request, "inbox/questions.html", facts)


def _wanted(request: SignedIn) -> Wanted:
    """Return what the address asks for; nonsense in it asks for nothing."""
    get = request.GET.get
    state, unit, place = get("state", Question.State.OPEN), get("unit", ""), get("place", "")
    return Wanted(
        state="" if state == "all" else state if state in Question.State.values else Question.State.OPEN.value,
        text=get("q", "").strip()[:100],
        place=place if len(place) == 12 and place.isascii() and place.isdigit() else "",
        unit=unit if unit == "none" or (unit.isascii() and unit.isdigit() and len(unit) < 12) else "",
        due=get("due", "") if get("due") in dict(DUE) else "",
    )


@login_required
def enter(request: SignedIn) -> HttpResponse:
    """Write down what a resident asked at the counter or by telephone; afterwards the slip with the code."""
    region = own_office(request.user)
    access.check_can_enter(request.user, region)
    form = QuestionForm(request.POST or None, region=region)
    if form.is_valid():
        once = form.cleaned_data["once"]
        try:
            made = verbs.enter_question(
                region=region, values=form.values(), once=once, by=request.user, at=timezone.now()
            )
            return redirect("questions:slip", made.pk)
        except BadInput as error:
            form.add_error(None, str(error))
    facts = {"region": region, "form": form}
    return render(request, "inbox/enter_question.html", facts, status=422 if form.errors else 200)


def _public(request: SignedIn, view: str, *args: str) -> str:
    """Return the whole address of a page of the portal; nothing where the portal is another installation."""
    try:
        return request.build_absolute_uri(reverse(view, args=args))
    except NoReverseMatch:
        return ""


@login_required
def slip(request: SignedIn, question_id: int) -> HttpResponse:
    """A page to print and hand over: the code in large, until when an answer comes, where to read it, whom to call.

    Without a portal beside the desk there is no page to read it on: then the telephone alone.
    """
    row = access.get_slip_for(request.user, question_id)
    page = _public(request, "portal:receipt", row.region_id, row.code)
    facts = {
        "question": row, "url": _public(request, "portal:ask", row.region_id),
        "qr": segno.make(page, error="m", micro=False).svg_data_uri(scale=4) if page else "",
        "line": help_line_for(row.region, row.place),
    }  # fmt: skip
    return render(request, "inbox/slip.html", facts)


Deed = Callable[[Question, Any, int, Account, datetime], Question]


@dataclass(frozen=True)
class Step:
    """One thing that is done to a question: who may, the form, the verb, what is said when it is done."""

    rule: Rule
    form: type[SeenForm]
    deed: Deed
    done: str


STEPS = {
    "assign": Step(
        rules.ASSIGN, AssignForm,
        lambda q, data, seen, by, at: verbs.assign_question(question=q, unit=data["unit"], revision=seen, by=by, at=at),
        "已登记承办单位，并通知其联络员。",
    ),
    "draft": Step(
        rules.DRAFT, DraftForm,
        lambda q, data, seen, by, at: verbs.draft_answer(question=q, text=data["text"], revision=seen, by=by, at=at),
        "代拟的答复已交给纲要办。",
    ),
    "answer": Step(
        rules.ANSWER, AnswerForm,
        lambda q, data, seen, by, at: verbs.answer_question(question=q, text=data["text"], revision=seen, by=by, at=at),
        "已答复，来信人凭查询码现在可以看到。",
    ),
    "decline": Step(
        rules.DECLINE, DeclineForm,
        lambda q, data, seen, by, at: verbs.decline_question(
            question=q, reason=data["reason"], revision=seen, by=by, at=at),
        "已登记不予受理，来信人凭查询码可以看到理由。",
    ),
    "reopen": Step(
        rules.REOPEN, ReopenForm,
        lambda q, data, seen, by, at: verbs.reopen_question(question=q, revision=seen, by=by, at=at),
        "已重新办理，自今天起5个工作日内答复。",
    ),
    "release": Step(
        rules.RELEASE, ReleaseForm,
        lambda q, data, seen, by, at: verbs.release_question(
            question=q, values=verbs.ReleaseValues(data["text"], data["answer"], data["statement"], data["kept"]),
            revision=seen, by=by, at=at),
        "已公开，居民现在可以在“问答”中看到。",
    ),
    "take_back": Step(
        rules.TAKE_BACK, ReopenForm,
        lambda q, data, seen, by, at: verbs.take_back_question(question=q, revision=seen, by=by, at=at),
        "已撤下，居民不能再看到。",
    ),
}  # fmt: skip


@login_required
def question(request: SignedIn, question_id: int) -> HttpResponse:
    """One question: what was asked, until when, who works on it, and each step the person may take."""
    return _page(request, access.get_question_for(request.user, question_id))


@login_required
@require_POST
def step(request: SignedIn, question_id: int, deed: str) -> HttpResponse:
    """Take one step. What was typed stays on the page when the step is refused or somebody else was quicker."""
    row = access.get_question_for(request.user, question_id)
    taken = STEPS.get(deed)
    if taken is None:
        raise Http404
    form = taken.form(request.POST, question=row)
    if form.is_valid():
        seen = form.cleaned_data["revision"]
        try:
            taken.deed(row, form.cleaned_data, seen, request.user, timezone.now())
        except (verbs.Stale, WrongState) as refused:
            return _too_late(request, question_id, deed, form, str(refused))
        except BadInput as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, taken.done)
            return redirect("questions:question", question_id)
    try:
        access.check_on_question(taken.rule, request.user, row)
    except WrongState as refused:
        return _too_late(request, question_id, deed, form, str(refused))
    return _page(request, row, {deed: form}, status=422)


def _too_late(request: SignedIn, question_id: int, step: str, form: SeenForm, why: str) -> HttpResponse:
    """The page as it is now, with what was typed; where the step is still open, in its form, to be sent again knowingly."""
    row = access.get_question_for(request.user, question_id)
    typed = {name: form.data.get(name, "") for name in form.fields if name != "revision"}
    again = STEPS[step].form(question=row, initial=typed)
    texts = [value for name, value in typed.items() if value and isinstance(form.fields[name], Words)]
    open_still = access.can_on_question(STEPS[step].rule, request.user, row)
    return _page(request, row, {step: again}, status=409, why=why, typed=[] if open_still else texts)


def _page(
    request: SignedIn, row: Question, given: dict[str, SeenForm] | None = None, *, status: int = 200, why: str = "",
    typed: list[str] | None = None,
) -> HttpResponse:  # fmt: skip
    today, reads_all = timezone.localdate(), access.reads_all(request.user, row.region)
    steps: dict[str, forms.Form] = {
        name: (given or {}).get(name) or step.form(question=row)
        for name, step in STEPS.items()
        if access.can_on_question(step.rule, request.user, row)
    }
    facts = {
        "question": row, "today": today, "pieces": pieces_of(row.text), "doubts": doubts(row.text), "steps": steps,
        "reads_all": reads_all, "contact": opened(row.contact) if reads_all else None,
        "may_erase": reads_all and bool(row.contact), "may_print": reads_all or row.entered_by_id == request.user.pk,
        "caveat": caveat(today, row.due, workday_table()), "why": why, "typed": typed or [], "hits": _hits(row) if "release" in steps else [],
    }  # fmt: skip
    return render(request, "inbox/question.html", facts, status=status)


def _hits(row: Question) -> list[str]:
    """Return what looks personal in the question and its answer, for whoever words their public form."""
    return [text[start:end] for text in (row.text, row.answer) for start, end in personal_spans(text)]


def pieces_of(text: str) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it looks personal."""
    pieces, at = [], 0
    for start, end in personal_spans(text):
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]


@login_required
@require_POST
def erase(request: SignedIn, question_id: int) -> HttpResponse:
    """Erase who asked, because he wishes so."""
    row = access.get_question_for(request.user, question_id)
    verbs.erase_contact(question=row, by=request.user, at=timezone.now())
    messages.success(request, "联系方式已删除。")
    return redirect("questions:question", question_id)
