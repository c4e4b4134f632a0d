"""Asking and reading answers: the question box of residents, what was made public of it, whom to call."""

from collections.abc import Callable
from functools import wraps

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kepu.inbox import queries, verbs
from kepu.inbox.contacts import KEEP_AFTER_ANSWER, opened
from kepu.inbox.forms import QuestionForm
from kepu.inbox.models import Question
from kepu.methods.masking import mask
from kepu.methods.workdays import add_workdays, caveat
from kepu.people.models import Region
from kepu.people.queries import workday_table
from kepu.people.verbs import BadInput
from kepu.portal import sources
from kepu.portal.places import office_of

A_PAGE = 20
View = Callable[..., HttpResponse]


def unkept(view: View) -> View:
    """What one person asked is kept by no cache and listed by no search engine."""

    @wraps(view)
    def respond(request: HttpRequest, **parts: str) -> HttpResponse:
        response = view(request, **parts)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return respond


@unkept
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """One plain form. ``?code=`` is the other way in: whoever asked before reads the answer."""
    place, region = office_of(code)
    if request.method != "POST" and "code" in request.GET:
        return redirect("portal:receipt", code, _plain(request.GET["code"]))
    form = QuestionForm(request.POST or None, region=region, initial={"place": place.pk})
    if request.method == "POST" and form.is_valid():
        try:
            once = form.cleaned_data["once"]
            made = verbs.ask(region=region, values=form.values(), once=once, at=timezone.now())
            return redirect("portal:receipt", code, made.code)
        except BadInput as error:
            form.add_error(None, str(error))
    return _form(request, place, region, form)


@require_safe
def how_to_ask(request: HttpRequest, code: str) -> HttpResponse:
    """Where there is no desk, nobody would read a question: whom to call, where to go, and what others asked."""
    place, region = office_of(code)
    facts = {
        "place": place, "region": region, "lines": queries.help_lines(region), "days": verbs.WORKDAYS_TO_ANSWER,
        "has_answers": sources.answers(region).exists(),
    }  # fmt: skip
    return render(request, "portal/how_to_ask.html", facts)


def _plain(typed: str) -> str:
    """Return a code as typed without blanks and dashes; what is no code stays nonsense and is not found."""
    return queries.digits_of(typed)[:20] or "0"


def _form(request: HttpRequest, place: Region, region: Region, form: QuestionForm) -> HttpResponse:
    today = timezone.localdate()
    table = workday_table()
    due = add_workdays(today, verbs.WORKDAYS_TO_ANSWER, table)
    facts = {
        "place": place, "region": region, "form": form, "due": due, "caveat": caveat(today, due, table),
        "days": verbs.WORKDAYS_TO_ANSWER, "digits": verbs.CODE_DIGITS, "kept_days": KEEP_AFTER_ANSWER.days, "lines": _lines(region, place),
        "has_answers": queries.released_questions(region).exists(),
    }  # fmt: skip
    return render(request, "portal/ask.html", facts, status=422 if form.errors else 200)


def _lines(region: Region, place: Region | None) -> list[object]:
    line = queries.help_line_for(region, place)
    return [line] if line else []


@unkept
@require_safe
def receipt(request: HttpRequest, code: str, receipt: str) -> HttpResponse:
    """What whoever has the code reads: the code in large, until when an answer comes, then the answer.

    A wrong code, one of another region and nonsense have the same answer.
    """
    place, region = office_of(code)
    question = queries.found_by_code(region, receipt)
    if question is None:
        return render(request, "portal/no_receipt.html", {"place": place, "digits": verbs.CODE_DIGITS}, status=404)
    today = timezone.localdate()
    facts = {
        "place": place, "region": region, "question": question, "contact": _shown_contact(question), "today": today,
        "late": question.state == Question.State.OPEN and question.due < today,
        "caveat": caveat(timezone.localdate(question.asked_at), question.due, workday_table()),
        "lines": _lines(region, question.place or place), "kept_days": KEEP_AFTER_ANSWER.days,
    }  # fmt: skip
    return render(request, "portal/receipt.html", facts)


def _shown_contact(question: Question) -> str:
    """Return what a person recognises his contact by: the telephone with its middle hidden, else the surname."""
    if not question.contact:
        return ""
    contact = opened(question.contact)
    phone = mask(contact.phone)
    return (
        (f"****{contact.phone[-4:]}" if phone == contact.phone else phone) if contact.phone else contact.name[:1] + "**"
    )


@unkept
@require_POST
def forget(request: HttpRequest, code: str, receipt: str) -> HttpResponse:
    """Erase who asked, at his wish: he has the code."""
    place, region = office_of(code)
    question = queries.found_by_code(region, receipt)
    if question is None:
        return render(request, "portal/no_receipt.html", {"place": place, "digits": verbs.CODE_DIGITS}, status=404)
    verbs.erase_contact(question=question, by=None, at=timezone.now())
    return redirect("portal:receipt", code, question.code)


@require_safe
def answers(request: HttpRequest, code: str) -> HttpResponse:
    """Questions and answers that were made public, newest first; by a word in them."""
    place, region = office_of(code)
    text = request.GET.get("q", "").strip()[:60]
    page = Paginator(sources.answers(region, text), A_PAGE).get_page(request.GET.get("page"))
    facts = {"place": place, "region": region, "page": page, "q": text, "has_desk": sources.has_desk()}
    return render(request, "portal/answers.html", facts | {"answers": [sources.answer_of(row) for row in page]})


@require_safe
def phones(request: HttpRequest, code: str) -> HttpResponse:
    """Whom to call: the county's telephone and each township's."""
    place, region = office_of(code)
    facts = {"place": place, "region": region, "lines": queries.help_lines(region), "has_desk": sources.has_desk()}
    return render(request, "portal/phones.html", facts)
