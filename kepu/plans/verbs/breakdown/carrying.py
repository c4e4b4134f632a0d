"""上年结转: what a place left undone in one year is added to what it is asked in the next."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from kepu.people.models import Account
from kepu.plans.models import Breakdown
from kepu.plans.queries.breakdown.rows import passed_codes
from kepu.plans.queries.breakdown.rules import fault_of
from kepu.plans.verbs.breakdown.cells import Adding, Deed, Held, Wanted, Way, check_seen, hold, names_of, write
from kepu.plans.wording import number_words

CARRIED_BY = (Adding.TOTAL, Adding.YEARLY)
LONGEST_SOURCE = 120


@transaction.atomic
def carry_over(
    *, breakdown: Breakdown, year: int, done: Mapping[str, Decimal], source: str, seen: int, by: Account, at: datetime
) -> int:
    """Carry what was left undone in `year` into the next. `done` is what each place did, by its code; `source` says
    where the figures stand. Returns how many cells changed.

    The carried part of the next year is set, not added to: carrying the same year again corrects it. What a unit that is
    no more left undone goes to its successor, together with what that one did. Raises as `save_cells` does.
    """
    held = hold(breakdown, by)
    check_seen(held, seen)
    names = _check(held, year, done, source)
    wanted = {}
    for heir, codes in _together(held, year, done, names, timezone.localdate(at)).items():
        amount = sum((done[code] for code in codes), Decimal(0))
        short = sum((max(Decimal(0), held.cells[year, code].value - done[code]) for code in codes), Decimal(0))
        who = "" if codes == [heir] else "、".join(names[code] for code in codes)
        words = f"{who}{year}年完成{number_words(amount)}，欠{number_words(short)}；来源：{source.strip()}"
        wanted[year + 1, heir] = _next(held, (year + 1, heir), short, words)
    return write(held, wanted, Deed("plans.carry_cells", Way.CARRIED, by, at))


def _together(
    held: Held, year: int, done: Mapping[str, Decimal], names: Mapping[str, str], today: date
) -> dict[str, list[str]]:
    """Return the places to which the shortfall goes, each with the places it comes from; it takes all of them to add up.

    Raises ValidationError where one place is given and another that belongs to it is not.
    """
    there = [code for at, code in held.cells if at == year]
    goes = passed_codes(there, today)
    found: dict[str, list[str]] = {}
    for code in sorted(there):
        found.setdefault(goes.get(code, code), []).append(code)
    asked = {heir: codes for heir, codes in found.items() if any(code in done for code in codes)}
    for codes in asked.values():
        if lacking := [names[code] for code in codes if code not in done]:
            raise ValidationError(f"机构改革后由同一个单位承接的要一起填，还缺{'、'.join(lacking)}{year}年的完成数。")
    return asked


def _next(held: Held, key: tuple[int, str], short: Decimal, words: str) -> Wanted:
    cell = held.cells.get(key)
    if cell is None:
        return Wanted(short or None, short, words)
    return Wanted(cell.value - cell.carried + short, short, words)


def _check(held: Held, year: int, done: Mapping[str, Decimal], source: str) -> dict[str, str]:
    """Return the names of the places of the year; raises ValidationError for what cannot be carried."""
    if held.breakdown.adding not in CARRIED_BY:
        raise ValidationError("填年末数或水平值的目标任务，欠的部分自然留在下一年，不需要结转。")
    if year not in held.years or year + 1 not in held.years:
        raise ValidationError(f"{year}年之后没有可以结转到的年度。")
    if not source.strip():
        raise ValidationError({"source": f"请写明完成数的来源，如“{year}年度总结”。"})
    if len(source.strip()) > LONGEST_SOURCE:
        raise ValidationError({"source": f"来源不超过{LONGEST_SOURCE}个字。"})
    if not done:
        raise ValidationError("没有填写完成数，没有结转。")
    names = names_of(held, {*done, *(code for at, code in held.cells if at == year)})
    for code, amount in done.items():
        if (year, code) not in held.cells:
            raise ValidationError(f"{names.get(code, '所选单位')}{year}年没有分解值，不能结转。")
        if fault := fault_of(amount, held.target):
            raise ValidationError(f"{names.get(code, '')}{year}年完成数：{fault}。")
    return names
