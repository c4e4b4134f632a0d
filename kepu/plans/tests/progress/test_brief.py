"""The leader's brief: what it says is what the board says, on one page."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pypdfium2
from django.test import Client
from docx import Document

from kepu.ledger.models import Measure
from kepu.ledger.verbs import Work, record_work
from kepu.methods.papers import Table
from kepu.people.models import Account, Region
from kepu.plans import verbs
from kepu.plans.models import Target, Version
from kepu.plans.queries.progress import board_of, brief_paper
from kepu.plans.queries.targets import targets_of
from kepu.plans.tests import builders, parted
from kepu.plans.verbs import Counting

AT = datetime(2026, 10, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 10, 2)


def promise(version: Version, office: Account, people: int) -> Target:
    """1,000 person-times within 2026, of which so many are done in March."""
    target = parted.target(version, value=Decimal(1000), unit="人次", due="2026", subject="农民培训", comparator=">=")
    counting = Counting(measure=Measure.objects.get(code="training.person_times"), span="period")
    verbs.bind(target=target, counting=counting, seen=None, by=office, at=AT)
    if people:
        told = Work(date(2026, 3, 1), Region.objects.get(name="石桥乡"), "training", "果树修剪", "farmers", people)
        record_work(unit=builders.unit("承办单位"), work=told, once="a", by=office, at=AT)
    return target


def said(version: Version) -> str:
    paper = brief_paper(version, board_of(version, list(targets_of(version)), TODAY), TODAY)
    return "\n".join(paper.texts())


def test_what_is_behind_stands_in_it_with_what_was_expected_and_who_answers(version: Version, office: Account) -> None:
    promise(version, office, 200)
    # By 2 October 275 of 365 days are over: 1,000 × 275/365 = 753.4, of which 200 is less than six tenths.
    text = said(version)
    assert "落后于进度的目标任务" in text
    paper = brief_paper(version, board_of(version, list(targets_of(version)), TODAY), TODAY)
    table = next(block for block in paper.blocks if isinstance(block, Table))
    assert [row.cells for row in table.rows] == [("农民培训", "不少于1000人次", "200", "753", "县卫健局、县民政局")]  # type: ignore[union-attr]
    assert "难以按期完成的1个" in text
    assert "难以完成1个" in text


def test_what_is_on_its_way_is_no_matter_for_the_leader(version: Version, office: Account) -> None:
    promise(version, office, 800)
    text = said(version)
    assert "落后于进度" not in text
    assert "正常推进1个" in text


def test_targets_without_a_measure_are_said_to_be_unsettled(version: Version) -> None:
    counted = sum(1 for target in targets_of(version) if target.value is not None)
    assert f"没有统计指标的{counted}个" in said(version)


def test_it_comes_on_one_page_and_as_word(version: Version, office: Account, client: Client) -> None:
    like = promise(version, office, 0)
    Target.objects.bulk_create(
        Target(version=version, task=like.task, key=f"many{at:08}", order=10 + at, kind="cumulative", quote=f"第{at}项",
               subject=f"很长的事项名称用来占满表格的一行第{at}项", value=10, unit="次", due="2026")
        for at in range(20)
    )  # fmt: skip
    for target in Target.objects.filter(key__startswith="many"):
        counting = Counting(measure=Measure.objects.get(code="training.sessions"), span="period")
        verbs.bind(target=target, counting=counting, seen=None, by=office, at=AT)
    client.force_login(office)
    pdf = client.get(f"/desk/plans/{version.plan_id}/brief.pdf")
    assert len(pypdfium2.PdfDocument(pdf.content)) == 1
    word = Document(io.BytesIO(client.get(f"/desk/plans/{version.plan_id}/brief.docx").content))
    assert any("其余16个见系统" in cell.text for cell in word.tables[0].rows[-1].cells)
