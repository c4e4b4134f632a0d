"""One thing of each kind that the addresses of the ledger name."""

import io
from typing import Any

from django.utils import timezone
from PIL import Image

from kepu.files.photographs import Photograph
from kepu.ledger.models import Duplicate, Import, Lookalike, Measure, Reading, YearEdition
from kepu.ledger.verbs import (
    MeasureValues,
    Published,
    Work,
    add_evidence,
    add_measure,
    check_cells,
    drain_all,
    imports,
    keep_year,
    load_catalogue,
    record_reading,
    record_work,
)
from kepu.ledger.verbs.readings import ReadingValues
from kepu.people.models import Account, Region, Unit


def work_things(home: Region, unit: Unit, office: Account) -> dict[str, Any]:
    """Return what stands in their addresses: a measure, and a record of the unit's work that counts."""
    at = timezone.now()
    load_catalogue(at=at)
    work = Work(timezone.localdate(at), home, "lecture", "冬季用电安全讲座", "elderly", 40)
    record, other = (record_work(unit=unit, work=work, once=once, by=office, at=at) for once in ("one", "two"))
    drain_all(at=at)
    for kept in (record, other):
        picture = Photograph(a_picture(), "image/png", mark=2**40)
        add_evidence(record=kept, photographs=[("讲座.png", picture)], by=office, at=at)
    likeness = Lookalike.objects.get()
    doubt = Duplicate.objects.first()
    assert doubt is not None
    return {
        "record_id": record.pk, "measure": "lecture.person_times", "doubt_id": doubt.pk, "verdict": "different",
        "evidence_id": likeness.first_id, "likeness_id": likeness.pk,
        "import_id": imported(home, office).pk, "which": "original", "sheet_id": year_kept(home, office).sheet_id,
        "reading_id": reading(home, office).pk, "own": own_measure(office).code, "check_id": check_cells(at=at).pk,
    }  # fmt: skip


def own_measure(office: Account) -> Measure:
    """Return a measure that the office added itself."""
    above = Measure.objects.get(code="lecture.sessions")
    values = MeasureValues("科普大集场次", "在集市上开展的科普活动，一场计一次。", above)
    return add_measure(values=values, by=office, at=timezone.now())


def imported(home: Region, office: Account) -> Import:
    """Return an import of one value, looked over and not confirmed yet."""
    at = timezone.now()
    data = f"统计指标,时间,地点,数量\n科普竞赛次数,2026年1月,{home.pk},2".encode()
    row = imports.upload(kind="values", name="台账.csv", data=data, paper="科协台账", region=home, by=office, at=at)
    imports.look_over(row=row, at=at)
    return Import.objects.get(pk=row.pk)


def year_kept(home: Region, office: Account) -> YearEdition:
    """Return what was entered of last year."""
    at = timezone.now()
    figures = {"contest.sessions": {"": 3}}
    year = timezone.localdate(at).year - 1
    return keep_year(region=home, year=year, figures=figures, paper="工作总结第2页", seen=0, by=office, at=at)


def reading(home: Region, office: Account) -> Reading:
    """Return a published figure of the county."""
    at, measure = timezone.now(), Measure.objects.get(code="literacy.rate")
    values = ReadingValues(home, timezone.localdate(at), 1540, Published("市科协", "公报第3页", "全国调查"))
    return record_reading(region=home, measure=measure, values=values, once="one", by=office, at=at)


def a_picture() -> bytes:
    """Return a small picture as it would be kept."""
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(out, "PNG")
    return out.getvalue()
