"""The auditor's pages: deeds, sign-ins; read only, for the roles that the rules name."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kepu.desk import trail
from kepu.desk.forms import TrailForm
from kepu.people import access
from kepu.people.requests import SignedIn
from kepu.ui.downloads import xlsx

PER_PAGE = 50


def _cleaned(form: TrailForm) -> dict[str, Any]:
    """The filters that are in order; a wrong one is shown with its error and left out."""
    form.is_valid()
    return {name: value for name, value in form.cleaned_data.items() if value}


def _doors(user: Any) -> dict[str, bool]:
    return {
        "reads_deeds": access.allows(access.READ_AUDIT, user),
        "reads_sign_ins": access.allows(access.READ_SIGN_INS, user),
    }


@login_required
def deeds(request: SignedIn) -> HttpResponse:
    """操作日志: who did which verb on what, when."""
    access.check(access.READ_AUDIT, request.user)
    form = TrailForm(request.GET, verbs=trail.titles())
    page = Paginator(trail.deeds(**_cleaned(form)), PER_PAGE).get_page(request.GET.get("page"))
    facts = {"form": form, "page": page, "lines": trail.lines(page), **_doors(request.user)}
    return render(request, "desk/audit.html", facts)


@login_required
def deeds_workbook(request: SignedIn) -> HttpResponse:
    """The deeds shown, as .xlsx."""
    access.check(access.READ_AUDIT, request.user)
    form = TrailForm(request.GET, verbs=trail.titles())
    name = f"caozuo-rizhi-{timezone.localdate():%Y%m%d}.xlsx"
    return xlsx(trail.workbook(trail.deeds(**_cleaned(form))), name)


@login_required
def sign_ins(request: SignedIn) -> HttpResponse:
    """登录日志: sign-ins, failures and lock-outs with their addresses."""
    access.check(access.READ_SIGN_INS, request.user)
    form = TrailForm(request.GET)
    page = Paginator(trail.sign_ins(**_cleaned(form)), PER_PAGE).get_page(request.GET.get("page"))
    names = trail.names(row.account for row in page)
    lines = [(row, names.get(row.account, "已注销") if row.account else "不存在的账号") for row in page]
    return render(request, "desk/sign_ins.html", {"form": form, "page": page, "lines": lines, **_doors(request.user)})
