"""Tasks without a number, for tests: the office says that nothing counts what they promise."""

from kepu.people.models import Account
from kepu.plans import verbs
from kepu.plans.models import Target, Task
from kepu.plans.tests.builders import AT


def without_number(task: Task, office: Account) -> Task:
    """Return the task of a plan in force, every number of it being one that nothing counts."""
    for target in Target.objects.filter(task=task, value__isnull=False, removed=False):
        verbs.bind(target=target, counting=verbs.Counting(reason="建设事项"), seen=None, by=office, at=AT)
    return Task.objects.select_related("version__plan__region").get(pk=task.pk)
