"""Drafting letters: for all units that the year asks something of, or for some; adjusting one; giving a draft up."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from kepu.audit.verbs import record
from kepu.people.models import Account, Unit
from kepu.plans import access
from kepu.plans.models import AnnualPlan, Letter
from kepu.plans.queries.letters.asked import asked_units
from kepu.plans.verbs.letters.rows import locked_letter, locked_year
from kepu.plans.wording.letters import number, ordinal_of, terms_for


@transaction.atomic
def draft_letters(
    *, annual: AnnualPlan, units: Iterable[Unit] | None = None, by: Account, at: datetime
) -> list[Letter]:
    """Draft a letter for each unit (all that the year asks something of, if none are named) that has none open.

    Numbered on in the official order of units. All or none: a second click, or a second try after a failure in the
    middle, drafts each once. Raises NotAllowed, ValidationError for a unit of which the year asks nothing.
    """
    year = locked_year(annual)
    access.check_can_draft_letters(by, year)
    asked = asked_units(year, timezone.localdate(at))
    chosen = list(asked) if units is None else _asked_ones(units, asked)
    open_ones = set(
        Letter.objects.filter(annual=year).exclude(state__in=Letter.CLOSED).values_list("unit_id", flat=True)
    )
    wanted = [unit for unit in chosen if unit.pk not in open_ones]
    return [_draft(year, unit, text, by, at) for unit, text in zip(wanted, _numbers(year, len(wanted)), strict=True)]


def _asked_ones(units: Iterable[Unit], asked: Iterable[Unit]) -> list[Unit]:
    """Return the named units in the official order. Raises ValidationError where the year asks nothing of one."""
    named, order = {unit.pk: unit for unit in units}, list(asked)
    if strange := named.keys() - {unit.pk for unit in order}:
        names = "、".join(named[pk].name for pk in sorted(strange))
        raise ValidationError(f"本年度没有分给{names}的任务，不能拟责任书。请先在年度工作要点或目标任务分解中安排。")
    return [unit for unit in order if unit.pk in named]


def _numbers(annual: AnnualPlan, many: int) -> list[str]:
    """Return the next numbers by the year's pattern; one written by hand is never given twice."""
    pattern = terms_for(annual).number_pattern
    taken = set(Letter.objects.filter(annual=annual).values_list("number", flat=True))
    last = max((ordinal_of(pattern, annual.year, text) or 0 for text in taken), default=0)
    return [number(pattern, annual.year, ordinal) for ordinal in range(last + 1, last + 1 + many)]


def _draft(annual: AnnualPlan, unit: Unit, text: str, by: Account, at: datetime, **more: object) -> Letter:
    letter = Letter.objects.create(annual=annual, unit=unit, number=text, created_at=at, **more)
    record(verb="plans.draft_letters", thing=letter, by=by, at=at)
    return letter


@transaction.atomic
def adjust_letter(*, letter: Letter, reason: str, by: Account, at: datetime) -> Letter:
    """Draft the letter that is to take the place of a printed or signed one, and return it.

    The old one stays in force until the new one is signed. Raises NotAllowed, WrongState, ValidationError.
    """
    year = locked_year(letter.annual)
    locked = locked_letter(letter)
    access.check_can_adjust_letter(by, locked)
    if not reason.strip() or len(reason.strip()) > 200:
        raise ValidationError({"reason": "请写明调整原因（200字以内）。"})
    (text,) = _numbers(year, 1)
    record(verb="plans.adjust_letter", thing=locked, by=by, at=at)
    return _draft(
        year,
        locked.unit,
        text,
        by,
        at,
        adjusts=locked,
        reason=reason.strip(),
        provides=locked.provides,
        extra=locked.extra,
    )


@transaction.atomic
def delete_letter(*, letter: Letter, by: Account, at: datetime) -> None:
    """Give a draft up; its number is free again. Papers of it that are about are known as given up by their code."""
    locked = locked_letter(letter)
    access.check_can_delete_letter(by, locked)
    record(verb="plans.delete_letter", thing=locked, by=by, at=at)
    locked.delete()
