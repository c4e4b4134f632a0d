"""The plan that the other tests stand on is what its text says."""

import pytest

from kepu.plans.models import Responsibility, Task
from kepu.plans.tests import builders

pytestmark = pytest.mark.django_db


def test_the_text_becomes_tasks_units_and_targets():
    builders.units()
    version = builders.adopted(builders.account(), more=3)
    assert Task.objects.filter(version=version).count() == 5
    assert version.target_set.count() == 7
    assert set(Responsibility.objects.filter(version=version, unit=None)) == set()


def test_every_printed_name_is_where_its_span_says():
    version = builders.draft(builders.account(), more=2)
    text = version.document.text
    for row in [*version.responsibility_set.all()]:
        assert text[row.start : row.end] == row.printed
    for row in [*version.target_set.all()]:
        assert text[row.start : row.end] == row.quote
