"""Which days are worked: what ships, and before it what the office entered of its years."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse

from kepu.methods.workdays import Holiday, Special, Table, holidays_of, known, published
from kepu.people.access import holdings
from kepu.people.models import Account, HolidayNotice, Role
from kepu.ui.shapes import Todo

ASKED_FROM_MONTH = 12  # the notice of the next year is published in October or November


@dataclass(frozen=True)
class HolidayYear:
    """A year as the page shows it: what the office entered of it, whether anything ships, the holidays as they count."""

    year: int
    notice: HolidayNotice | None
    shipped: bool
    holidays: list[Holiday]

    @property
    def known(self) -> bool:
        return self.shipped or self.notice is not None


def workday_table() -> Table:
    """Return the office's own table, day → whether it is worked, as `kepu.methods.workdays` takes it; one query.

    A day that two years' notices name (31 December) counts as the later one says.
    """
    rows = HolidayNotice.objects.order_by("year").values_list("days", flat=True)
    return {date.fromisoformat(day): worked for days in rows for day, worked, _ in days}


def specials_of(notice: HolidayNotice) -> list[Special]:
    """Return the days that a notice names."""
    return [Special(date.fromisoformat(day), worked, name) for day, worked, name in notice.days]


def holiday_year(year: int) -> HolidayYear:
    """Return one year."""
    return _year(year, HolidayNotice.objects.filter(year=year).select_related("entered_by").first())


def holiday_years(today: date) -> list[HolidayYear]:
    """Return next year, this year, and every other year of which the office entered something, newest first; one query."""
    notices = {n.year: n for n in HolidayNotice.objects.select_related("entered_by")}
    years = {today.year, today.year + 1, *notices}
    return [_year(year, notices.get(year)) for year in sorted(years, reverse=True)]


def _year(year: int, notice: HolidayNotice | None) -> HolidayYear:
    ships = published(year)
    own = specials_of(notice) if notice else []
    named = {special.day for special in own}
    days = [special for special in ships if special.day not in named] + own
    return HolidayYear(year, notice, bool(ships), holidays_of(days))


def holiday_todo(user: Account, today: date) -> list[Todo]:
    """Return the line that asks for a year's arrangement: from December on for the next year. One query at most."""
    if not any(h.role == Role.SECRETARIAT and h.region_id == settings.HOME_REGION for h in holdings(user)):
        return []
    years = [today.year] + [today.year + 1] * (today.month >= ASKED_FROM_MONTH)
    open_years = [year for year in years if not known(date(year, 1, 1))]
    entered = (
        set(HolidayNotice.objects.filter(year__in=open_years).values_list("year", flat=True)) if open_years else ()
    )
    why = "国务院办公厅公布后粘贴进来即可。没有录入以前，答复期限等按周一至周五计算。"
    return [
        Todo(f"录入{year}年放假安排", reverse("people:holiday_year", args=[year]), "设置", why)
        for year in open_years if year not in entered
    ]  # fmt: skip
