"""Who asked, as far as he said: sealed at rest, shown to the office alone, erased some time after the answer."""

import json
from dataclasses import dataclass
from datetime import timedelta

from kepu.people.crypto import Unreadable, seal, unseal

KEEP_AFTER_ANSWER = timedelta(days=90)
KEEP_AT_MOST = timedelta(days=365)
_PURPOSE = "inbox.question.contact"


@dataclass(frozen=True)
class Contact:
    """A name and a telephone, each of which may be empty; `readable` is false where the key was lost."""

    name: str = ""
    phone: str = ""
    readable: bool = True

    def __bool__(self) -> bool:
        return bool(self.name or self.phone)


def sealed(contact: Contact) -> str:
    """Return what is kept of a contact; nothing for an empty one."""
    if not contact:
        return ""
    return seal(json.dumps([contact.name, contact.phone], ensure_ascii=False), purpose=_PURPOSE)


def opened(text: str) -> Contact:
    """Return the contact that was sealed; an unreadable one where the installation's key has changed since."""
    if not text:
        return Contact()
    try:
        name, phone = json.loads(unseal(text, purpose=_PURPOSE))
    except Unreadable:
        return Contact(readable=False)
    return Contact(name, phone)
