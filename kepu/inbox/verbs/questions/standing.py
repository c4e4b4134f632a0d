"""Every verb on a question locks its row, asks who may, and compares what the person had seen."""

from kepu.inbox.access import check_on_question
from kepu.inbox.models import Question
from kepu.people.access import Rule
from kepu.people.models import Account
from kepu.people.verbs import BadInput

LONGEST_ANSWER = 2000


class Stale(Exception):
    """Somebody else worked on the question since the person opened it; `current` is what it is now."""

    def __init__(self, current: Question) -> None:
        super().__init__("这封来信刚被其他同志办理过，您的内容没有保存。请看清现在的情况后再办。")
        self.current = current


def locked(question: Question, rule: Rule, by: Account, revision: int) -> Question:
    """Return the question's row locked for the transaction. Raises NotAllowed, Stale, or WrongState, asked in that order.

    So whoever comes second is shown what the first did, not only that it is too late.
    """
    rows = Question.objects.select_for_update(of=("self",)).select_related("region", "place", "unit")
    row = rows.get(pk=question.pk)
    if row.revision != revision:
        _raise_unless_allowed(row, rule, by)
        raise Stale(row)
    check_on_question(rule, by, row)
    return row


def _raise_unless_allowed(row: Question, rule: Rule, by: Account) -> None:
    """Raise NotAllowed for a person who may not do this in any state: nothing is shown to strangers."""
    anyhow = Rule(rule.verb, rule.title, rule.roles, rule.scope)
    check_on_question(anyhow, by, row)


def save(question: Question) -> None:
    """Store a changed question under its next revision."""
    question.revision += 1
    question.save()


def text_of(text: str, *, longest: int = LONGEST_ANSWER, what: str = "答复") -> str:
    """Return a text as it is kept: line breaks of one kind, no blanks around. Raises BadInput for none, or too long a one."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        raise BadInput(f"请填写{what}。")
    if len(text) > longest:
        raise BadInput(f"{what}最多{longest}字，现在有{len(text)}字。")
    return text
