"""The way out: addresses of mail servers and robots checked, one text sent, what was refused told in words."""

from kepu.inbox.outgoing.addresses import BadAddress, checked
from kepu.inbox.outgoing.sending import LONGEST, NotSent, send

__all__ = ["LONGEST", "BadAddress", "NotSent", "checked", "send"]
