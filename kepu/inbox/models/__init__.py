"""Tables of `inbox`: messages and how persons want to be told, channels out, the question box."""

from kepu.inbox.models.channels import Channel, Delivery
from kepu.inbox.models.messages import Message, Preference
from kepu.inbox.models.questions import HelpLine, Question

__all__ = ["Channel", "Delivery", "HelpLine", "Message", "Preference", "Question"]
