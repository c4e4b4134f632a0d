"""The letters of a year: the list, drafting all at once, steps with many, the clauses that all of them share."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kepu.people.requests import SignedIn, whole_number
from kepu.plans import access, verbs
from kepu.plans.forms.letters import ChosenForm, TermsForm
from kepu.plans.models import AnnualPlan, Letter
from kepu.plans.queries.letters.listing import NONE, Overview, fill, filtered, overview
from kepu.plans.views.annual.pages import year_context
from kepu.plans.wording.letters import ORDINAL, YEAR, number, terms_for

A_PAGE = 50
STATES = ((NONE, "还没有"), *((str(value), str(label)) for value, label in Letter.State.choices))


def letters_context(request: SignedIn, annual: AnnualPlan) -> dict[str, Any]:
    """Return what the head of every page of a year's letters shows."""
    return year_context(request, annual, "letters")


@login_required
def letters(request: SignedIn, annual_id: int) -> HttpResponse:
    """Every unit that the year asks something of, with its letter or none yet."""
    annual = access.get_letters_year_for(request.user, annual_id)
    return _list(request, annual)


def _list(request: SignedIn, annual: AnnualPlan, *, problem: str = "", status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    seen = overview(annual, today)
    state, text = request.GET.get("state", ""), request.GET.get("q", "").strip()[:60]
    state = state if state in dict(STATES) else ""
    lines = filtered(seen.lines, state, text)
    if not access.can_draft_letters(request.user, annual):
        lines = [line for line in lines if line.letter and line.letter.state not in ("draft", "consulted")]
    page = Paginator(lines, A_PAGE).get_page(request.GET.get("page"))
    fill(list(page.object_list), annual, seen.asked, today)
    context = letters_context(request, annual) | {
        "overview": seen, "page": page, "state": state, "q": text, "problem": problem,
        "states": [(value, word, seen.counts[value]) for value, word in STATES if seen.counts.get(value)],
        "may_draft": access.can_draft_letters(request.user, annual), "steps": ChosenForm.STEPS, "next_step": STEP_OF.get(state) or _next_step(seen),
        "first_numbers": _sample_numbers(annual),
    }  # fmt: skip
    return render(request, "plans/letters/year.html", context, status=status)


STEP_OF = {NONE: "draft", "draft": "consult", "consulted": "approve", "approved": "print"}


def _next_step(seen: Overview) -> str:
    """Return the step that most letters wait for, to be offered first."""
    waiting = {step: seen.counts.get(state, 0) for state, step in STEP_OF.items()}
    return max(waiting, key=lambda step: waiting[step]) if any(waiting.values()) else "archive"


def _sample_numbers(annual: AnnualPlan) -> str:
    return number(terms_for(annual).number_pattern, annual.year, 1)


@login_required
@require_POST
def draft(request: SignedIn, annual_id: int) -> HttpResponse:
    """Draft a letter for every unit that has none."""
    annual = access.get_letters_year_for(request.user, annual_id)
    made = verbs.draft_letters(annual=annual, by=request.user, at=timezone.now())
    if made:
        messages.success(request, f"已拟{len(made)}份责任书（{made[0].number}起），请核对后征求意见。")
    else:
        messages.info(request, "各单位都有责任书了，没有重复拟稿。")
    return redirect("plans:letters", annual_id)


def chosen(request: SignedIn, annual: AnnualPlan, seen: Overview) -> tuple[ChosenForm, list[Letter], list[Any]]:
    """Return the form of a step with many, and the letters and units that it is about. Raises ValidationError."""
    letters = {line.letter.pk: line.letter for line in seen.lines if line.letter}
    units = {line.unit.pk: line.unit for line in seen.lines if line.letter is None}
    form = ChosenForm(request.POST, letters=list(letters), units=list(units))
    if not form.is_valid():
        raise ValidationError([str(error) for errors in form.errors.values() for error in errors])
    said = form.cleaned_data
    if said["scope"] == "all":
        return form, _fitting(said["step"], letters.values()), list(units.values())
    return form, [letters[pk] for pk in said["letter"]], [units[pk] for pk in said["unit"]]


FITTING = {
    "consult": (Letter.State.DRAFT,), "approve": (Letter.State.DRAFT, Letter.State.CONSULTED),
    "print": (Letter.State.APPROVED,), "archive": tuple(Letter.State),
}  # fmt: skip


def _fitting(step: str, letters: Any) -> list[Letter]:
    return [letter for letter in letters if letter.state in FITTING.get(step, ())]


@login_required
def terms(request: SignedIn, annual_id: int) -> HttpResponse:
    """The clauses that all letters of the year share, and how they are numbered."""
    annual = access.get_letters_year_for(request.user, annual_id)
    if not access.can_edit_letter_terms(request.user, annual):
        raise Http404
    now = terms_for(annual)
    form = TermsForm(request.POST or None, terms=now)
    stale = None
    if request.method == "POST" and form.is_valid():
        seen = whole_number(request.POST.get("revision", ""))
        revision = -1 if seen is None else seen
        try:
            verbs.edit_letter_terms(
                annual=annual, values=form.values(), revision=revision, by=request.user, at=timezone.now()
            )
        except verbs.StaleTerms as newer:
            stale, now = newer, newer.current
        except ValidationError as wrong:
            form.add_error(None, wrong)
        else:
            messages.success(request, "通用条款已保存，拟稿中的责任书随之更新；已审定的不变。")
            return redirect("plans:letters", annual_id)
    status = 409 if stale else 422 if form.errors else 200
    context = letters_context(request, annual) | {
        "form": form, "terms": now, "stale": stale, "marks": (YEAR, ORDINAL),
        "sample": number(now.number_pattern, annual.year, 1),
    }  # fmt: skip
    return render(request, "plans/letters/terms.html", context, status=status)
