"""Work records handed in by programs: a key of the program's own makes that the same record is never made twice."""

from datetime import datetime

from django.db import IntegrityError, transaction

from kepu.ledger import access
from kepu.ledger.models import IdempotencyKey
from kepu.ledger.verbs.records import Work, mark_of, record_work
from kepu.people.models import Account, Unit

TAKEN = "这个 Idempotency-Key 已经用于另一条内容不同的记录，没有重复填报。要改那一条，请在网页上更正；要填新的，请换一个编号。"


class KeyTaken(Exception):
    """The key was used for something else before; the message says so, in Chinese."""


@transaction.atomic
def hand_in(*, unit: Unit, work: Work, key: str, by: Account, at: datetime) -> tuple[IdempotencyKey, bool]:
    """Write down a piece of work once for each key of the account; answer how it was handed in, and whether it was before.

    Raises NotAllowed, BadInput, and KeyTaken where the key was used with other content.
    """
    access.check_can_record_for(by, unit)
    content = mark_of("api", unit, work)
    if known := _known(by, key, content):
        return known, True
    record = record_work(unit=unit, work=work, once=f"api {key}", by=by, at=at)
    try:
        with transaction.atomic():
            made = IdempotencyKey.objects.create(
                account=by, key=key, content=content, record=record, state=record.state, at=at
            )
    except IntegrityError:  # the same key came twice at once: whoever was first has answered
        known = _known(by, key, content)
        assert known is not None
        return known, True
    return made, False


def _known(by: Account, key: str, content: str) -> IdempotencyKey | None:
    row = IdempotencyKey.objects.filter(account=by, key=key).first()
    if row is not None and row.content != content:
        raise KeyTaken(TAKEN)
    return row
