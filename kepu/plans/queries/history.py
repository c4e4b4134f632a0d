"""An item through the versions of its plan, by its stable key; where it rests."""

from collections.abc import Iterable
from dataclasses import dataclass

from kepu.plans.models import Item, Plan, Task, Version


@dataclass(frozen=True)
class Wording:
    """A task as one version words it; `before` is the wording of the version before, None in the first."""

    version: Version
    task: Task
    before: Task | None

    @property
    def changed(self) -> bool:
        """Whether title or text read otherwise than in the version before."""
        old = self.before
        return old is not None and (old.title, old.body) != (self.task.title, self.task.body)


def history_of(task: Task, plan: Plan, *, drafts: bool) -> list[Wording]:
    """Return the task in each version that has it, newest first; one query. Drafts only where they may be seen."""
    states = [Version.State.ADOPTED, Version.State.PROOFREADING] if drafts else [Version.State.ADOPTED]
    rows = Task.objects.filter(key=task.key, version__plan=plan, version__state__in=states, removed=False)
    return _chained(rows.select_related("version__adopted_by").order_by("version__number"))[::-1]


def _chained(rows: Iterable[Task]) -> list[Wording]:
    made: list[Wording] = []
    for row in rows:
        made.append(Wording(row.version, row, made[-1].task if made else None))
    return made


def basis_of(item: Item, version: Version) -> Version | None:
    """Return the amendment that an item rests on: the version that brought it in without a place in the document.

    None for an item that stands in the document; one query otherwise.
    """
    if item.start is not None:
        return None
    first = type(item)._default_manager.filter(key=item.key, version__plan=version.plan_id)
    return Version.objects.filter(pk__in=first.values("version")).order_by("number").first()
