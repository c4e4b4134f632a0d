"""What of the ledger is a person's own whatever waits: the way to write down a piece of work."""

from django.urls import reverse

from kepu.people.access import roles
from kepu.people.models import Account, Role
from kepu.ui.shapes import Found


def mine(account: Account) -> list[Found]:
    """Return the form of a work record, first on a liaison's 待办; others find it behind 工作记录."""
    if Role.LIAISON not in roles(account):
        return []
    return [
        Found(
            "记一笔工作", reverse("ledger:new_record"), "工作记录", "做完一件事记一笔，计入本单位的数；手机上也能填。"
        )
    ]
