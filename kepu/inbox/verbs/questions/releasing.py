"""Making a question and its answer public, in words of their own, in the name of a person; and taking both back."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kepu.audit.lasting import Deed
from kepu.audit.verbs import record
from kepu.inbox.access import questions as access
from kepu.inbox.models import Question
from kepu.inbox.verbs.questions.standing import locked, save, text_of
from kepu.methods.masking import has_identity_number, personal_spans
from kepu.methods.secrecy import first_mark
from kepu.people.access import WrongState
from kepu.people.models import Account
from kepu.people.verbs import BadInput


@dataclass(frozen=True)
class ReleaseValues:
    """What the public will read. `statement`: the person says there is nothing secret or private in it; `kept`: what
    still looks personal (a telephone of the office) was seen and may be public."""

    text: str
    answer: str
    statement: bool
    kept: bool = False


@transaction.atomic
def release_question(
    *, question: Question, values: ReleaseValues, revision: int, by: Account, at: datetime
) -> Question:
    """Show an answered question to everyone in the given words, released by `by`.

    Raises NotAllowed, Stale, WrongState for a mark of secrecy, or BadInput for missing words, a missing statement, the
    number of an identity card, or something that looks personal and was not confirmed.
    """
    row = locked(question, access.RELEASE, by, revision)
    row.public_text, row.public_answer = (
        text_of(values.text, what="公开的问题"),
        text_of(values.answer, what="公开的答复"),
    )
    _check(f"{row.public_text}\n{row.public_answer}", values)
    row.released_by, row.released_at = by, at
    save(row)
    changed = ["public_text", "public_answer", "released_by"]
    record(verb=access.RELEASE.verb, thing=row, by=by, at=at, changed=changed)
    return row


def _check(words: str, values: ReleaseValues) -> None:
    if not values.statement:
        raise BadInput("请先勾选保密审查意见。")
    if mark := first_mark(words):
        raise WrongState(f"公开内容中有“{mark}”字样，不能公开。")
    if has_identity_number(words):
        raise BadInput("公开内容中有身份证号，请删去。")
    if (found := personal_spans(words)) and not values.kept:
        named = "、".join(f"“{words[start:end]}”" for start, end in found[:5])
        raise BadInput(f"公开内容中的{named}像是个人信息。请删改；确是公开的办公电话等，请勾选“可以公开”。")


@transaction.atomic
def take_back_question(*, question: Question, revision: int, by: Account, at: datetime) -> Question:
    """Take a question off the public pages at once; its public words stay for another time. Raises as `release_question`."""
    row = locked(question, access.TAKE_BACK, by, revision)
    row.released_by, row.released_at = None, None
    save(row)
    record(verb=access.TAKE_BACK.verb, thing=row, by=by, at=at, changed=["released_by"])
    return row


def take_back_again(deed: Deed) -> bool:
    """After an older backup was restored: take a question off the public pages, as was done before."""
    shown = Question.objects.filter(pk=deed.id, released_at__isnull=False)
    return shown.update(released_by=None, released_at=None) > 0
