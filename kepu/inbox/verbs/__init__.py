"""All writes of `inbox`."""

from kepu.inbox.verbs.messages import BadMessage, mark_all_read, mark_read, send

__all__ = ["BadMessage", "mark_all_read", "mark_read", "send"]
