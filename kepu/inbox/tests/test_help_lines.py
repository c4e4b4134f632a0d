"""The telephones: one table, kept in one form, for whoever may; two people at it; in and out as Excel; the nearest one."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kepu.audit.models import Entry
from kepu.inbox.models import HelpLine
from kepu.inbox.queries import help_line_for, help_lines
from kepu.inbox.queries.help_lines import export_help_lines
from kepu.inbox.tables import HELP_LINE_COLUMNS
from kepu.inbox.tests.box import AT, Box
from kepu.inbox.verbs import LineValues, StaleLines, import_help_lines, set_help_lines
from kepu.methods.sheets import Row, read_table, write_table
from kepu.people.models import Region
from kepu.people.tests.together import at_once
from kepu.people.verbs import BadInput, WrongRows

PAGE = "/desk/questions/phones/"
HOURS = "工作日 9:00—17:00"
COUNTY, TOWN, SECOND = "990123000000", "990123100000", "990123101000"
VALUES = LineValues("0990-1234567", "城关镇科协", HOURS)


def put(box: Box, values: LineValues = VALUES, code: str = TOWN) -> int:
    return set_help_lines(region=box.home, lines={code: values}, by=box.office, at=AT)


def stored() -> dict[str, tuple[str, str, str]]:
    return {line.region_id: (line.phone, line.staffed_by, line.hours) for line in HelpLine.objects.all()}


def test_a_telephone_is_kept_in_one_form_changed_and_taken_away(box: Box) -> None:
    assert put(box, LineValues("（0990）1234567", " 城关镇  科协 ", "工作日9点到17点")) == 1
    assert stored() == {TOWN: ("0990-1234567", "城关镇 科协", HOURS)}
    assert put(box, LineValues("0990-1234567", "城关镇 科协", HOURS)) == 0
    assert put(box, VALUES) == 1
    assert put(box, LineValues()) == 1
    assert stored() == {}
    changed = Entry.objects.filter(verb="inbox.set_help_lines").order_by("id").values_list("changed", flat=True)
    assert list(changed) == [["hours", "phone", "staffed_by"], ["staffed_by"], ["hours", "phone", "staffed_by"]]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        (LineValues("123", "科协", HOURS), "看起来不完整"),
        (LineValues("6212345", "科协", HOURS), "带区号"),
        (LineValues("0990-1234567", " ", HOURS), "由谁接听"),
        (LineValues("0990-1234567", "字" * 61, HOURS), "由谁接听"),
        (LineValues("0990-1234567", "科协", "上班时间"), "看不懂接听时间"),
        (LineValues("", "科协", ""), "请填写接听时间"),
    ],
)
def test_a_number_that_nobody_answers_is_refused(box: Box, values: LineValues, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        put(box, values)
    assert stored() == {}


def test_a_township_of_the_neighbours_is_not_ours(box: Box) -> None:
    with pytest.raises(BadInput, match="不是清禾县的乡镇"):
        put(box, VALUES, "990124100000")


def test_the_nearest_telephone_is_the_townships_else_the_countys(box: Box) -> None:
    second = Region.objects.get(pk=SECOND)
    assert help_line_for(box.home, box.town) is None
    put(box, VALUES, COUNTY)
    put(box)
    assert help_line_for(box.home, box.town).region_id == TOWN
    assert help_line_for(box.home, second).region_id == COUNTY
    assert help_line_for(box.home, None).region_id == COUNTY
    assert [line.region_id for line in help_lines(box.home)] == [COUNTY, TOWN]
    assert help_lines(box.other) == []


def form(box: Box, **changed: str) -> dict[str, str]:
    """What the table sends: what stands, with some fields changed; what was seen is what stands."""
    body = {}
    for code in (COUNTY, TOWN, SECOND):
        line = stored().get(code, ("", "", ""))
        for name, value in zip(("phone", "staffed_by", "hours"), line, strict=True):
            body |= {f"{code}-{name}": value, f"{code}-seen_{name}": value}
    return body | changed


def test_the_whole_table_is_saved_at_once(box: Box) -> None:
    put(box)
    client = box.browser(box.office)
    assert "城关镇：接听时间" in client.get(PAGE).content.decode()
    sent = form(box, **{f"{TOWN}-phone": "13912345678", f"{SECOND}-phone": "0990 7654321",
                        f"{SECOND}-staffed_by": "柳河镇科协", f"{SECOND}-hours": "每天全天"})  # fmt: skip
    assert client.post(PAGE, sent).status_code == 302
    assert stored() == {
        TOWN: ("13912345678", "城关镇科协", HOURS), SECOND: ("0990-7654321", "柳河镇科协", "每天 全天"),
    }  # fmt: skip


def test_what_is_wrong_is_named_by_place_and_nothing_typed_is_lost(box: Box) -> None:
    sent = form(box, **{f"{TOWN}-phone": "12", f"{TOWN}-staffed_by": "镇科协", f"{TOWN}-hours": "看情况",
                        f"{SECOND}-hours": HOURS})  # fmt: skip
    answer = box.browser(box.office).post(PAGE, sent)
    html = answer.content.decode()
    assert answer.status_code == 422
    for words in ("城关镇：电话“12”看起来不完整", "城关镇：看不懂接听时间", "柳河镇：请填写电话", 'value="看情况"'):
        assert words in html
    assert stored() == {}


def test_of_two_at_the_table_the_second_is_shown_what_the_first_did(box: Box) -> None:
    put(box)
    sent = form(box, **{f"{TOWN}-phone": "13900000000"})
    put(box, LineValues("13911111111", "城关镇科协", HOURS))
    client = box.browser(box.office)
    answer = client.post(PAGE, sent)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "城关镇的电话刚被其他同志改过" in html
    assert "现在是：13911111111" in html
    assert 'value="13900000000"' in html
    assert stored()[TOWN][0] == "13911111111"
    again = sent | {f"{TOWN}-seen_phone": "13911111111"}
    assert client.post(PAGE, again).status_code == 302
    assert stored()[TOWN][0] == "13900000000"


def test_two_at_different_places_do_not_disturb_each_other(box: Box) -> None:
    put(box)
    sent = form(box, **{f"{SECOND}-phone": "12345", f"{SECOND}-staffed_by": "热线", f"{SECOND}-hours": "每天 全天"})
    put(box, LineValues("13911111111", "城关镇科协", HOURS))
    assert box.browser(box.office).post(PAGE, sent).status_code == 302
    assert {code: line[0] for code, line in stored().items()} == {TOWN: "13911111111", SECOND: "12345"}


def test_two_at_the_same_place_at_the_same_moment(own_database: None) -> None:
    box = Box()
    put(box)

    def change(phone: str) -> Any:
        new = LineValues(phone, "城关镇科协", HOURS)
        return lambda: set_help_lines(region=box.home, lines={TOWN: new}, seen={TOWN: VALUES}, by=box.office, at=AT)

    results = at_once(change("13900000000"), change("13911111111"))
    assert [type(r).__name__ for r in results if isinstance(r, Exception)] == ["StaleLines"]
    assert isinstance(next(r for r in results if isinstance(r, Exception)), StaleLines)


def test_only_the_own_office_keeps_the_table(box: Box) -> None:
    for by, status in ((box.liaison, 403), (box.abroad, 200)):
        client = box.browser(by)
        for address in (PAGE, "/desk/questions/phones.xlsx", f"{PAGE}import/"):
            assert client.get(address).status_code == status
    put(box)
    assert "0990-1234567" not in box.browser(box.abroad).get(PAGE).content.decode()


def test_what_goes_out_as_excel_comes_in_again(box: Box) -> None:
    put(box)
    table = read_table(export_help_lines(box.home), HELP_LINE_COLUMNS)
    assert [row["name"] for row in table.rows] == ["清禾县", "城关镇", "柳河镇"]
    report = import_help_lines(region=box.home, rows=table.rows, by=box.office, at=AT, dry_run=True)
    assert [line.action for line in report.lines] == ["same", "same", "same"]


def test_a_table_is_read_by_name_or_code_and_wrong_rows_stop_it_all(box: Box) -> None:
    def row(number: int, **cells: str) -> Row:
        return Row(number, {"phone": "12345", "staffed_by": "热线", "hours": "每天全天", **cells})

    rows = [row(2, name="城关镇"), row(3, code=SECOND, name="随便写")]
    assert import_help_lines(region=box.home, rows=rows, by=box.office, at=AT).summary == "新增2行"
    assert set(stored()) == {TOWN, SECOND}
    wrong = [*rows, row(4, name="天上镇"), row(5, name="城关镇"), row(6, name="清禾县", hours="随时")]
    with pytest.raises(WrongRows) as refused:
        import_help_lines(region=box.home, rows=wrong, by=box.office, at=AT)
    assert [line.number for line in refused.value.report.errors] == [4, 5, 6]
    assert set(stored()) == {TOWN, SECOND}


def test_bringing_a_table_in_by_the_page(box: Box) -> None:
    client: Client = box.browser(box.office)
    rows = [{"name": "城关镇", "phone": "12345", "staffed_by": "热线", "hours": "每天全天"}]
    data = write_table("电话", HELP_LINE_COLUMNS, rows)
    preview = client.post(f"{PAGE}import/", {"file": SimpleUploadedFile("a.xlsx", data)})
    assert stored() == {}
    sealed = preview.context["sealed"]
    assert client.post(f"{PAGE}import/", {"sealed": sealed}).status_code == 302
    assert stored() == {TOWN: ("12345", "热线", "每天 全天")}
    broken = client.post(f"{PAGE}import/", {"file": SimpleUploadedFile("a.xlsx", BytesIO(b"x" * 50).read())})
    assert broken.status_code == 422
