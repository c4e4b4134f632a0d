"""What units may be reminded of in the group chat about their letters: an answer, a signed copy."""

from collections import defaultdict
from datetime import date

from django.urls import reverse

from kepu.inbox.reminders import Reminder
from kepu.people.models import Region
from kepu.people.queries import successors_of
from kepu.plans.models import Letter

_State = Letter.State
_Group = tuple[str, int, int, date | None]
_WORDS: dict[str, tuple[str, str, str]] = {
    _State.CONSULTED: ("责任书未反馈意见", "尚未对{}年度目标责任书反馈意见", "反馈意见（没有意见也请回复）"),
    _State.PRINTED: ("责任书未签订", "尚未交回签字盖章的{}年度目标责任书", "签字盖章后报送扫描件"),
}


def letters_not_answered(region: Region, today: date) -> list[Reminder]:
    """Return one reminder for each year, step and due day: letters out for comment without an answer, or not yet signed.

    A unit that is no more is named by who goes on for it. Four queries, and one for each further reform in a chain.
    """
    waiting = Letter.objects.filter(annual__plan__region=region, state__in=_WORDS).exclude(
        state=_State.CONSULTED, opinions__isnull=False
    )
    letters = list(waiting.select_related("annual", "unit").defer("snapshot").order_by("unit__order", "unit_id"))
    answering = successors_of([letter.unit for letter in letters], today)
    groups: dict[_Group, list[str]] = defaultdict(list)
    for letter in letters:
        names = [unit.name for unit in answering[letter.unit_id]] or [letter.unit.name]
        due = letter.consult_until if letter.state == _State.CONSULTED else None
        groups[letter.state, letter.annual_id, letter.annual.year, due] += names
    return [_reminder(group, names, today) for group, names in groups.items()]


def _reminder(group: _Group, names: list[str], today: date) -> Reminder:
    """Return the reminder of a group; a day that is past is left to the office to name anew."""
    state, annual_id, year, due = group
    title, undone, request = _WORDS[state]
    url = reverse("plans:letters", args=[annual_id])
    units, ahead = list(dict.fromkeys(names)), due if due and due >= today else None
    return Reminder(f"{title}（{year}年）", units, undone.format(year), request, url, due=ahead)
