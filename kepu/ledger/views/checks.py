"""台账复核: the nightly recounts, what one found and what to do, and making the sums anew."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from kepu.ledger import access, verbs
from kepu.ledger.jobs import mend_cells
from kepu.ledger.models import CellCheck
from kepu.ledger.queries.checks import is_late, told
from kepu.people.requests import SignedIn

A_PAGE = 30


@login_required
@require_GET
def checks(request: SignedIn) -> HttpResponse:
    """Every recount, the newest first, and whether they still run."""
    access.check_can_read_checks(request.user)
    last = CellCheck.objects.first()
    page = Paginator(CellCheck.objects.all(), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "last": last, "late": is_late(last, timezone.now()), "may_mend": access.can_mend_cells(request.user),
    }  # fmt: skip
    return render(request, "ledger/checks.html", context)


@login_required
@require_GET
def check(request: SignedIn, check_id: int) -> HttpResponse:
    """One recount: which sums and which seals did not agree, and what to do about it."""
    row = access.get_check_for(request.user, check_id)
    cells, seals = told(row)
    is_last = not CellCheck.objects.filter(at__gt=row.at).exists()
    context = {
        "row": row, "cells": cells, "seals": seals, "is_last": is_last, "may_mend": access.can_mend_cells(request.user),
    }  # fmt: skip
    return render(request, "ledger/check.html", context)


@login_required
@require_POST
def mend(request: SignedIn) -> HttpResponse:
    """Have all sums made anew from the records, in the background, and recounted."""
    verbs.ask_mending(by=request.user, at=timezone.now())
    mend_cells.enqueue()
    messages.success(request, "已安排在后台重新汇总，完成后会再复核一次，结果列在这里。期间可以照常使用。")
    return redirect("ledger:checks")
