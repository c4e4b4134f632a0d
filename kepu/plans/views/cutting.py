"""Cutting a task in two, joining two, taking a join back."""

from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kepu.people.requests import SignedIn, whole_number
from kepu.plans import access, verbs
from kepu.plans.forms.guesses import suggested_title
from kepu.plans.models import Task, Version
from kepu.plans.queries.marks import sentences
from kepu.plans.views.answers import (
    answering,
    found_item,
    item_of,
    problem,
    seen_revision,
    short,
    whole,
)


@login_required
@require_http_methods(["GET", "POST"])
@answering
def split(request: SignedIn, plan_id: int, key: str) -> HttpResponse:
    """GET: where to cut, a list of the task's sentences. POST: cut it there."""
    version, found = found_item(request, plan_id, "task", key)
    assert isinstance(found, Task)
    if request.method == "GET":
        return _split_page(request, version, found)
    place, title = whole_number(request.POST.get("at_offset", "")), request.POST.get("title", "")
    if place is None:
        return _split_page(request, version, found, problem="请选择从哪一句起是后一项任务。")
    try:
        second = verbs.split_task(
            task=found, at_offset=place, title=title, revision=seen_revision(request), by=request.user,
            at=timezone.now(),
        )  # fmt: skip
    except ValidationError as error:
        return _split_page(request, version, found, problem="；".join(error.messages))
    found.refresh_from_db()
    seen = {"second": second.key, "revision": found.revision, "second_revision": second.revision}
    undo = {"path": f"task/{found.key}/merge/", "values": seen}
    return whole(request, version, focus=second.key, toast="已拆成两项", undo=undo)


def _split_page(request: SignedIn, version: Version, task: Task, problem: str = "") -> HttpResponse:
    start, end = task.start or 0, task.clause_start or task.end or 0
    lines = [line for line in sentences(version.document.text, start, end) if line[0] > start]
    wanted = whole_number(request.POST.get("at_offset") or request.GET.get("at", ""))
    if wanted is not None and start < wanted < end and wanted not in {place for place, _ in lines}:
        lines = sorted([*lines, (wanted, version.document.text[wanted:end].split("\n")[0][:80])])
    options = [(place, text, suggested_title(text)) for place, text in lines]
    chosen = wanted if wanted is not None else (lines[0][0] if lines else None)
    title = request.POST.get("title", next((t for place, _, t in options if place == chosen), ""))
    context = {
        "version": version,
        "item": task,
        "options": options,
        "chosen": chosen,
        "title": title,
        "problem": problem,
    }
    return render(request, "plans/proofread/split.html", context, status=422 if problem else 200)


@login_required
@require_POST
@answering
def merge(request: SignedIn, plan_id: int, key: str) -> HttpResponse:
    """Join the task named ``second`` to this one; the answer offers to take it back."""
    version, first = found_item(request, plan_id, "task", key)
    second = item_of(version, "task", request.POST.get("second", ""))
    assert isinstance(first, Task)
    assert isinstance(second, Task)
    done = verbs.merge_tasks(
        first=first, second=second, first_revision=seen_revision(request), second_revision=seen_revision(request, "second_revision"),
        by=request.user, at=timezone.now(),
    )  # fmt: skip
    undo = {"path": "unmerge/", "values": {"undo": signing.dumps(done.undo, salt="plans.unmerge", compress=True)}}
    return whole(request, version, focus=first.key, toast=f"已并入“{short(first.title)}”", undo=undo)


@login_required
@require_POST
@answering
def unmerge(request: SignedIn, plan_id: int) -> HttpResponse:
    """Take a merge back."""
    version = access.get_proofreading_for(request.user, plan_id)
    try:
        undo = signing.loads(request.POST.get("undo", ""), salt="plans.unmerge", max_age=12 * 3600)
    except signing.BadSignature:
        return problem(request, "已不能撤销。可以用“拆分”再分开。")
    second = verbs.unmerge_tasks(version=version, undo=undo, by=request.user, at=timezone.now())
    return whole(request, version, focus=second.key, toast="已撤销合并")
