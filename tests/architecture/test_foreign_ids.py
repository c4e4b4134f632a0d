"""Two ids that do not belong together: in an address it is not found, in a form nothing of ours ever points abroad.

Addresses come from the URL map, forms from the pages. The neighbouring county has a thing of every kind under one number,
so that any id, replaced by that number, is a real one of somebody else's.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import Client
from django.urls import reverse
from lxml import html

from kepu.audit.models import Entry
from kepu.files.models import Sheet
from kepu.people.models import Account, Holding, Role, Unit
from kepu.plans.models import Letter
from tests.architecture.access_map import OTHER, Address, Sample, addresses

ABROAD, KEY = 777_777, "zzforeign777"
SECOND = {
    "key": KEY, "unit_id": ABROAD, "universe_id": ABROAD, "continuation_id": ABROAD, "number": ABROAD,
    "subject": f"people.liaison:{ABROAD}", "region": OTHER, "township": OTHER, "plan_id": ABROAD,
}  # fmt: skip
# Parts that name no thing of a county: a kind, a step, a year, a measure of the common catalogue, a recount of it all.
WORDS = {
    "step",
    "kind",
    "paper",
    "name",
    "deed",
    "verdict",
    "settling",
    "year",
    "day",
    "measure",
    "own",
    "check_id",
    "action",
    "token",
    "receipt",
    "which",
}
CLOSED = {403, 404}
# Refused in words: a line that left the plan meanwhile, an answer taken back already, a version beyond all numbers.
IN_WORDS = {"plans:next_line": 422, "plans:take_back_answer": 302, "api:version": 422}


class Abroad:
    """The neighbouring county: a copy of one thing of each kind, under one number and one key."""

    def __init__(self, sample: Sample) -> None:
        home, other = sample.released, sample.other
        self.unit = Unit.objects.create(pk=ABROAD, region=other, name="外县水利局", kind="government")
        self.account = Account.objects.create(
            pk=ABROAD, username="abroad", name="外县人", created_at=home.plan.created_at
        )
        Holding.objects.create(account=self.account, role=Role.LIAISON, unit=self.unit, since="2026-01-01")
        document = copied(home.document, region=other)
        plan = copied(home.plan, region=other)
        version = copied(home, plan=plan, document=document)
        task = copied(home.task_set.filter(removed=False).first(), version=version, key=KEY, part=None)
        target = copied(sample.promise, version=version, key=KEY, task=None)
        annual = copied(sample.annual, plan=plan, version=version)
        item = copied(sample.year_item, annual=annual, key=KEY)
        sheet = copied(Sheet.objects.first(), region=other, code="7H3K9PQ2XB", subject=f"plans.letter:{ABROAD}")
        letter = copied(Letter.objects.first(), annual=annual, unit=self.unit, sheet=sheet, adjusts=None)
        universe = copied(sample.universe, region=other)
        self.things = [
            self.unit, self.account, other, document, plan, version, task, target, annual, item, sheet, letter, universe
        ]  # fmt: skip


def copied(row: Any, **changes: Any) -> Any:
    """Insert a row again under the number of abroad."""
    copy = type(row)(**{f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key})
    copy.pk = ABROAD
    for name, value in changes.items():
        setattr(copy, name, value)
    copy.save(force_insert=True)
    return copy


@pytest.fixture
def sample(db: None) -> Sample:
    return Sample()


@pytest.fixture
def office(sample: Sample) -> Client:
    client = Client()
    client.force_login(sample.office)
    return client


def mixed(address: Address) -> list[str]:
    """Return the parts of an address that name a thing besides the first."""
    return [part for part in address.parts[1:] if part not in WORDS]


def test_what_stands_second_in_an_address_is_known() -> None:
    unknown = {(a.name, part) for a in addresses() for part in mixed(a) if part not in SECOND}
    assert unknown == set()
    assert len([a for a in addresses() if mixed(a)]) > 30


def test_a_second_id_of_somebody_else_is_not_found_and_does_nothing(sample: Sample, office: Client) -> None:
    Abroad(sample)
    wrong = []
    for address in addresses():
        for part in mixed(address):
            known = sample.arguments(address)
            for value in {SECOND[part], _of_another_plan(sample, known, part)}:
                url = reverse(address.name, kwargs=known | {part: value})
                before = Entry.objects.count()
                codes = {office.get(url).status_code, office.post(url, sample.body()).status_code}
                if (
                    not codes <= {*CLOSED, 405, IN_WORDS.get(address.name)}
                    or codes == {405}
                    or Entry.objects.count() != before
                ):
                    wrong.append((address.name, part, value, codes))
    assert wrong == [], wrong


def _of_another_plan(sample: Sample, known: dict[str, Any], part: str) -> Any:
    """Return the key of an item of another plan of the same office; else what stands abroad."""
    if part != "key" or known.get("plan_id") == sample.draft.plan_id:
        return SECOND[part]
    return sample.draft.task_set.filter(removed=False).first().key


def points_abroad(abroad: Abroad) -> dict[str, int]:
    """How often anything refers to a thing of abroad: by a relation, by a key, in a list of numbers."""
    found = {}
    for thing in abroad.things:
        for link in thing._meta.related_objects:
            if link.field.concrete and not link.related_model._meta.auto_created:
                count = link.related_model._default_manager.filter(**{link.field.name: thing.pk}).count()
                found[f"{link.related_model._meta.label}.{link.field.name}"] = count
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField) and field.name.endswith("key"):
                found[f"{model._meta.label}.{field.name}"] = model._default_manager.filter(**{field.name: KEY}).count()
            if isinstance(field, models.JSONField) and not model._meta.label.startswith("audit"):
                rows = model._default_manager.values_list(field.name, flat=True)
                found[f"{model._meta.label}.{field.name}"] = sum(str(ABROAD) in str(value) for value in rows)
    return found


def forms_of(client: Client, url: str) -> Iterator[Any]:
    """Return the forms of a page that post."""
    answer = client.get(url)
    if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
        return
    for form in html.fromstring(answer.content.decode(), base_url=url).forms:
        if form.method == "POST" and not form.xpath(".//input[@type='file']"):
            yield form


def foreign(value: str) -> str | None:
    """Return what stands abroad for an id of ours; None for what is no id."""
    if re.fullmatch(r"99\d{10}", value):
        return OTHER
    if value.isdigit():
        return str(ABROAD)
    if re.fullmatch(r"(?=.*\d)[0-9a-z]{8,12}", value):
        return KEY
    dressed = re.fullmatch(r"((?:\w+[-:.])+)(\d+|[0-9a-z]{8,12})", value)
    inside = foreign(dressed[2]) if dressed else None
    return f"{dressed[1]}{inside}" if dressed and inside else None


def fields_of(form: Any) -> Iterator[tuple[str, str]]:
    """Return the fields of a form whose value is chosen, not typed, and the value of each that stands for abroad."""
    for field in form.xpath(".//select[@name] | .//input[@name][@type='hidden' or @type='radio' or @type='checkbox']"):
        if field.name in {"csrfmiddlewaretoken", "revision", "seen", "sealed"}:
            continue
        values = field.value_options if field.tag == "select" else [field.get("value") or ""]
        if found := next((abroad for value in values if (abroad := foreign(value))), None):
            yield field.name, found


def typed_in(form: Any) -> dict[str, Any]:
    """Return what the form sends as it stands, with words in what is empty and the first choice where there is none."""
    sent: dict[str, Any] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    for field in form.xpath(".//textarea[@name] | .//input[@name][@type='text' or not(@type)]"):
        sent[field.name] = [field.value or "说明"]
    for field in form.xpath(".//input[@type='radio']"):
        sent.setdefault(field.name, [field.get("value")])
    return sent


def test_no_form_takes_a_thing_of_somebody_else(sample: Sample, office: Client) -> None:
    abroad, seen, wrong = Abroad(sample), set(), []
    before = points_abroad(abroad)
    for address in addresses():
        url = sample.url(address)
        for form in forms_of(office, url):
            goal = form.action or url
            for name, value in fields_of(form):
                if (sort := (re.sub(r"\b[0-9a-f]{12}\b|\d+", "0", goal), name)) in seen:
                    continue
                seen.add(sort)
                with transaction.atomic():
                    answer = office.post(goal, typed_in(form) | {name: value})
                    if answer.status_code >= 500 or points_abroad(abroad) != before:
                        now = points_abroad(abroad)
                        wrong.append((goal, name, answer.status_code, [k for k in now if now[k] != before[k]]))
                    transaction.set_rollback(True)
    assert wrong == [], wrong
    assert len(seen) > 15, sorted(seen)
