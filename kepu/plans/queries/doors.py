"""The addresses of everything that stands in a version, where a page shows hundreds of items."""

from django.urls import reverse

from kepu.plans.models import Version
from kepu.plans.queries.proofreading import Structure


def doors_of(tree: Structure, version: Version, *, named: bool = False) -> dict[str, str]:
    """Return by key the page of each task, and of each target its place there or on the plan's page; no query.

    With `named` the addresses name the version, where it may not be the one that stands for its plan.
    """
    asked = f"?version={version.number}" if named else ""
    plan, base = (reverse(f"plans:{name}", args=[version.plan_id]) for name in ("plan", "tasks"))
    found = {target.key: f"{plan}{asked}#k-{target.key}" for target in tree.targets}
    for node in tree.tasks:
        page = f"{base}{node.task.key}/{asked}"
        found |= {node.task.key: page} | {target.key: f"{page}#k-{target.key}" for target in node.targets}
    return found
