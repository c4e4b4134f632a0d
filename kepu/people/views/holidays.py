"""工作日和放假安排: which days of a year are off and worked, and the office's entering of the yearly notice."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kepu.methods.workdays import holidays_of
from kepu.people import queries, verbs
from kepu.people.access import can_in_office, check_in_office
from kepu.people.access.rules import IMPORT_REGIONS, SET_HOLIDAYS
from kepu.people.forms import HolidayForm
from kepu.people.models import Account, Region
from kepu.people.requests import SignedIn, whole_number
from kepu.people.verbs import BadInput, StaleHolidays
from kepu.people.verbs.holidays import FIRST_YEAR, LAST_YEAR, checked_notice


def _home() -> Region:
    """Return the region whose office keeps the calendar of the installation."""
    return get_object_or_404(Region, pk=settings.HOME_REGION)


def _may_set(account: Account) -> bool:
    return can_in_office(SET_HOLIDAYS, account, _home())


@login_required
def holidays(request: SignedIn) -> HttpResponse:
    """This year, the next, and every other year of which the office entered something."""
    check_in_office(IMPORT_REGIONS, request.user, _home())
    today = timezone.localdate()
    facts = {"years": queries.holiday_years(today), "today": today, "may": _may_set(request.user)}
    return render(request, "people/holidays.html", facts)


@login_required
@require_http_methods(["GET", "POST"])
def holiday_year(request: SignedIn, year: int) -> HttpResponse:
    """One year: how it counts; POST reads the pasted notice and shows what it says, or keeps it."""
    check_in_office(IMPORT_REGIONS, request.user, _home())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    shown = queries.holiday_year(year)
    if request.method == "GET":
        return _page(request, shown, HolidayForm(notice=shown.notice))
    if not _may_set(request.user):
        raise PermissionDenied
    form = HolidayForm(request.POST, notice=shown.notice)
    if not form.is_valid():
        return _page(request, shown, form, status=422)
    return _read(request, shown, form) if "look" in request.POST else _keep(request, shown, form)


def _read(request: SignedIn, shown: queries.HolidayYear, form: HolidayForm) -> HttpResponse:
    """Show what the pasted words say; nothing is kept."""
    try:
        notice = checked_notice(form.cleaned_data["text"], shown.year)
    except BadInput as wrong:
        form.add_error("text", str(wrong))
        return _page(request, shown, form, status=422)
    return _page(request, shown, form, read=holidays_of(notice.days))


def _keep(request: SignedIn, shown: queries.HolidayYear, form: HolidayForm) -> HttpResponse:
    try:
        verbs.set_holidays(year=shown.year, by=request.user, at=timezone.now(), **form.cleaned_data)
    except StaleHolidays as stale:
        now = queries.holiday_year(shown.year)
        again = HolidayForm(
            {**form.cleaned_data, "revision": stale.current.revision if stale.current else 0}, notice=now.notice
        )
        return _page(request, now, again, stale=stale, status=409)
    except BadInput as wrong:
        form.add_error("text", str(wrong))
        return _page(request, shown, form, status=422)
    messages.success(request, f"已录入{shown.year}年放假安排，从现在起的期限按此计算；已经答应的期限不变。")
    return redirect("people:holiday_year", shown.year)


def _page(
    request: SignedIn, shown: queries.HolidayYear, form: HolidayForm, *, status: int = 200, **said: Any
) -> HttpResponse:
    facts = {"shown": shown, "form": form, "may": _may_set(request.user), **said}
    return render(request, "people/holiday_year.html", facts, status=status)


@login_required
@require_POST
def remove(request: SignedIn, year: int) -> HttpResponse:
    """Take back what was entered of a year."""
    seen = whole_number(request.POST.get("revision", ""))
    try:
        verbs.remove_holidays(year=year, revision=-1 if seen is None else seen, by=request.user, at=timezone.now())
        messages.success(request, f"已取消{year}年录入的放假安排。")
    except (BadInput, StaleHolidays) as refused:
        messages.error(request, str(refused))
    return redirect("people:holiday_year", year)
