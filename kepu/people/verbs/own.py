"""What a person does with his own account; the sign-in library has changed it, the verb says so."""

from datetime import datetime

from django.db import transaction

from kepu.audit.verbs import record
from kepu.people.access import NotAllowed
from kepu.people.models import Account


@transaction.atomic
def note_own_password(*, account: Account, by: Account, at: datetime) -> None:
    """The person has chosen a password: the first one is done with."""
    _check_own(account, by)
    account.must_change_password = False
    account.save(update_fields=["must_change_password"])
    record(verb="people.change_own_password", thing=account, by=by, at=at, changed=["password"])


@transaction.atomic
def note_second_factor(*, account: Account, by: Account, at: datetime) -> None:
    """The person has set up, renewed or given up the second factor."""
    _check_own(account, by)
    record(verb="people.change_own_second_factor", thing=account, by=by, at=at, changed=["second_factor"])


def _check_own(account: Account, by: Account) -> None:
    if account.pk != by.pk:
        raise NotAllowed("只能修改自己的密码和动态口令。")
