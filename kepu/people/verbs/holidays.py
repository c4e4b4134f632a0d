"""The office enters a year's notice of days off as it was published; what it says is read from its words."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from kepu.audit.verbs import record
from kepu.methods.workdays import Notice, lacking, published, read_notice
from kepu.people.access import check_in_office
from kepu.people.access.rules import REMOVE_HOLIDAYS, SET_HOLIDAYS
from kepu.people.models import Account, HolidayNotice, Region
from kepu.people.verbs.errors import BadInput

FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST_TEXT, LONGEST_PAPER = 5000, 60


class StaleHolidays(Exception):
    """Somebody else entered or removed the year since the person looked; `current` is what stands now, None for nothing."""

    def __init__(self, current: HolidayNotice | None) -> None:
        super().__init__("这一年的安排刚被其他同志改过，没有保存。请看清现在的内容，再保存即以您填写的为准。")
        self.current = current


def checked_notice(text: str, year: int) -> Notice:
    """Return what the words say. Raises BadInput for words that are doubtful, or that leave out the great holidays of a
    year of which nothing ships; then a local day off alone would pass for the whole."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadInput(f"年份应在{FIRST_YEAR}至{LAST_YEAR}之间。")
    if len(text) > LONGEST_TEXT:
        raise BadInput(f"通知最多{LONGEST_TEXT}字，现在有{len(text)}字。")
    notice = read_notice(text, year)
    if notice.problems:
        raise BadInput("".join(notice.problems))
    if not published(year) and (missing := lacking(notice)):
        raise BadInput(
            f"没有读到{'、'.join(missing)}的安排。请粘贴{year}年通知的全文；只写本地另加的假日，要等全国的安排录入以后。"
        )
    return notice


@transaction.atomic
def set_holidays(
    *, year: int, text: str, paper: str = "", revision: int = 0, by: Account, at: datetime
) -> HolidayNotice:
    """Enter the notice of a year, or enter it anew. `revision` is that of the notice the person saw, 0 for none.

    Deadlines that were promised before stay as they are. Raises NotAllowed, BadInput, StaleHolidays.
    """
    check_in_office(SET_HOLIDAYS, by, _home())
    text, paper = text.replace("\r\n", "\n").strip(), paper.strip()
    notice = checked_notice(text, year)
    if len(paper) > LONGEST_PAPER:
        raise BadInput(f"文号最多{LONGEST_PAPER}字。")
    row = _seen(year, revision) or HolidayNotice(year=year, revision=0)
    row.text, row.paper, row.entered_by, row.entered_at = text, paper, by, at
    row.days = [[s.day.isoformat(), s.worked, s.name] for s in notice.days]
    row.revision += 1
    row.save()
    record(verb=SET_HOLIDAYS.verb, thing=row, by=by, at=at, changed=["text", "paper", "days"])
    return row


@transaction.atomic
def remove_holidays(*, year: int, revision: int, by: Account, at: datetime) -> None:
    """Take back what was entered of a year: what ships counts again, or Monday to Friday. Raises as `set_holidays`."""
    check_in_office(REMOVE_HOLIDAYS, by, _home())
    row = _seen(year, revision)
    if row is None:
        raise BadInput(f"{year}年没有录入过放假安排。")
    record(verb=REMOVE_HOLIDAYS.verb, thing=row, by=by, at=at)
    row.delete()


def _home() -> Region:
    """Return the home region, locked: one person at a time changes the calendar of the installation."""
    return Region.objects.select_for_update(no_key=True).get(pk=settings.HOME_REGION)


def _seen(year: int, revision: int) -> HolidayNotice | None:
    """Return what is entered of a year. Raises StaleHolidays unless it is what the person saw."""
    row = HolidayNotice.objects.select_related("entered_by").filter(year=year).first()
    if (row.revision if row else 0) != revision:
        raise StaleHolidays(row)
    return row
