"""What a report on paper says of its figures: the day up to which they were drawn, and no hint that is for the office."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from kepu.accountability.models import Report
from kepu.accountability.queries.papers import paper_of
from kepu.accountability.tests import answering, cycles
from kepu.accountability.tests.cycles import AT, BEIJING
from kepu.people.models import Account, Unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("version")]


@pytest.fixture
def lead(office: Account, units: dict[str, Unit], settings: Any, tmp_path: Path) -> Report:
    """The report of the unit that leads; figures are asked as of 15 December."""
    settings.FILES_ROOT = tmp_path / "files"
    cycles.opened(office)
    return answering.of(units["县教育局"])


@pytest.mark.parametrize(
    ("at", "day"),
    [(AT, "2026年12月1日"), (datetime(2026, 12, 18, 9, 0, tzinfo=BEIJING), "2026年12月15日")],
)
def test_it_says_up_to_which_day_its_figures_were_drawn(lead: Report, at: datetime, day: str) -> None:
    said = "\n".join(paper_of(answering.put_up(lead, at)).texts())
    assert "现将本单位2026年1月1日至2026年12月15日的工作情况报告如下" in said
    assert f"数据为台账截至{day}的数" in said


def test_what_has_no_figure_is_a_dash(lead: Report) -> None:
    said = list(paper_of(answering.put_up(lead)).texts())
    assert "—" in said
    assert not [text for text in said if "对应统计指标" in text]
