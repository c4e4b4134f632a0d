"""What of a version stands: items not taken out by hand, nor hanging on one that was."""

from typing import TypeVar

from django.db.models import Q, QuerySet

from kepu.plans.models import Item, Version

_ItemType = TypeVar("_ItemType", bound=Item)

PARENTS: dict[str, tuple[str, ...]] = {"responsibility": ("task", "part"), "target": ("task",)}


def attached(model: type[Item]) -> Q:
    """Return the condition that what an item hangs on was not taken out: a task takes its units and targets with it."""
    condition = Q()
    for parent in PARENTS.get(model._meta.model_name or "", ()):
        condition &= Q(**{f"{parent}__isnull": True}) | Q(**{f"{parent}__removed": False})
    return condition


def standing(model: type[_ItemType], version: Version) -> QuerySet[_ItemType]:
    """Return a version's items of one kind that stand, in the order of the document."""
    return model._default_manager.filter(attached(model), version=version, removed=False)


def within(model: type[_ItemType], versions: QuerySet[Version]) -> QuerySet[_ItemType]:
    """Return the items of one kind that stand in several versions; one query, the versions within it."""
    return model._default_manager.filter(attached(model), version__in=versions, removed=False)
