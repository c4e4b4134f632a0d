"""The question box: the office works on what residents of its region ask, a unit drafts what it was asked to."""

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from kepu.inbox.models import Question
from kepu.people.access import NotAllowed, Rule, WrongState, allows, check, holdings, office_region
from kepu.people.models import UNIT_ROLES, Account, Region, Role, Unit
from kepu.people.queries import predecessors_of

_OFFICE = (Role.SECRETARIAT,)
_OPEN = (Question.State.OPEN.value,)
_ANSWERED = (Question.State.ANSWERED.value,)
_CLOSED = (Question.State.ANSWERED.value, Question.State.DECLINED.value)

ENTER = Rule("inbox.enter_question", "代居民填写来信", (*UNIT_ROLES, Role.SECRETARIAT), "region")
READ = Rule("inbox.read_questions", "查看全部来信", _OFFICE, "region")
ASSIGN = Rule("inbox.assign_question", "转办来信", _OFFICE, "region", _OPEN)
DRAFT = Rule("inbox.draft_answer", "代拟来信答复", UNIT_ROLES, "unit", _OPEN)
ANSWER = Rule("inbox.answer_question", "答复来信", _OFFICE, "region", _OPEN)
DECLINE = Rule("inbox.decline_question", "不予受理来信", _OFFICE, "region", _OPEN)
REOPEN = Rule("inbox.reopen_question", "重新办理来信", _OFFICE, "region", _CLOSED)
RELEASE = Rule("inbox.release_question", "公开来信和答复", _OFFICE, "region", _ANSWERED)
TAKE_BACK = Rule("inbox.take_back_question", "撤下公开的来信", _OFFICE, "region", _ANSWERED)
ERASE_CONTACT = Rule("inbox.erase_contact", "删除来信人联系方式", _OFFICE, "region")
SET_HELP_LINES = Rule("inbox.set_help_lines", "登记科普服务电话", _OFFICE, "region")

RULES = (
    ENTER, READ, ASSIGN, DRAFT, ANSWER, DECLINE, REOPEN, RELEASE, TAKE_BACK, ERASE_CONTACT, SET_HELP_LINES,
)  # fmt: skip


def check_can_enter(by: Account, region: Region) -> None:
    """Raise unless `by` works in the region, in its office or in one of its units, also one of a township inside it."""
    own = [h.region or (h.unit.region if h.unit else None) for h in holdings(by) if h.role in ENTER.roles]
    place = next((r for r in own if r and office_region(r).pk == region.pk), region)
    check(ENTER, by, region=place)


def can_enter(by: Account, region: Region) -> bool:
    """Answer whether `check_can_enter` would pass."""
    try:
        check_can_enter(by, region)
    except NotAllowed:
        return False
    return True


def check_on_question(rule: Rule, by: Account, question: Question) -> None:
    """Raise unless `by` may do this to the question. Who goes on for a reformed unit drafts in its place."""
    check(rule, by, state=question.state, region=question.region, unit=_answering(by, question.unit))
    if rule in (RELEASE, REOPEN) and question.released_at:
        raise WrongState("这封来信已经公开。要修改或重新办理，请先撤下。")
    if rule == TAKE_BACK and not question.released_at:
        raise WrongState("这封来信没有公开，不需要撤下。")


def can_on_question(rule: Rule, by: Account, question: Question) -> bool:
    """Answer whether `check_on_question` would pass."""
    try:
        check_on_question(rule, by, question)
    except (NotAllowed, WrongState):
        return False
    return True


def _answering(by: Account, unit: Unit | None) -> Unit | None:
    """Return the unit of the person that answers for `unit` today: itself, or its successor; else `unit`."""
    if unit is None:
        return None
    mine = [h.unit for h in holdings(by) if h.unit]
    return next((own for own in mine if unit in _units_behind(own)), unit)


def _units_behind(unit: Unit) -> list[Unit]:
    return [unit, *predecessors_of(unit, timezone.localdate())]


def reads_all(by: Account, region: Region) -> bool:
    """Answer whether the person sees everything that residents of the region asked, with who asked."""
    return allows(READ, by, region=region)


def readable_questions(by: Account) -> QuerySet[Question]:
    """Return the questions a person may see: of the own office's region, given to the own unit, entered by oneself."""
    seen = Q(pk__in=[])
    for holding in holdings(by):
        if holding.role == Role.SECRETARIAT:
            seen |= Q(region=holding.region_id)
        elif holding.unit:
            seen |= Q(unit__in=[unit.pk for unit in _units_behind(holding.unit)]) | Q(entered_by=by)
    return Question.objects.filter(seen).select_related("region", "place", "unit")


def get_question_for(by: Account, question_id: int) -> Question:
    """Return a question the person may see. Raises Http404 otherwise."""
    people = ("entered_by", "drafted_by", "answered_by", "released_by")
    question = readable_questions(by).select_related(*people).filter(pk=question_id).first()
    if question is None:
        raise Http404
    return question


def get_slip_for(by: Account, question_id: int) -> Question:
    """Return a question whose code the person may hand out: he entered it, or is of the office. Raises Http404 otherwise."""
    question = get_question_for(by, question_id)
    if question.entered_by_id != by.pk and not reads_all(by, question.region):
        raise Http404
    return question


def can_set_help_lines(by: Account, region: Region) -> bool:
    """Answer whether `by` keeps the telephones of the region."""
    return allows(SET_HELP_LINES, by, region=region)


def check_can_set_help_lines(by: Account | None, region: Region) -> None:
    """Raise unless `by` is of the region's own office. None is the operator of the machine."""
    if by is not None:
        check(SET_HELP_LINES, by, region=region)
