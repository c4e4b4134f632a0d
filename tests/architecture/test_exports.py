"""No table that leaves kepu runs anything in a spreadsheet: whatever people typed stays text, in every export of the URL map."""

import csv
import io
import re
import zipfile
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.test import Client

from kepu.people.models import Role
from kepu.plans.models import Release
from tests.architecture.access_decisions import DECISIONS, PUBLIC
from tests.architecture.access_map import Address, Sample, addresses, person

EVIL = "=HYPERLINK(1)"
RUNS = ("=", "+", "-", "@", "\t", "\r")
SHOWN = ("title", "quote", "text", "place", "subject", "words", "promise", "name", "how")
TYPED = {
    "people.unit": ("name",), "people.membership": ("liaison", "leader", "office"), "people.account": ("name",),
    "people.region": ("name",), "plans.task": ("title", "body"), "plans.target": ("quote", "subject"),
    "plans.annualitem": ("title", "text", "paper"), "plans.version": ("title",), "plans.part": ("title",),
    "plans.responsibility": ("printed",), "plans.intention": ("reason",), "plans.continuation": ("reason",),
    "plans.universe": ("name",), "inbox.helpline": ("staffed_by", "hours"), "plans.duty": ("text",),
    "people.unitalias": ("name",), "people.population": ("source",),
}  # fmt: skip


def exports() -> list[Address]:
    """The addresses of tables, by their names."""
    return [a for a in addresses() if a.name.endswith(("_workbook", "_csv", "_annex"))]


def spoilt(value: Any) -> Any:
    """A snapshot in which every text that people typed begins as a formula does."""
    if isinstance(value, dict):
        return {k: EVIL + v if k in SHOWN and isinstance(v, str) else spoilt(v) for k, v in value.items()}
    return [spoilt(v) for v in value] if isinstance(value, list) else value


@pytest.fixture
def sample(db: None) -> Sample:
    made = Sample()
    for label, names in TYPED.items():
        model: Any = apps.get_model(label)
        for name in names:
            assert isinstance(model._meta.get_field(name), models.CharField | models.TextField)
            model.objects.update(**{name: Concat(Value(EVIL), F(name), output_field=models.TextField())})
    for release in Release.objects.all():
        release.snapshot = spoilt(release.snapshot)
        release.save()
    return made


class Readers:
    """Somebody for whom an address answers: one account a role."""

    def __init__(self, sample: Sample) -> None:
        self.sample = sample
        self.clients: dict[Role | None, Client] = {None: Client()}

    def of(self, address: Address) -> Client:
        """Return a client of the secretariat where it is let in, else of another role that is."""
        decision: Any = DECISIONS[address.name]
        role = None if decision == PUBLIC else next(r for r in (Role.SECRETARIAT, *Role) if r in decision)
        if role not in self.clients:
            self.clients[role] = Client()
            self.clients[role].force_login(person(self.sample, role))
        return self.clients[role]


def test_every_export_holds_text_and_no_formula(sample: Sample) -> None:
    readers, held, running = Readers(sample), [], []
    query = {"left": f"{sample.two.plan_id}-1", "right": f"{sample.two.plan_id}-2"}
    for address in exports():
        answer = readers.of(address).get(sample.url(address), query)
        assert answer.status_code == 200, (address.name, answer.status_code)
        data = b"".join(answer.streaming_content) if answer.streaming else answer.content
        cells = _cells(data) if data[:2] == b"PK" else _csv(data)
        held += [address.name] if any(EVIL in cell for cell in cells) else []
        running += [address.name] if _runs(data, cells) else []
    assert len(exports()) > 10
    assert running == []
    assert len(held) > len(exports()) // 2, held


def _cells(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        texts = [book.read(name).decode() for name in book.namelist() if name.endswith(".xml")]
    return re.findall(r"<(?:t|w:t)[^>]*>([^<]*)<", "".join(texts))


def _csv(data: bytes) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in row]


def _runs(data: bytes, cells: list[str]) -> bool:
    if data[:2] != b"PK":
        return any(cell.startswith(RUNS) for cell in cells)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheets = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/")]
    return any(b"<f>" in sheet or b"<f " in sheet or b"<hyperlink " in sheet for sheet in sheets)
