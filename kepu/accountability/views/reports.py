"""我的报送, and one report: filled in, read, and every step that it takes."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kepu.accountability.access import reports as rules
from kepu.accountability.forms.reports import AnswerForm, RemarkForm, answers_of
from kepu.accountability.models import Report
from kepu.accountability.queries.content import changed_since, content_of, drafted
from kepu.accountability.queries.filling import PAGE, Field, Filling, filling_of
from kepu.accountability.queries.own_reports import own_reports
from kepu.accountability.verbs import reports as verbs
from kepu.files.queries import scans_of
from kepu.people.access import WrongState
from kepu.people.queries import current_successors
from kepu.people.requests import SignedIn, whole_number
from kepu.people.verbs import BadInput

State = Report.State
A_PAGE = 20
WAY = ("填写", "送审", "报送", "接收")
_AT = {
    State.DUE: 1, State.DRAFT: 1, State.RETURNED: 1, State.PUT_UP: 2, State.IN: 4, State.ACCEPTED: 5, State.ARCHIVED: 5
}  # fmt: skip
_STEPS = {
    "put_up": rules.PUT_UP, "recall": rules.RECALL, "send_back": rules.SEND_BACK, "sign": rules.SIGN,
    "enter": rules.ENTER, "accept": rules.ACCEPT, "return": rules.RETURN, "answer": rules.ANSWER,
}  # fmt: skip


@login_required
def reports(request: SignedIn) -> HttpResponse:
    """我的报送: what the own units answer, what is open first."""
    page = Paginator(own_reports(request.user), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "today": timezone.localdate(), "many": len(set(rules.own_units(request.user))) > 1}
    return render(request, "accountability/reports.html", context)


@login_required
def report(request: SignedIn, report_id: int) -> HttpResponse:
    """One report: to be filled in by who may write in it now, else as it reads."""
    row = rules.get_report_for(request.user, report_id)
    return _page(request, row)


def _page(
    request: SignedIn, row: Report, *, filling: Filling | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    return render(request, "accountability/report.html", report_context(request, row, filling) | more, status=status)


def report_context(request: SignedIn, row: Report, filling: Filling | None = None) -> dict[str, Any]:
    """Return all that the page of a report shows. The office opens a unit's form only to enter for it (``?enter``)."""
    account, office = request.user, rules.is_office(request.user, row)
    unit = rules.answering_unit(account, row)
    writes = rules.can_write(account, row) and (unit is not None or "enter" in request.GET or filling is not None)
    filling = filling or filling_of(row)
    said = content_of(row) if row.content else drafted(filling)
    frozen = bool(row.content) and row.state != State.RETURNED
    return {
        "report": row, "cycle": row.cycle, "filling": filling, "said": said, "writes": writes, "office": office,
        "own": unit is not None, "way": WAY, "at": _AT[State(row.state)], "today": timezone.localdate(),
        "late": bool(row.first_in_on and row.first_in_on > row.due_on), "frozen": frozen,
        "changed": changed_since(said, drafted(filling)) if frozen else [],
        "may": {name: rules.allows_report(rule, account, row) for name, rule in _STEPS.items()},
        "heirs": _heirs(row), "steps": list(row.steps.select_related("by")), "scans": _scans(row),
        "lines": [line for line in row.lines.all() if line.objection], "titles": _titles(filling),
        "remark_form": RemarkForm(), "answer_form": AnswerForm(),
    }  # fmt: skip


def _titles(filling: Filling) -> Mapping[str, str]:
    leads = {one.line.task_key: one.task.title for one in filling.leads}
    return leads | {one.line.task_key: one.task.title for one in filling.supports}


def _heirs(row: Report) -> list[str]:
    """Return who goes on for a unit that is no more."""
    heirs = current_successors(row.unit, timezone.localdate())
    return [] if row.unit in heirs else [heir.name for heir in heirs]


def _scans(row: Report) -> list[Any]:
    return [scan for scan in scans_of(f"accountability.report:{row.pk}") if not scan.dropped_at]


@login_required
@require_POST
def save(request: SignedIn, report_id: int) -> HttpResponse:
    """Save what is typed: as it is typed, or all at once by the button, then perhaps put it up."""
    row, answers = rules.get_report_for(request.user, report_id), answers_of(request.POST)
    typing = request.headers.get("HX-Request") == "true"
    try:
        saved = verbs.save_report(report=row, answers=answers, by=request.user, at=timezone.now())
    except (BadInput, WrongState) as refused:
        status = 422 if isinstance(refused, BadInput) else 409
        fresh = rules.get_report_for(request.user, report_id)
        filling = with_typed(filling_of(fresh), answers, None)
        if typing:
            return render(request, "accountability/report_saved.html", {"refused": str(refused)}, status=status)
        return _page(request, fresh, filling=filling, status=status, refused=str(refused), typed=_words(answers))
    filling = with_typed(filling_of(rules.get_report_for(request.user, report_id)), answers, saved)
    stale = bool(saved.stale or saved.stale_objections)
    if typing:
        settled = [f for f in filling.fields if f.typed is None and _same(f, answers)]
        context = {
            "filling": filling,
            "settled": settled,
            "saved": saved,
            "saved_at": timezone.now(),
            "report": saved.report,
        }
        return render(request, "accountability/report_saved.html", context, status=409 if stale else 200)
    if stale:
        return _page(request, row, filling=filling, status=409, saved=saved)
    if request.POST.get("then") == "put_up":
        return _put_up(request, row)
    messages.success(request, "已保存。")
    return redirect(_back(request, row))


def _back(request: SignedIn, row: Report) -> str:
    url = reverse("accountability:report", args=[row.pk])
    return url if rules.answering_unit(request.user, row) else f"{url}?enter"


def _words(answers: verbs.Answers) -> list[str]:
    """Return the texts of a form that could not be taken, to be copied."""
    return [typed.text for typed in answers.texts.values() if typed.text.strip()]


def _key(field: Field) -> tuple[str, str]:
    return (field.line.task_key if field.line else PAGE), field.prompt.key


def _same(field: Field, answers: verbs.Answers) -> bool:
    typed = answers.texts.get(_key(field))
    return typed is not None and typed.text.replace("\r\n", "\n") == field.text


def with_typed(filling: Filling, answers: verbs.Answers, saved: verbs.Saved | None) -> Filling:
    """Return a report as filled in, with what was typed and not saved in its fields, beside what a colleague wrote."""

    def shown(field: Field) -> Field:
        typed = answers.texts.get(_key(field))
        theirs = saved.stale.get(_key(field)) if saved else None
        if typed is None or (saved and theirs is None):
            return field
        return replace(field, typed=typed.text, theirs=theirs.text if theirs else None)

    leads = [replace(lead, fields=[shown(field) for field in lead.fields]) for lead in filling.leads]
    return replace(filling, leads=leads, page=[shown(field) for field in filling.page])


def _put_up(request: SignedIn, row: Report) -> HttpResponse:
    try:
        verbs.put_up_report(report=row, by=request.user, at=timezone.now())
    except verbs.NotComplete as wanting:
        fresh = rules.get_report_for(request.user, row.pk)
        return _page(request, fresh, status=422, not_complete=str(wanting))
    except WrongState as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已送审。请分管领导审签；需要盖章的，下载打印，盖章后扫描上传。")
    return redirect("accountability:report", row.pk)


def _recall(request: SignedIn, row: Report, seen: int, remark: str) -> str:
    verbs.recall_report(report=row, by=request.user, at=timezone.now())
    return "已撤回，可以继续修改。已打印的稿子作废。"


def _send_back(request: SignedIn, row: Report, seen: int, remark: str) -> str:
    verbs.send_back_report(report=row, remark=remark, seen=seen, by=request.user, at=timezone.now())
    return "已退回联络员修改。"


def _sign(request: SignedIn, row: Report, seen: int, remark: str) -> str:
    signed = verbs.sign_report(report=row, seen=seen, by=request.user, at=timezone.now())
    assert signed.first_in_on
    return "已审签报送。" if signed.first_in_on <= signed.due_on else "已审签报送，注明逾期。"


def _accept(request: SignedIn, row: Report, seen: int, remark: str) -> str:
    verbs.accept_report(report=row, seen=seen, by=request.user, at=timezone.now())
    return "已接收。"


def _return(request: SignedIn, row: Report, seen: int, remark: str) -> str:
    verbs.return_report(report=row, remark=remark, seen=seen, by=request.user, at=timezone.now())
    return "已退回单位修改，单位有账号的同志收到消息。首次报送日期不变。"


Deed = Callable[[SignedIn, Report, int, str], str]
DEEDS: dict[str, tuple[Deed, type[forms.Form]]] = {
    "recall": (_recall, forms.Form), "send_back": (_send_back, RemarkForm), "sign": (_sign, forms.Form),
    "accept": (_accept, forms.Form), "return": (_return, RemarkForm),
}  # fmt: skip


@login_required
@require_POST
def step(request: SignedIn, report_id: int, step: str) -> HttpResponse:
    """Take one step of a report's life."""
    row = rules.get_report_for(request.user, report_id)
    if step == "put_up":
        return _put_up(request, row)
    if step not in DEEDS:
        raise Http404
    deed, form_class = DEEDS[step]
    try:
        rules.check_on_report(_STEPS[step], request.user, row)
    except WrongState as refused:
        return _too_late(request, report_id, str(refused), request.POST.get("remark", ""))
    form = form_class(request.POST)
    if not form.is_valid():
        return _page(request, row, status=422, remark_form=form)
    seen = whole_number(request.POST.get("seen", ""))
    try:
        done = deed(request, row, -1 if seen is None else seen, form.cleaned_data.get("remark", ""))
    except BadInput as wrong:
        form.add_error(None, str(wrong))
        return _page(request, row, status=422, remark_form=form)
    except WrongState as refused:
        return _too_late(request, report_id, str(refused), form.cleaned_data.get("remark", ""))
    messages.success(request, done)
    return redirect("accountability:report", report_id)


def _too_late(request: SignedIn, report_id: int, refused: str, typed: str) -> HttpResponse:
    """The page as it stands now, with why nothing was done and the words that were typed, to be copied."""
    row = rules.get_report_for(request.user, report_id)
    return _page(request, row, status=409, refused=refused, typed=[typed] if typed else [])


@login_required
@require_POST
def answer(request: SignedIn, line_id: int) -> HttpResponse:
    """What became of an objection to the figures of a task."""
    line = rules.get_line_for(request.user, line_id)
    form, seen = AnswerForm(request.POST), request.POST.get("seen", "")
    if not form.is_valid():
        row = rules.get_report_for(request.user, line.report_id)
        return _page(request, row, status=422, answer_form=form, answering=line.pk)
    words = form.cleaned_data["answer"]
    try:
        verbs.answer_objection(line=line, answer=words, seen=seen, by=request.user, at=timezone.now())
    except WrongState as refused:
        return _too_late(request, line.report_id, str(refused), words)
    messages.success(request, "已答复，单位可以看到。")
    return redirect("accountability:report", line.report_id)
