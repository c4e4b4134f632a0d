"""Who may do what with messages: the only functions by which a view gets an object."""

from kepu.inbox.access.messages import check_own, get_message_for

__all__ = ["check_own", "get_message_for"]
