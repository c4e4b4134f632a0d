"""目标责任书: who may draft, consult, approve, print, sign, adjust; who answers for the unit; who may read which."""

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from kepu.people.access import Rule, WrongState, allows, check, holdings
from kepu.people.models import UNIT_ROLES, Account, Role, Unit
from kepu.people.queries import current_successors, predecessors_of
from kepu.plans.access.annual import get_annual_for
from kepu.plans.access.plans import sees_drafts
from kepu.plans.models import AnnualPlan, Letter, LetterArchive, LetterOpinion

_OFFICE = (Role.SECRETARIAT,)
State = Letter.State
_OPEN_TO_CHANGE = (State.DRAFT.value, State.CONSULTED.value)

DRAFT_LETTERS = Rule("plans.draft_letters", "拟目标责任书", _OFFICE, "region")
EDIT_LETTER_TERMS = Rule("plans.edit_letter_terms", "修改责任书通用条款", _OFFICE, "region")
EDIT_LETTER = Rule("plans.edit_letter", "修改责任书", _OFFICE, "region", _OPEN_TO_CHANGE)
DELETE_LETTER = Rule("plans.delete_letter", "删除责任书拟稿", _OFFICE, "region", (State.DRAFT.value,))
CONSULT_LETTER = Rule("plans.consult_letter", "责任书征求意见", _OFFICE, "region", _OPEN_TO_CHANGE)
GIVE_OPINION = Rule("plans.give_opinion", "对责任书反馈意见", UNIT_ROLES, "unit", (State.CONSULTED.value,))
REPLY_OPINION = Rule("plans.reply_opinion", "答复责任书意见", _OFFICE, "region", _OPEN_TO_CHANGE)
APPROVE_LETTER = Rule("plans.approve_letter", "审定责任书", _OFFICE, "region", _OPEN_TO_CHANGE)
RETURN_LETTER = Rule(
    "plans.return_letter", "责任书退回修改", _OFFICE, "region", (State.CONSULTED.value, State.APPROVED.value)
)
PRINT_LETTER = Rule("plans.print_letter", "印制责任书", _OFFICE, "region", (State.APPROVED.value,))
SIGN_LETTER = Rule("plans.sign_letter", "登记责任书已签订", _OFFICE, "region", (State.PRINTED.value,))
ADJUST_LETTER = Rule("plans.adjust_letter", "调整责任书", _OFFICE, "region", (State.PRINTED.value, State.SIGNED.value))
EXPIRE_LETTER = Rule("plans.expire_letter", "责任书到期归档", _OFFICE, "region", (State.SIGNED.value,))
ARCHIVE_LETTERS = Rule("plans.archive_letters", "打包下载责任书", _OFFICE, "region")

RULES = (
    DRAFT_LETTERS, EDIT_LETTER_TERMS, EDIT_LETTER, DELETE_LETTER, CONSULT_LETTER, GIVE_OPINION, REPLY_OPINION,
    APPROVE_LETTER, RETURN_LETTER, PRINT_LETTER, SIGN_LETTER, ADJUST_LETTER, EXPIRE_LETTER, ARCHIVE_LETTERS,
)  # fmt: skip
_OF_LETTER = {
    "edit": EDIT_LETTER, "delete": DELETE_LETTER, "consult": CONSULT_LETTER, "approve": APPROVE_LETTER,
    "return": RETURN_LETTER, "print": PRINT_LETTER, "sign": SIGN_LETTER, "adjust": ADJUST_LETTER,
    "expire": EXPIRE_LETTER,
}  # fmt: skip


def check_can_draft_letters(by: Account, annual: AnnualPlan) -> None:
    """Raise unless `by` is of the secretariat of the plan's region."""
    check(DRAFT_LETTERS, by, region=annual.plan.region)


def can_draft_letters(by: Account, annual: AnnualPlan) -> bool:
    return allows(DRAFT_LETTERS, by, region=annual.plan.region)


def check_can_edit_letter_terms(by: Account, annual: AnnualPlan) -> None:
    check(EDIT_LETTER_TERMS, by, region=annual.plan.region)


def can_edit_letter_terms(by: Account, annual: AnnualPlan) -> bool:
    return allows(EDIT_LETTER_TERMS, by, region=annual.plan.region)


def check_can_archive_letters(by: Account, annual: AnnualPlan) -> None:
    check(ARCHIVE_LETTERS, by, region=annual.plan.region)


def can_archive_letters(by: Account, annual: AnnualPlan) -> bool:
    return allows(ARCHIVE_LETTERS, by, region=annual.plan.region)


def _check(rule: Rule, by: Account, letter: Letter) -> None:
    check(rule, by, state=letter.state, region=letter.annual.plan.region)


def check_can_edit_letter(by: Account, letter: Letter) -> None:
    _check(EDIT_LETTER, by, letter)


def can_edit_letter(by: Account, letter: Letter) -> bool:
    return allows_letter("edit", by, letter)


def check_can_delete_letter(by: Account, letter: Letter) -> None:
    _check(DELETE_LETTER, by, letter)


def can_delete_letter(by: Account, letter: Letter) -> bool:
    return allows_letter("delete", by, letter)


def check_can_consult_letter(by: Account, letter: Letter) -> None:
    """Raise for a draft that a reform made needless as well."""
    _check(CONSULT_LETTER, by, letter)
    if words := needless(letter):
        raise WrongState(words)


def can_consult_letter(by: Account, letter: Letter) -> bool:
    return allows_letter("consult", by, letter) and not needless(letter)


def needless(letter: Letter) -> str:
    """Say why a letter that is not settled yet is needed no more; '' for all others.

    That is one whose unit was reformed: what it asks is asked of the successor. One that adjusts another is needed: what
    was settled stays where it was settled, and the successor signs for it.
    """
    if letter.state not in _OPEN_TO_CHANGE or letter.adjusts_id is not None:
        return ""
    heirs = current_successors(letter.unit, timezone.localdate())
    if not heirs or letter.unit in heirs:
        return ""
    names = "、".join(heir.name for heir in heirs)
    return f"{letter.unit}已由{names}承接，所列任务转到{names}的责任书，这一份不再需要。请退回拟稿后删除。"


def check_can_give_opinion(by: Account, letter: Letter) -> None:
    """Raise unless the letter is out for comment and `by` works for its unit, or for the one that goes on for it."""
    check(GIVE_OPINION, by, state=letter.state, unit=answering_unit(by, letter))


def can_give_opinion(by: Account, letter: Letter) -> bool:
    return allows(GIVE_OPINION, by, state=letter.state, unit=answering_unit(by, letter))


def check_is_out(letter: Letter) -> None:
    """Raise WrongState unless the letter is out for comment: whoever answers by a one-time link has no role to check."""
    if letter.state != State.CONSULTED:
        raise WrongState("这份责任书现在不在征求意见，不能反馈。")


def check_can_reply_opinion(by: Account, opinion: LetterOpinion) -> None:
    _check(REPLY_OPINION, by, opinion.letter)


def can_reply_opinion(by: Account, opinion: LetterOpinion) -> bool:
    letter = opinion.letter
    return allows(REPLY_OPINION, by, state=letter.state, region=letter.annual.plan.region)


def check_can_approve_letter(by: Account, letter: Letter) -> None:
    """Raise unless the year's work is issued, for a letter names the paper it rests on, and the unit still stands."""
    _check(APPROVE_LETTER, by, letter)
    if words := needless(letter):
        raise WrongState(words)
    if letter.annual.state != AnnualPlan.State.ISSUED:
        raise WrongState("年度工作要点还没有印发，责任书不能审定。请先登记印发。")


def can_approve_letter(by: Account, letter: Letter) -> bool:
    issued = letter.annual.state == AnnualPlan.State.ISSUED
    return allows_letter("approve", by, letter) and issued and not needless(letter)


def check_can_return_letter(by: Account, letter: Letter) -> None:
    _check(RETURN_LETTER, by, letter)


def can_return_letter(by: Account, letter: Letter) -> bool:
    return allows_letter("return", by, letter)


def check_can_print_letter(by: Account, letter: Letter) -> None:
    _check(PRINT_LETTER, by, letter)


def can_print_letter(by: Account, letter: Letter) -> bool:
    return allows_letter("print", by, letter)


def check_can_sign_letter(by: Account, letter: Letter) -> None:
    _check(SIGN_LETTER, by, letter)


def can_sign_letter(by: Account, letter: Letter) -> bool:
    return allows_letter("sign", by, letter)


def check_can_adjust_letter(by: Account, letter: Letter) -> None:
    """Raise unless the letter is printed or signed, and no letter that adjusts it is on its way."""
    _check(ADJUST_LETTER, by, letter)
    if hasattr(letter, "adjusted_by"):
        raise WrongState(f"已经拟了调整后的责任书（{letter.adjusted_by.number}），请先办完它。")


def can_adjust_letter(by: Account, letter: Letter) -> bool:
    return allows_letter("adjust", by, letter) and not hasattr(letter, "adjusted_by")


def check_can_expire_letter(by: Account, letter: Letter) -> None:
    _check(EXPIRE_LETTER, by, letter)


def can_expire_letter(by: Account, letter: Letter) -> bool:
    return allows_letter("expire", by, letter)


def allows_letter(deed: str, by: Account, letter: Letter) -> bool:
    """Answer whether role and state allow a deed of the office on a letter."""
    return allows(_OF_LETTER[deed], by, state=letter.state, region=letter.annual.plan.region)


def answering_unit(by: Account, letter: Letter) -> Unit | None:
    """Return the unit for which `by` may speak of a letter: the letter's, or one that goes on for it; None otherwise."""
    own = {h.unit_id: h.unit for h in holdings(by) if h.unit_id}
    if not own:
        return None
    units = current_successors(letter.unit, timezone.localdate()) or [letter.unit]
    return next((own[unit.pk] for unit in units if unit.pk in own), None)


def visible_letters(by: Account) -> Q:
    """Return a condition on letters: the own office's all; of the own unit, and of units it took over, what is out.

    A higher office reads what is approved.
    """
    held = holdings(by)
    offices = [h.region_id for h in held if h.role == Role.SECRETARIAT]
    units = {h.unit_id: h.unit for h in held if h.unit}
    today = timezone.localdate()
    before = {u.pk for unit in units.values() for u in predecessors_of(unit, today)}
    condition = Q(annual__plan__region__in=offices)
    condition |= Q(unit__in=[*units, *before]) & ~Q(state=State.DRAFT)
    for holding in held:
        if holding.role == Role.READER and holding.region:
            inside = Q(annual__plan__region__code__startswith=holding.region.prefix)
            condition |= inside & ~Q(state__in=_OPEN_TO_CHANGE)
    return condition


def get_letter_for(by: Account, letter_id: int) -> Letter:
    """Return a letter the person may read. Raises Http404 otherwise."""
    rows = Letter.objects.select_related(
        "annual__plan__region",
        "annual__version__plan",
        "unit__region",
        "sheet",
        "adjusts",
        "adjusted_by",
        "approved_by",
    )
    letter = rows.filter(visible_letters(by), pk=letter_id).first()
    if letter is None:
        raise Http404
    return letter


def get_opinion_for(by: Account, opinion_id: int) -> LetterOpinion:
    """Return an opinion on a letter of the person's own office. Raises Http404 otherwise."""
    rows = LetterOpinion.objects.select_related("letter__annual__plan__region")
    opinion = rows.filter(pk=opinion_id).first()
    if opinion is None or not sees_drafts(by, opinion.letter.annual.plan.region):
        raise Http404
    return opinion


def reads_letters(by: Account, annual: AnnualPlan) -> bool:
    """Whether the person may look through the letters of a year that the person reads: the own office, or one above."""
    return sees_drafts(by, annual.plan.region) or any(h.role == Role.READER for h in holdings(by))


def get_letters_year_for(by: Account, annual_id: int) -> AnnualPlan:
    """Return a year whose letters the person may look through. Raises Http404 otherwise."""
    annual = get_annual_for(by, annual_id)
    if not reads_letters(by, annual):
        raise Http404
    return annual


def get_own_year_for(by: Account, annual_id: int) -> AnnualPlan:
    """Return a year of the person's own office. Raises Http404 otherwise."""
    annual = get_annual_for(by, annual_id)
    if not sees_drafts(by, annual.plan.region):
        raise Http404
    return annual


def get_letter_archive_for(by: Account, archive_id: int) -> LetterArchive:
    """Return an archive of letters of the person's own office. Raises Http404 otherwise."""
    archive = (
        LetterArchive.objects.select_related("annual__plan__region", "file", "asked_by").filter(pk=archive_id).first()
    )
    if archive is None or not can_archive_letters(by, archive.annual):
        raise Http404
    return archive
