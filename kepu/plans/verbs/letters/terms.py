"""The words of letters: what all of a year say alike, and what one says beside."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from kepu.audit.verbs import record
from kepu.people.models import Account
from kepu.plans import access
from kepu.plans.models import AnnualPlan, Letter, LetterTerms
from kepu.plans.verbs.letters.rows import StaleLetter, locked_letter, locked_year
from kepu.plans.wording.counting import faults_of
from kepu.plans.wording.letters import CLAUSES, ORDINAL, lines_of, offered_terms

FIELDS = (
    "title", "party", "number_pattern", "term_from", "term_to", "expires_on", "groundwork", "provides", "reporting",
    "changes", "others", "counting",
)  # fmt: skip
OWN_FIELDS = ("number", "provides", "extra")
MOST_LINES, LONGEST = 20, 3000


class StaleTerms(Exception):
    """Somebody else changed the clauses since the person opened them; `current` is what they are now."""

    def __init__(self, current: LetterTerms) -> None:
        super().__init__("通用条款刚被其他同志改过。请核对现在的内容后再保存。")
        self.current = current


@transaction.atomic
def edit_letter_terms(
    *, annual: AnnualPlan, values: dict[str, Any], revision: int, by: Account, at: datetime
) -> LetterTerms:
    """Settle what all letters of a year say alike. Letters that are approved keep what they say.

    `revision` is that of the clauses the person saw, 0 for those offered. Raises NotAllowed, StaleTerms, ValidationError.
    """
    year = locked_year(annual)
    access.check_can_edit_letter_terms(by, year)
    terms = LetterTerms.objects.filter(annual=year).first() or offered_terms(year)
    if terms.revision != revision:
        raise StaleTerms(terms)
    changed = [name for name in FIELDS if getattr(terms, name) != values[name]]
    for name in changed:
        setattr(terms, name, values[name])
    if changed or terms.pk is None:
        terms.revision += 1
        _check(terms)
        terms.save()
        record(verb="plans.edit_letter_terms", thing=terms, by=by, at=at, changed=changed)
    return terms


def _check(terms: LetterTerms) -> None:
    wrong: dict[str, str] = {}
    if terms.number_pattern.count(ORDINAL) != 1:
        wrong["number_pattern"] = f"编号格式中要有且只有一个{ORDINAL}，如“清科责〔{{年度}}〕{ORDINAL}号”。"
    if terms.term_to < terms.term_from:
        wrong["term_to"] = "责任期限止不能早于起。"
    elif terms.expires_on < terms.term_to:
        wrong["expires_on"] = "到期归档日期不能早于责任期限止。"
    if faults := faults_of(terms.counting):
        wrong["counting"] = "".join(faults)
    for name in CLAUSES:
        if len(lines_of(getattr(terms, name))) > MOST_LINES or len(getattr(terms, name)) > LONGEST:
            wrong[name] = f"最多{MOST_LINES}条、{LONGEST}字。"
    if wrong:
        raise ValidationError(wrong)
    terms.full_clean(exclude={"annual"}, validate_constraints=False)


@transaction.atomic
def edit_letter(*, letter: Letter, values: dict[str, str], revision: int, by: Account, at: datetime) -> Letter:
    """Set what one letter has of its own: its number, further support, further agreements.

    Raises NotAllowed, WrongState once it is approved, StaleLetter, ValidationError.
    """
    locked = locked_letter(letter)
    access.check_can_edit_letter(by, locked)
    if locked.revision != revision:
        raise StaleLetter(locked)
    changed = [name for name in OWN_FIELDS if getattr(locked, name) != values[name].strip()]
    for name in changed:
        setattr(locked, name, values[name].strip())
    _check_own(locked)
    if changed:
        locked.revision += 1
        locked.save(update_fields=[*changed, "revision"])
        record(verb="plans.edit_letter", thing=locked, by=by, at=at, changed=changed)
    return locked


def _check_own(letter: Letter) -> None:
    wrong: dict[str, str] = {}
    others = Letter.objects.filter(annual=letter.annual_id, number=letter.number).exclude(pk=letter.pk)
    if not letter.number or len(letter.number) > 40:
        wrong["number"] = "请填写编号（40字以内）。"
    elif taken := others.select_related("unit").first():
        wrong["number"] = f"这个编号已用于{taken.unit.name}。"
    for name in ("provides", "extra"):
        if len(lines_of(getattr(letter, name))) > MOST_LINES or len(getattr(letter, name)) > LONGEST:
            wrong[name] = f"最多{MOST_LINES}条、{LONGEST}字。"
    if wrong:
        raise ValidationError(wrong)
