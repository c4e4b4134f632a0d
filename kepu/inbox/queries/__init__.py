"""Reads of `inbox`; the desk asks `search` and finds `todo` here."""

from kepu.inbox.queries.messages import messages_of, search, unread_count

__all__ = ["messages_of", "search", "unread_count"]
