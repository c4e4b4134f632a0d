"""A step taken with many letters at once: first what it will do is told, then it is done."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kepu.people.requests import SignedIn
from kepu.plans import access, verbs
from kepu.plans.forms.letters import UntilForm, proposed_until
from kepu.plans.models import AnnualPlan, Letter
from kepu.plans.queries.letters.listing import drift_of, overview
from kepu.plans.verbs.letters.consulting import people_of
from kepu.plans.views.letters.archive import ask
from kepu.plans.views.letters.year import FITTING, _list, chosen, letters_context

CONSEQUENCES = {
    "draft": "按单位的官方排序编号拟稿。拟稿期间内容随年度要点和目标任务分解变化。",
    "consult": "各单位的联络员、科室负责人、分管领导收到消息，可以看到本单位的责任书并反馈。没有账号的单位，可在责任书页面发一次性链接。",
    "approve": "审定后内容固定，每页带校验码和二维码；以后分解或要点再变，不影响已审定的责任书，只提示有变动。",
    "print": "登记为已印制，送各单位签字盖章。盖章页的照片或扫描件上传后，凭校验码自动归到每一份。",
}


@login_required
@require_POST
def step(request: SignedIn, annual_id: int) -> HttpResponse:
    """Tell what a step with the chosen letters will do; with ``confirmed`` do it."""
    annual = access.get_letters_year_for(request.user, annual_id)
    access.check_can_draft_letters(request.user, annual)
    try:
        form, letters, units = chosen(request, annual, overview(annual, timezone.localdate()))
    except ValidationError as wrong:
        return _list(request, annual, problem=" ".join(wrong.messages), status=422)
    name = form.cleaned_data["step"]
    if not (units if name == "draft" else letters):
        return _list(request, annual, problem="没有选中可以办的责任书。请先勾选，或选“全部可以办的”。", status=422)
    if name == "archive":
        return ask(request, annual, letters)
    if request.POST.get("confirmed") != "1":
        return _confirm(request, annual, name, letters, units)
    return _do(request, annual, name, letters, units)


def _confirm(
    request: SignedIn, annual: AnnualPlan, name: str, letters: list[Letter], units: list[Any],
    form: forms.Form | None = None,
) -> HttpResponse:  # fmt: skip
    fit = [letter for letter in letters if letter.state in FITTING.get(name, ())]
    today = timezone.localdate()
    drift = drift_of(overview(annual, today), annual, fit, today) if name == "print" else {}
    until = form or (UntilForm(initial={"until": proposed_until(today)}) if name == "consult" else None)
    context = letters_context(request, annual) | {
        "step": name, "word": dict(WORDS)[name], "letters": fit, "units": units if name == "draft" else [],
        "lines": [(letter, drift.get(letter.pk, 0)) for letter in fit], "drifted": sum(map(bool, drift.values())),
        "unfit": [letter for letter in letters if letter not in fit], "consequence": CONSEQUENCES[name], "form": until,
        "many": len(units) if name == "draft" else len(fit),
    }  # fmt: skip
    return render(request, "plans/letters/confirm.html", context, status=422 if form else 200)


MOST_NAMED = 20
NEXT = {"print": "可以用“打包下载”一次取得 PDF 去打印，每页页脚有校验码。", "approve": "内容从现在起固定，可以印制。"}
WORDS = (("draft", "拟稿"), ("consult", "征求意见"), ("approve", "审定"), ("print", "印制"))


def _do(request: SignedIn, annual: AnnualPlan, name: str, letters: list[Letter], units: list[Any]) -> HttpResponse:
    by, at = request.user, timezone.now()
    form = UntilForm(request.POST) if name == "consult" else None
    if form and not form.is_valid():
        return _confirm(request, annual, name, letters, units, form)
    deeds: dict[str, Callable[[], verbs.Bulk]] = {
        "draft": lambda: verbs.Bulk(verbs.draft_letters(annual=annual, units=units, by=by, at=at)),
        "consult": lambda: verbs.consult_letters(letters=letters, until=form.cleaned_data["until"], by=by, at=at),  # type: ignore[union-attr]
        "approve": lambda: verbs.approve_letters(letters=letters, by=by, at=at),
        "print": lambda: verbs.print_letters(letters=letters, by=by, at=at),
    }
    try:
        _say(request, name, deeds[name]())
    except ValidationError as wrong:
        if form is None:
            return _list(request, annual, problem=" ".join(wrong.messages), status=422)
        form.add_error(None, wrong)
        return _confirm(request, annual, name, letters, units, form)
    return redirect("plans:letters", annual.pk)


def _say(request: SignedIn, name: str, bulk: verbs.Bulk) -> None:
    if bulk.done:
        messages.success(request, f"{dict(WORDS)[name]}：{len(bulk.done)}份已办。{NEXT.get(name, '')}")
    if name == "consult" and (without := unreached(bulk.done)):
        messages.warning(request, f"{without}还没有账号，收不到消息。请打开各自的责任书，发一次性链接。")
    for letter, why in bulk.left[:10]:
        messages.warning(request, f"{letter.unit}（{letter.number}）没有办：{why}")
    if len(bulk.left) > 10:
        messages.warning(request, f"另有{len(bulk.left) - 10}份没有办，请逐份查看。")


def unreached(letters: list[Letter]) -> str:
    """Name the units, twenty at most, for which nobody with an account works: 县商务局等3个单位; '' for none."""
    people = people_of({letter.unit for letter in letters}, timezone.localdate())
    names = [letter.unit.name for letter in letters if not people[letter.unit_id]]
    more = f"等{len(names)}个单位" if len(names) > MOST_NAMED else ""
    return "、".join(names[:MOST_NAMED]) + more
