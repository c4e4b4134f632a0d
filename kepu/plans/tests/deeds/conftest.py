"""The small plan in force, its first task without a number, led by a unit with a liaison."""

from datetime import UTC, date, datetime

import pytest

from kepu.ledger.verbs import load_catalogue
from kepu.people.models import Account, Unit
from kepu.plans import verbs
from kepu.plans.models import Task, TaskDeed, Version
from kepu.plans.queries.outside import Matter
from kepu.plans.tests import builders
from kepu.plans.tests.qualitative import without_number

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def told(**changes: object) -> verbs.Told:
    """A deed as a unit tells it."""
    fields = {
        "day": date(2026, 3, 5),
        "what": "印发科学课堂工作机制",
        "proposed": "under_way",
        "proof": "云教发〔2026〕3号",
    }
    return verbs.Told(**(fields | changes))  # type: ignore[arg-type]


def tell(task: Matter, unit: Unit, by: Account, once: str = "one", **changes: object) -> TaskDeed:
    """The deed of a unit."""
    return verbs.tell_deed(task=task, unit=unit, told=told(**changes), once=once, by=by, at=AT)


def confirm(deed: TaskDeed, office: Account, agreed: str = "under_way") -> TaskDeed:
    return verbs.confirm_deed(deed=deed, agreed=agreed, seen=deed.revision, by=office, at=AT)


@pytest.fixture
def lead(units: dict[str, Unit]) -> Unit:
    """The unit that leads the task."""
    return units["县教育局"]


@pytest.fixture
def liaison(lead: Unit) -> Account:
    """Somebody of it."""
    return builders.liaison(lead)


@pytest.fixture
def task(version: Version, office: Account) -> Task:
    """A task without a number, led by 县教育局, supported by two units."""
    load_catalogue(at=AT)
    return without_number(Task.objects.get(version=version, title="办好科学课堂"), office)
