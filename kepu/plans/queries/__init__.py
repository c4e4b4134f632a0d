"""Reads of `plans` that cross tables."""

from kepu.plans.queries.plans import released, search, todo

__all__ = ["released", "search", "todo"]
