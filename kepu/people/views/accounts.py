"""Accounts and roles: the system administrator makes and stops accounts, the security administrator grants roles."""

from collections.abc import Callable
from functools import partial
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kepu.people import queries, verbs
from kepu.people.access import (
    Rule,
    can_on_account,
    check_on_account,
    get_account_for,
    get_holding_for,
    listed_accounts,
    rules,
)
from kepu.people.forms import AccountForm, PersonForm, RoleForm
from kepu.people.models import Account, Role
from kepu.people.requests import SignedIn
from kepu.people.views.deeds import attempt, try_and_say

A_PAGE = 50
STEPS: dict[str, tuple[Callable[..., object], Rule, str]] = {
    "unlock": (verbs.unlock, rules.UNLOCK, "已解除登录锁定。"),
    "disable": (verbs.disable, rules.DISABLE, "账号已停用，正在进行的登录已退出。"),
    "enable": (verbs.enable, rules.ENABLE, "账号已恢复。"),
    "close": (verbs.close, rules.CLOSE, "账号已注销，姓名和电话已删除。"),
    "reset-second-factor": (
        verbs.reset_second_factor,
        rules.RESET_SECOND_FACTOR,
        "动态口令已重置，本人下次登录后重新启用。",
    ),
}


@login_required
def accounts(request: SignedIn) -> HttpResponse:
    """All accounts, by name and state."""
    text, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    state = state if state in Account.State.values else ""
    found = queries.accounts_with_roles(listed_accounts(request.user), text=text, state=state)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    facts = {"page": page, "q": text, "state": state, "states": Account.State.choices,
             "may_create": can_on_account(rules.CREATE_ACCOUNT, request.user)}  # fmt: skip
    return render(request, "people/accounts.html", facts)


@login_required
def create(request: SignedIn) -> HttpResponse:
    check_on_account(rules.CREATE_ACCOUNT, request.user)
    form = AccountForm(request.POST or None)
    if form.is_valid():
        deed = partial(verbs.create_account, by=request.user, at=timezone.now(), **form.cleaned_data)
        if made := attempt(form, deed):
            return _show_password(request, *made)
    return render(request, "people/account_form.html", {"form": form}, status=422 if form.errors else 200)


def _show_password(request: SignedIn, account: Account, password: str) -> HttpResponse:
    """The password is shown once, on the answer itself, and kept nowhere."""
    response = render(request, "people/first_password.html", {"account": account, "password": password})
    response["Cache-Control"] = "no-store"
    return response


@login_required
def account(request: SignedIn, account_id: int) -> HttpResponse:
    one = get_account_for(request.user, account_id)
    return render(
        request, "people/account.html", _facts(request, one, RoleForm(initial={"since": timezone.localdate()}))
    )


def _facts(request: SignedIn, one: Account, form: RoleForm) -> dict[str, Any]:
    steps = {name.replace("-", "_"): can_on_account(rule, request.user, one) for name, (_, rule, _) in STEPS.items()}
    return {
        "account": one, "form": form, "today": timezone.localdate(), "may": steps,
        "holdings": one.holdings.select_related("unit", "region").order_by("-since", "-id"),
        "has_second_factor": Authenticator.objects.filter(user=one, type="totp").exists(),
        "may_edit": can_on_account(rules.EDIT_ACCOUNT, request.user, one),
        "may_reset": can_on_account(rules.RESET_PASSWORD, request.user, one),
        "may_grant": can_on_account(rules.GRANT_ROLE, request.user, one),
        "may_end": can_on_account(rules.END_ROLE, request.user, one),
    }  # fmt: skip


@login_required
def edit(request: SignedIn, account_id: int) -> HttpResponse:
    one = get_account_for(request.user, account_id)
    check_on_account(rules.EDIT_ACCOUNT, request.user, one)
    form = PersonForm(request.POST or None, initial={"name": one.name, "phone": one.phone})
    if form.is_valid():
        deed = partial(verbs.edit_account, account=one, by=request.user, at=timezone.now(), **form.cleaned_data)
        if attempt(form, deed):
            return redirect("people:account", one.pk)
    facts = {"form": form, "account": one}
    return render(request, "people/account_form.html", facts, status=422 if form.errors else 200)


@login_required
@require_POST
def reset_password(request: SignedIn, account_id: int) -> HttpResponse:
    one = get_account_for(request.user, account_id)
    password = verbs.reset_password(account=one, by=request.user, at=timezone.now())
    return _show_password(request, one, password)


@login_required
@require_POST
def step(request: SignedIn, account_id: int, name: str) -> HttpResponse:
    """One deed on an account that needs nothing filled in."""
    one = get_account_for(request.user, account_id)
    if name not in STEPS:
        raise Http404
    verb, _, done = STEPS[name]
    try_and_say(request, lambda: verb(account=one, by=request.user, at=timezone.now()), done)
    return redirect("people:account", one.pk)


@login_required
@require_POST
def grant(request: SignedIn, account_id: int) -> HttpResponse:
    one = get_account_for(request.user, account_id)
    form = RoleForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data | {"role": Role(form.cleaned_data["role"])}
        if attempt(form, lambda: verbs.grant_role(account=one, by=request.user, at=timezone.now(), **data)):
            return redirect("people:account", one.pk)
    return render(request, "people/account.html", _facts(request, one, form), status=422)


@login_required
@require_POST
def end_role(request: SignedIn, holding_id: int) -> HttpResponse:
    holding = get_holding_for(request.user, holding_id)
    done = f"已收回{holding.get_role_display()}。"
    try_and_say(request, lambda: verbs.end_role(holding=holding, by=request.user, at=timezone.now()), done)
    return redirect("people:account", holding.account_id)
