"""Every place that takes a file, and every kind of bad file: told in words what is wrong, nothing kept, no memory taken.

The doors come from the pages of the site and from the code; one without a row here fails.
"""

import re
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import resolve
from lxml import html

from kepu.accountability.forms.reports import ENDINGS as REPORTED
from kepu.files.forms import ENDINGS
from kepu.files.forms import MOST_TOGETHER_MB as SCANS_MB
from kepu.inbox.tables import HELP_LINE_COLUMNS
from kepu.ledger.queries.years import COLUMNS as YEAR_COLUMNS
from kepu.ledger.tables import RECORD_COLUMNS, VALUE_COLUMNS
from kepu.methods.sheets import Column
from kepu.people import tables
from kepu.people.tests.pouring import Pouring
from kepu.plans.forms.documents import ACCEPTED
from kepu.plans.models import Breakdown
from kepu.plans.queries.breakdown.tables import grid_columns
from kepu.plans.tests import builders
from tests import hostile_files as files
from tests.architecture.access_map import HOME, Address, Sample, addresses
from tests.architecture.test_sizes import ROOT

MEGABYTE = 1024 * 1024
NO_DOOR = {"desk:parts"}  # shows how parts look
SHEETS = (".xlsx", ".xls", ".csv")


@dataclass(frozen=True)
class Door:
    """A place that takes a file: its field, endings, the most it takes (a file, a body), good files, how many flips."""

    endings: tuple[str, ...]
    most: int
    good: Callable[[], list[tuple[str, bytes]]]
    body: int
    flips: int = 6
    field: str = "file"
    more: tuple[tuple[str, str], ...] = ()


def _documents() -> list[tuple[str, bytes]]:
    return [(".docx", files.word(builders.TEXT))]


def _template() -> list[tuple[str, bytes]]:
    return [(".docx", builders.docx("本县责任书", "{{乙方}}：", "{{校验码}}{{二维码}}"))]


def _pictures() -> list[tuple[str, bytes]]:
    return [(".jpg", files.picture()), (".png", files.picture("PNG")), (".pdf", files.picture("PDF"))]


def _reported() -> list[tuple[str, bytes]]:
    columns = (Column("task", "任务"), Column("done", "完成情况"))
    sheet = files.table(columns, task="办好科学课堂", done="全年开展12场")
    return [
        (".docx", files.word("工作总结")),
        (".xlsx", sheet),
        (".jpg", files.picture()),
        (".pdf", files.picture("PDF")),
    ]


def _grid() -> list[tuple[str, bytes]]:
    columns = tuple(grid_columns(Breakdown.objects.earliest("pk"), [2026]))
    return [(".xlsx", files.table(columns, place="县教育局", y2026="12"))]


def _sheet(columns: tuple[Column, ...], flips: int = 6, **row: str) -> Door:
    return Door(SHEETS, 5, lambda: [(".xlsx", files.table(columns, **row))], 6, flips)


WORK = (
    ("day", "2026-11-20"), ("place", HOME), ("kind", "lecture"), ("what", "用电安全讲座"), ("audience", "elderly"),
    ("person_times", "40"),
)  # fmt: skip
RECORD = {
    "day": "2026-11-20", "place": HOME, "kind": "科普讲座", "what": "讲座", "audience": "老年人", "person_times": "40", "unit": "县教育局"
}  # fmt: skip
VALUE = {"measure": "lecture.sessions", "period": "2025年", "place": HOME, "quantity": "3"}
DOORS = {
    "accountability:enter_report": Door(REPORTED, 20, _reported, 21, 8),
    "plans:upload": Door(ACCEPTED, 20, _documents, 21, 24),
    "plans:upload_upper": Door(ACCEPTED, 20, _documents, 21),
    "plans:template": Door((".docx",), 5, _template, 6, 24),
    "plans:breakdown_import": Door(SHEETS, 5, _grid, 6),
    "files:scans": Door(ENDINGS, 20, _pictures, SCANS_MB, 8, "pictures"),
    "ledger:new_record": Door(ENDINGS, 20, _pictures, SCANS_MB, 2, "photos", WORK),
    "ledger:add_evidence": Door(ENDINGS, 20, _pictures, SCANS_MB, 2, "photos"),
    "ledger:import_records": Door(SHEETS, 20, lambda: [(".xlsx", files.table(RECORD_COLUMNS, **RECORD))], 21),
    "ledger:import_values": Door(
        SHEETS, 20, lambda: [(".xlsx", files.table(VALUE_COLUMNS, **VALUE))], 21, more=(("paper", "工作总结第2页"),)
    ),
    "ledger:keep_year": Door(
        SHEETS,
        5,
        lambda: [(".xlsx", files.table(YEAR_COLUMNS, measure="experts", total="3"))],
        6,
        more=(("paper", "工作总结第2页"), ("year", "2024")),
    ),
    "people:import_units": _sheet(tables.UNIT_COLUMNS, 24, name="县水利局", kind="政府部门"),
    "people:import_members": _sheet(tables.MEMBER_COLUMNS, unit="县教育局", liaison="钱九"),
    "people:import_regions": _sheet(tables.REGION_COLUMNS, code="990123001001", name="一村"),
    "people:import_population": _sheet(
        tables.POPULATION_COLUMNS, region=HOME, year="2025", basis="常住人口", count="412300", source="统计公报"
    ),
    "questions:import_help_lines": _sheet(
        HELP_LINE_COLUMNS, name="一乡", phone="0990-1234567", staffed_by="张三", hours="工作日"
    ),
}


@dataclass
class Site:
    """The sample, and somebody signed in whom every door lets in."""

    sample: Sample
    client: Client

    def fields(self, name: str) -> dict[str, str]:
        """What goes with the file, whatever the door."""
        return dict(DOORS[name].more) | {"on": "2026-11-22", "unit": str(self.sample.unit.pk), "once": "abc"}

    def url(self, name: str) -> str:
        return self.sample.url(next(a for a in addresses() if a.name == name))


@pytest.fixture
def site(db: None, settings: Any, tmp_path: Path) -> Site:
    settings.FILES_ROOT = tmp_path / "files"
    sample, client = Sample(), Client()
    client.force_login(sample.office)
    return Site(sample, client)


def test_every_door_has_a_row(site: Site) -> None:
    assert {name for a in addresses() for name in _led_to(site, a)} - NO_DOOR == set(DOORS)
    readers = [p for p in (ROOT / "kepu").rglob("*.py") if "tests" not in p.parts and "request.FILES" in p.read_text()]
    modules = {".".join(p.relative_to(ROOT).with_suffix("").parts) for p in readers}
    assert modules == {resolve(site.url(name)).func.__module__ for name in DOORS}


def _led_to(site: Site, address: Address) -> set[str]:
    """Return the addresses to which the forms of a page send files."""
    url = site.sample.url(address)
    text = site.client.get(url).content.decode(errors="ignore")
    if 'type="file"' not in text:
        return set()
    doors = [form for form in html.fromstring(text).forms if form.xpath(".//input[@type='file']")]
    return {resolve(form.action or url).view_name for form in doors}


@contextmanager
def little_memory(megabytes: int = 600) -> Iterator[None]:
    """Let this process have so much memory more and not a byte beyond; a child has limits of its own."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + megabytes * MEGABYTE, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def kept() -> tuple[dict[str, int], set[str]]:
    """Rows of every table of ours and of the jobs, and the files of the store."""
    models = [m for m in apps.get_models() if m._meta.app_label not in {"sessions", "usersessions", "axes"}]
    root = Path(django_settings.FILES_ROOT)
    return {m._meta.label: m.objects.count() for m in models}, {str(p) for p in root.rglob("*") if p.is_file()}


def told(answer: Any) -> str:
    """What a page says is wrong."""
    page = html.fromstring(answer.content.decode())
    said = page.xpath("//*[contains(@class, 'notice') and (contains(@class, 'error') or @role='alert')]")
    return " ".join(" ".join(one.itertext()) for one in [*said, *page.xpath("//ul[@class='errorlist']")])


def wrong_with(site: Site, name: str, file_name: str, data: bytes, *, good: bool | None = False) -> str:
    """Send a file through a door; return what is wrong with the answer. `good` is None where both may happen."""
    door, before = DOORS[name], kept()
    answer = site.client.post(site.url(name), site.fields(name) | {door.field: SimpleUploadedFile(file_name, data)})
    if answer.status_code in {200, 302}:
        return "taken" if good is False else ""
    said = told(answer)
    if answer.status_code != 422 or good:
        return f"{answer.status_code} {said}"
    if not re.search(r"[\u4e00-\u9fff]{4}", said) or "请" not in said:
        return f"says neither what nor what to do: {said}"
    return "" if kept() == before else "something stays"


def of_door(name: str) -> str:
    return name


@pytest.mark.slow
@pytest.mark.parametrize("name", DOORS, ids=of_door)
def test_what_is_bad_is_refused_in_words_and_nothing_stays(site: Site, name: str) -> None:
    door, wrong = DOORS[name], {}
    files_ = files.hostile() | {"just over": (door.endings[0], b"PK\3\4".ljust(door.most * MEGABYTE + 1, b"a"))}
    with little_memory():
        for what, (ending, data) in files_.items():
            ending = ending if ending in door.endings else door.endings[0]
            if said := wrong_with(site, name, f"文件{ending}", data):
                wrong[what] = said
        body = Pouring()
        answer = site.client.generic("POST", site.url(name), b"x", "multipart/form-data; boundary=b",
                                     CONTENT_LENGTH=str(60 * MEGABYTE), **{"wsgi.input": body})  # fmt: skip
    assert wrong == {}
    assert (body.left, body.largest) == (0, MEGABYTE)
    if answer.status_code == 302:
        said = site.client.get(answer.headers["Location"]).text
    else:
        assert answer.status_code in {413, 422}
        said = told(answer)
    assert "请" in said
    assert "MB" in said


@pytest.mark.slow
@pytest.mark.parametrize("name", DOORS, ids=of_door)
def test_a_damaged_file_is_refused_in_words_or_read(site: Site, name: str) -> None:
    door, wrong = DOORS[name], {}
    with little_memory():
        for ending, data in door.good():
            for at, damaged in enumerate(files.flipped(data, door.flips)):
                with transaction.atomic():  # one that could be read may end what the door is for
                    if said := wrong_with(site, name, f"文件{at}{ending}", damaged, good=None):
                        wrong[ending, at] = said
                    transaction.set_rollback(True)
    assert wrong == {}


ODD_NAMES = ["../../../../tmp/方案", "..\\..\\方案", "长" * 500, "方案\x00", "'\"><b>方案"]


@pytest.mark.parametrize("name", DOORS, ids=of_door)
def test_a_good_file_is_taken_whatever_it_is_called_and_lies_where_all_lie(
    site: Site, name: str, tmp_path: Path
) -> None:
    wrong = {}
    for ending, data in DOORS[name].good():
        for file_name in ODD_NAMES:
            with transaction.atomic():
                if said := wrong_with(site, name, file_name + ending, data, good=True):
                    wrong[file_name] = said
                transaction.set_rollback(True)
    assert wrong == {}
    files_ = [p for p in tmp_path.rglob("*") if p.is_file()]
    assert [p for p in files_ if not re.fullmatch(r"[0-9a-f]{64}", p.name)] == []
