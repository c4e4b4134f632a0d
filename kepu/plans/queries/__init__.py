"""Reads of `plans` that cross tables."""

from kepu.plans.queries.own import mine
from kepu.plans.queries.plans import released, search, todo

__all__ = ["mine", "released", "search", "todo"]
