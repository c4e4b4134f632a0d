"""From plan to plan: what the office means to do, which plan continues which, what becomes of each item."""

from kepu.plans.verbs.succession.intentions import StaleIntention, intend
from kepu.plans.verbs.succession.links import continue_from, stop_continuing
from kepu.plans.verbs.succession.settling import Decision, SettledMeanwhile, settle, settle_many, unsettle

__all__ = [
    "Decision",
    "SettledMeanwhile",
    "StaleIntention",
    "continue_from",
    "intend",
    "settle",
    "settle_many",
    "stop_continuing",
    "unsettle",
]
