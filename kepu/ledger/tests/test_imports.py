"""导入: what a file would do is shown first; confirmed it counts, once; undone the figures are as before."""

import io
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from kepu.audit.models import Entry as AuditEntry
from kepu.files.verbs import load
from kepu.ledger.kinds import KINDS
from kepu.ledger.models import Fact, Import, Measure, RecordPartner, RegionCell, UnitCell, WorkRecord
from kepu.ledger.models.cells import AMOUNTS
from kepu.ledger.queries import Ask, Window, figures, year_window
from kepu.ledger.tables import RECORD_COLUMNS
from kepu.ledger.tests.books import Books
from kepu.ledger.tests.tables import AT, LINE, RECORDS, VALUES, book, brought_in, csv, finished, taken_back, uploaded
from kepu.ledger.verbs import (
    Work,
    check_cells,
    correct_work,
    drain_all,
    imports,
    load_catalogue,
    record_work,
    set_record_policy,
)  # fmt: skip
from kepu.ledger.verbs.records import entries_of
from kepu.ledger.workbooks.records import write_records
from kepu.methods.sheets import read_table
from kepu.people.access import NotAllowed, WrongState
from kepu.people.models import Account, Region, Role
from kepu.people.verbs import BadInput


@pytest.fixture(autouse=True)
def catalogue(db: None) -> None:
    load_catalogue(at=AT)


@pytest.fixture
def office(books: Books) -> Account:
    return books.county.secretary()


def line(**changes: str) -> tuple[str, ...]:
    names = ("day", "place", "kind", "what", "audience", "people", "unit", "partners")
    return tuple((dict(zip(names, LINE, strict=True)) | changes).values())


def told(books: Books, code: str = "lecture.person_times", **place: object) -> int:
    where = place or {"region": books.county.home.code}
    return figures([Ask(Measure.objects.get(code=code).pk, year_window(2026), **where)])[0]  # type: ignore[arg-type]


def wrong(row: Import) -> dict[int, str]:
    return {number: text for number, word, text in row.told if word == "wrong"}


def cells() -> list[tuple[object, ...]]:
    names = ("measure", "audience", "year", *AMOUNTS)
    regions, units = (
        model.objects.exclude(**dict.fromkeys(AMOUNTS, 0)).values_list(place, *names)
        for model, place in ((RegionCell, "region"), (UnitCell, "unit"))
    )
    return sorted([*regions, *units], key=str)


def test_a_file_is_shown_before_it_counts_and_then_counts(books: Books, office: Account) -> None:
    health = books.county.health
    data = csv(
        RECORDS,
        LINE,
        line(day="2026年3月5日", people="５０", kind="实用技术培训", partners=health.name),
        line(people="0"),
    )
    row = uploaded(books, data, office)
    assert (row.state, row.total, row.counts) == ("checked", 3, {"new": 3})
    assert row.sums == {
        "lecture.sessions": 2, "lecture.person_times": 40, "training.sessions": 1, "training.person_times": 50
    }  # fmt: skip
    assert told(books) == 0
    row = brought_in(row, office)
    assert (row.state, row.done) == ("done", 3)
    assert (told(books), told(books, "lecture.sessions"), told(books, "training.person_times")) == (40, 2, 50)
    assert told(books, "training.person_times", unit=health.pk) == 50
    assert told(books, "lecture.person_times", region="990123100000") == 40
    drain_all(at=AT)
    assert check_cells(at=AT).wrong == []
    assert [entry.verb for entry in AuditEntry.objects.filter(object=f"ledger.import:{row.pk}").order_by("pk")] == [
        "ledger.upload_import", "ledger.confirm_import"
    ]  # fmt: skip
    assert row.prepared.erased_at is not None  # the prepared rows are not needed any more


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"day": "2026-13-01"}, "日期：没有13月，请核对日期。"),
        ({"day": "2026-11-21"}, "日期：还没有到。请在做完之后再导入。"),
        ({"day": "2024-11-01"}, "日期：超过两年。以前年度的情况请用“历年数据补录”。"),
        ({"day": ""}, "日期：没有填写。"),
        ({"place": "溪口镇"}, "地点：没有叫“溪口镇”的地点。"),
        ({"kind": "讲座"}, "类型：类型“讲座”不在列表中，"),
        ({"people": "约40"}, "人次：“约40”不是数字，"),
        ({"people": "–"}, "人次：“–”表示没有这一项；"),
        ({"people": "-3"}, "人次：应在0到100万之间。"),
        ({"people": "40.5"}, "人次：“40.5”应为整数。"),
        ({"what": "讲" * 101}, "做了什么：不超过100字，现在有101字。"),
        ({"unit": "县气象局"}, "主办单位：没有叫“县气象局”的单位。"),
        ({"partners": "县卫生健康局、县气象局"}, "协办单位：没有叫“县气象局”的单位。"),
        ({"partners": "县教育体育局"}, "协办单位：主办单位不必再列为协办单位。"),
    ],
)
def test_every_wrong_row_says_why_and_the_right_one_beside_it_comes_in(
    books: Books, office: Account, changes: dict[str, str], said: str
) -> None:
    row = uploaded(books, csv(RECORDS, LINE, line(**changes)), office)
    assert row.counts == {"new": 1, "wrong": 1}
    assert wrong(row)[3].startswith(said)
    assert brought_in(row, office).done == WorkRecord.objects.count() == 1


def test_all_reasons_against_a_row_are_told_at_once_and_stand_in_the_workbook(books: Books, office: Account) -> None:
    row = uploaded(books, csv(RECORDS, LINE, line(day="昨天", people="许多")), office)
    assert "日期：" in wrong(row)[3]
    assert "人次：" in wrong(row)[3]
    table = read_table(load(Import.objects.get(pk=row.pk).problems), RECORD_COLUMNS)
    assert [one["what"] for one in table.rows] == ["用电安全讲座"] * 2
    assert table.unknown == ["问题"]


def test_merged_cells_are_told_row_by_row(books: Books, office: Account) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        for number, one in enumerate((RECORDS, LINE, line(day="", what="二"), line(day="", what="三"))):
            sheet.write_row(number, 0, one)
        sheet.merge_range(1, 0, 3, 0, "2026-11-18")
    row = uploaded(books, out.getvalue(), office)
    assert row.counts == {"new": 1, "wrong": 2}
    assert wrong(row) == dict.fromkeys((3, 4), "日期：这是合并单元格，请取消合并，每行都填写。")


def test_serial_numbers_and_real_dates_of_a_workbook(books: Books, office: Account) -> None:
    row = uploaded(books, book(RECORDS, (46344, *LINE[1:5], 12.0, *LINE[6:])), office)  # 46344 days after 1899-12-30
    brought_in(row, office)
    assert list(WorkRecord.objects.values_list("day", "person_times")) == [(date(2026, 11, 18), 12)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_files_in_three_encodings(books: Books, office: Account, encoding: str) -> None:
    assert uploaded(books, csv(RECORDS, LINE, encoding=encoding), office).total == 1


@pytest.mark.parametrize(
    ("data", "said"), [(b"PK\x03\x04 broken", "损坏"), ("甲,乙\n1,2".encode(), "表头"), (b"", "空的")]
)
def test_what_is_no_table_is_told(books: Books, office: Account, data: bytes, said: str) -> None:
    row = uploaded(books, data, office)
    assert row.state == "failed"
    assert said in row.message
    with pytest.raises(WrongState):
        imports.confirm(row=row, by=office, at=AT)


def test_rows_known_already_and_rows_twice_in_the_file_come_in_once(books: Books, office: Account) -> None:
    brought_in(uploaded(books, csv(RECORDS, LINE), office), office)
    row = uploaded(books, csv(RECORDS, LINE, line(people="41"), line(people="41")), office)
    assert row.counts == {"new": 1, "known": 2}
    assert [text for _, _, text in row.told] == ["已有完全相同的工作记录，不再导入。", "与第3行完全相同，只导入一次。"]
    brought_in(row, office)
    assert told(books) == 81


def test_the_very_same_file_is_told_until_it_is_undone(books: Books, office: Account) -> None:
    data = csv(RECORDS, LINE)
    first = brought_in(uploaded(books, data, office), office)
    with pytest.raises(imports.Again, match=f"第{first.pk}号导入，已导入") as told_:
        uploaded(books, data, office)
    assert told_.value.earlier == first
    taken_back(first, office)
    assert brought_in(uploaded(books, data, office), office).done == 1
    assert told(books) == 40


def test_confirming_twice_and_working_off_twice_counts_once(books: Books, office: Account) -> None:
    row = uploaded(books, csv(RECORDS, LINE), office)
    brought_in(row, office)
    with pytest.raises(WrongState):
        imports.confirm(row=row, by=office, at=AT)
    finished(row)
    finished(row)
    assert told(books) == 40


def test_undone_every_cell_is_as_before_whatever_happened_to_the_rows(books: Books, office: Account) -> None:
    record_work(
        unit=books.county.education, once="a", by=office, at=AT,
        work=Work(date(2026, 11, 17), books.village, "lecture", "讲座", "elderly", 9, (books.county.health,)),
    )  # fmt: skip
    drain_all(at=AT)
    before, facts = cells(), Fact.objects.count()
    lines = [line(people=str(n), partners=books.county.health.name if n % 2 else "") for n in range(1, 8)]
    row = brought_in(uploaded(books, csv(RECORDS, *lines), office), office)
    one = WorkRecord.objects.get(person_times=5)
    work = Work(date(2026, 11, 16), Region.objects.get(pk="990123101000"), "tour", "巡展", "youth", 500)
    correct_work(record=one, work=work, why="记错了", seen=0, by=office, at=AT)
    drain_all(at=AT)
    assert told(books, "tour.person_times") == 500
    with pytest.raises(BadInput):
        imports.undo(row=row, why=" ", by=office, at=AT)
    row = taken_back(row, office)
    assert (row.state, row.done, row.why) == ("undone", 7, "导错了表")
    drain_all(at=AT)
    assert cells() == before
    assert check_cells(at=AT).wrong == []
    assert Fact.objects.count() == facts + 7 * 4 + 4  # nothing is gone: rows and their reversals, and the correction's
    assert WorkRecord.objects.filter(state="void", remark="导错了表").count() == 7


def test_imported_records_post_what_the_phone_form_posts(books: Books, office: Account) -> None:
    lines = [line(kind=kind.label, partners="县卫生健康局" if n % 2 else "") for n, kind in enumerate(KINDS.values())]
    brought_in(uploaded(books, csv(RECORDS, *lines), office), office)
    for record in WorkRecord.objects.prefetch_related("partnerships"):
        facts = Fact.objects.filter(source=f"ledger.record:{record.pk}").prefetch_related("credits")
        posted = {
            (f.measure_id, f.quantity, f.day, f.region_id, f.audience,
             tuple(sorted((c.unit_id, c.role) for c in f.credits.all())))
            for f in facts
        }  # fmt: skip
        assert posted == {
            (e.measure.pk, e.quantity, e.day, e.region, e.audience, e.credits) for e in entries_of(record)
        }


def test_what_is_exported_comes_in_by_the_same_door(books: Books, office: Account, tmp_path: Path) -> None:
    lines = [line(people=str(n), partners="县卫生健康局" if n % 2 else "") for n in range(5)]
    first = brought_in(uploaded(books, csv(RECORDS, *lines), office), office)
    rows = WorkRecord.objects.select_related("unit", "place__parent").prefetch_related("partnerships__unit")
    write_records(tmp_path / "out.xlsx", rows)
    data = (tmp_path / "out.xlsx").read_bytes()
    assert uploaded(books, data, office).counts == {"known": 5}
    assert RecordPartner.objects.count() == 2
    before = told(books)
    taken_back(first, office)
    assert told(books) == 0
    again = brought_in(uploaded(books, data + b"\n", office), office)
    assert (again.done, told(books), before) == (5, 10, 10)
    assert RecordPartner.objects.exclude(record__state="void").count() == 2
    write_records(tmp_path / "void.xlsx", rows.filter(state="void"))
    assert uploaded(books, (tmp_path / "void.xlsx").read_bytes(), office).counts == {"known": 5}


def test_a_unit_brings_in_its_own_work_only_and_waits_where_records_are_reviewed(books: Books, office: Account) -> None:
    by = books.county.account(Role.LIAISON, unit=books.county.education)
    data = csv(RECORDS, LINE, line(unit="县卫生健康局"))
    row = uploaded(books, data, by)
    assert wrong(row) == {3: "主办单位：您不能代“县卫生健康局”填写，只能导入本单位的记录。"}
    set_record_policy(region=books.county.home, review=True, by=office, at=AT)
    brought_in(row, by)
    assert WorkRecord.objects.get().state == "handed"
    assert told(books) == 0
    with pytest.raises(NotAllowed):
        uploaded(books, csv(VALUES, ("x",) * 7), by, "values")
    with pytest.raises(NotAllowed):
        imports.undo(row=row, why="x", by=books.county.account(Role.LIAISON, unit=books.county.health), at=AT)
    taken_back(row, by)
    assert WorkRecord.objects.get().state == "void"


VALUE = ("参加科普（技）讲座人次", "2026年3月", "城关镇", "老年人", "1200", "人次", "县教育体育局")


def test_values_come_in_with_their_time_place_and_unit(books: Books, office: Account) -> None:
    data = csv(
        VALUES, VALUE, ("科普专项经费", "2026年第一季度", "清禾县", "", "2.5", "", ""),
        ("lecture.person_times", "2026-11-02", "柳河镇", "", "0", "", ""), ("科普竞赛次数", "2026年3月", "城关镇", "", "–", "", ""),
    )  # fmt: skip
    row = brought_in(uploaded(books, data, office, "values"), office)
    assert (row.counts, row.done) == ({"new": 3, "known": 1}, 3)
    assert (told(books), told(books, unit=books.county.education.pk)) == (1200, 1200)
    march, quarter = Window(date(2026, 3, 1), date(2026, 3, 31)), Window(date(2026, 1, 1), date(2026, 3, 31))
    lectures, funds = (Measure.objects.get(code=c).pk for c in ("lecture.person_times", "funds.special"))
    home = books.county.home.code
    asks = [Ask(lectures, march, home), Ask(funds, quarter, home), Ask(funds, year_window(2026), home)]
    assert figures(asks) == [1200, 0, 25000]  # a quarter shows in the year alone
    drain_all(at=AT)
    assert check_cells(at=AT).wrong == []
    taken_back(row, office)
    drain_all(at=AT)
    assert figures(asks) == [0, 0, 0]
    assert check_cells(at=AT).wrong == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({0: "科技馆"}, "统计指标：“科技馆”是时点数，请用“历年数据补录”登记。"),
        ({0: "公民具备科学素质的比例"}, "统计指标：“公民具备科学素质的比例”是公布数，请用“公布数”登记。"),
        ({0: "参加人数"}, "统计指标：没有叫“参加人数”的统计指标。"),
        ({1: "2026年13月"}, "时间：没有13月"), ({1: "2026年12月"}, "时间：还没有到"), ({1: "2026年"}, "时间：还没有到"),
        ({4: ""}, "数量：没有填写。"), ({4: "-5"}, "数量：不能小于0。"), ({4: "1.5"}, "数量：“1.5”应为整数。"),
        ({5: "万人次"}, "计量单位：这个指标按“人次”计，请换算后填写。"),
    ],
)  # fmt: skip
def test_wrong_values_say_why(books: Books, office: Account, changes: dict[int, str], said: str) -> None:
    bad = [changes.get(i, cell) for i, cell in enumerate(VALUE)]
    row = uploaded(books, csv(VALUES, VALUE, bad), office, "values")
    assert row.counts == {"new": 1, "wrong": 1}
    assert wrong(row)[3].startswith(said)


def test_a_second_figure_for_the_same_thing_is_known_or_wrong(books: Books, office: Account) -> None:
    first = brought_in(uploaded(books, csv(VALUES, VALUE), office, "values"), office)
    other = (*VALUE[:4], "1300", *VALUE[5:])
    row = uploaded(books, csv(VALUES, VALUE, other), office, "values")
    assert row.counts == {"known": 1, "wrong": 1}
    assert next(text for _, _, text in row.told) == f"与第{first.pk}号导入第2行相同，不再导入。"
    assert f"第{first.pk}号导入第2行对同一指标" in wrong(row)[3]
    with pytest.raises(BadInput, match="没有可以导入的行"):
        imports.confirm(row=row, by=office, at=AT)


def test_a_killed_worker_is_gone_on_after_without_posting_a_row_twice(books: Books, office: Account) -> None:
    row = uploaded(books, csv(RECORDS, *(line(people=str(n)) for n in range(10))), office)
    imports.confirm(row=row, by=office, at=AT)
    assert imports.go_on(row=row, at=AT, most=4)
    assert Import.objects.get(pk=row.pk).done == WorkRecord.objects.count() == 4
    Import.objects.filter(pk=row.pk).update(done=2)  # worse than a kill: two rows posted and not noted
    while imports.go_on(row=row, at=AT, most=4):
        pass
    assert told(books) == sum(range(10))
    assert WorkRecord.objects.count() == 10
    imports.undo(row=row, why="导错了", by=office, at=AT)
    assert imports.go_on(row=row, at=AT, most=4)
    while imports.go_on(row=row, at=AT, most=4):
        pass
    assert told(books) == 0
