"""What a link to ``plans.letter:<id>`` shows: a unit without account reads its letter and answers."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kepu.people.access import WrongState
from kepu.people.models import Account, Unit
from kepu.people.one_time import Handler, Opened
from kepu.people.queries import current_successors, predecessors_of
from kepu.plans import access, verbs
from kepu.plans.forms.letters import OpinionForm
from kepu.plans.models import Letter
from kepu.plans.queries.letters.archives import letter_pdf
from kepu.plans.queries.letters.content import content_of

KIND = "plans.letter"
_LOADED = ("annual__plan__region", "annual__version__document", "unit__region", "sheet")


def _letter(letter_id: int) -> Letter:
    letter = Letter.objects.select_related(*_LOADED).filter(pk=letter_id).first()
    if letter is None:
        raise Http404
    return letter


def title(letter_id: int) -> str:
    letter = _letter(letter_id)
    return f"对{letter.unit.name}{letter.annual.year}年度目标责任书反馈意见"


def check_may_issue(by: Account, unit: Unit, letter_id: int) -> None:
    """A unit is sent its own letter, or that of a unit it goes on for, by the office, while it is out for comment."""
    letter = _letter(letter_id)
    if not _answers(unit, letter):
        raise Http404
    access.check_can_draft_letters(by, letter.annual)
    if letter.state != Letter.State.CONSULTED:
        raise WrongState("这份责任书现在不在征求意见。请先送征求意见，再发链接。")


def _answers(unit: Unit, letter: Letter) -> bool:
    answering = current_successors(letter.unit, timezone.localdate()) or [letter.unit]
    return unit.pk in {one.pk for one in answering}


def offers(by: Account, unit: Unit) -> list[int]:
    """Offer the letters of the unit that are out for comment."""
    units = [unit, *predecessors_of(unit, timezone.localdate())]
    rows = Letter.objects.filter(unit__in=units, state=Letter.State.CONSULTED).select_related("annual__plan__region")
    return [letter.pk for letter in rows.defer("snapshot") if access.can_draft_letters(by, letter.annual)]


def page(request: HttpRequest, opened: Opened, action: str) -> HttpResponse:
    """The letter, as a page or (``pdf``) to be printed, and the form for the answer; the answer ends the link."""
    letter = _letter(opened.subject_id)
    if action not in ("", "pdf") or not _answers(opened.unit, letter):
        raise Http404
    access.check_is_out(letter)
    if action == "pdf":
        return HttpResponse(letter_pdf(letter), content_type="application/pdf")
    form = OpinionForm(request.POST or None, named=True)
    if form.is_valid():
        try:
            verbs.answer_by_link(link=opened.link, letter=letter, at=timezone.now(), **form.values())
        except ValidationError as wrong:
            form.add_error(None, wrong)
        else:
            return redirect("links:done")
    facts = {
        "opened": opened, "letter": letter, "said": content_of(letter), "form": form,
        "overdue": letter.consult_until and letter.consult_until < timezone.localdate(),
    }  # fmt: skip
    return render(request, "plans/letters/link.html", facts, status=422 if form.errors else 200)


HANDLER = Handler(title=title, check_may_issue=check_may_issue, page=page, offers=offers)
