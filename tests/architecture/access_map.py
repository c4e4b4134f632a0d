"""Every address of the site, and one thing of each kind in the home county for the addresses that name one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from kepu.files.verbs import store
from kepu.inbox.contacts import Contact
from kepu.inbox.verbs import QuestionValues, assign_question, enter_question
from kepu.ledger.models import Measure
from kepu.people import verbs as verbs_of_people
from kepu.people.models import Account, Holding, Membership, Region, Role, UnitAlias
from kepu.plans import verbs
from kepu.plans.models import Continuation, Document
from kepu.plans.tests import builders, parted, periods, years
from kepu.plans.verbs import Counting
from tests.architecture.access_cycles import cycle_parts, cycle_things
from tests.architecture.access_deeds import deed_things
from tests.architecture.access_ledger import work_things
from tests.architecture.access_letters import letter_things
from tests.architecture.access_messages import message_things
from tests.architecture.access_reports import report_things

HOME, OTHER = "990123000000", "990124000000"
PROMISED = ("plans:bind", "plans:target", "plans:target_course", "plans:town_course")
_LEDGER_DEEDS = {"ledger:record_deed": {"deed": "void"}, "ledger:import_deed": {"deed": "drop"}}


@dataclass(frozen=True)
class Address:
    """A named address: ``app:name`` and the names of what stands in it."""

    name: str
    parts: tuple[str, ...]


def addresses() -> list[Address]:
    """Return every named address of the URL map, static files apart."""
    return sorted(_walk(get_resolver(), ""), key=lambda a: a.name)


def _walk(resolver: URLResolver, prefix: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        elif isinstance(pattern, URLPattern):
            yield Address(f"{prefix}{pattern.name}", tuple(pattern.pattern.converters))


class Sample:
    """The home county with two plans (one adopted and released, one in proofreading), a unit, a member, a message."""

    def __init__(self) -> None:
        from kepu.inbox.models import Message

        Region.objects.create(code="990000000000", name="云岭省", level="province")
        Region.objects.create(code="990100000000", name="安澜市", level="prefecture", parent_id="990000000000")
        self.home, self.other = builders.region(), builders.region(OTHER, "邻溪县")
        self.units = builders.units()
        self.unit = self.units["县教育局"]
        self.subject = f"people.liaison:{self.unit.pk}"
        self.foreign_unit = builders.unit("邻县教育局", at=self.other)
        self.office = builders.account("office")
        self.released = builders.adopted(self.office)
        self.release = builders.released(self.released, self.office)
        self.promise = self.released.target_set.get(kind="cumulative")
        parted.equally(parted.chosen(self.promise, self.office), self.office)
        self.universe = verbs.keep_universe(
            region=self.home, name="中学", kind="list", members=["一中"], by=self.office, at=timezone.now()
        )
        self.alias = UnitAlias.objects.create(unit=self.unit, name="教育局")
        Membership.objects.create(unit=self.unit, since=timezone.localdate(), liaison="钱九")
        self.message = Message.objects.create(account=self.office, sent_at=timezone.now(), title="通知", url="/desk/")
        self.link = verbs_of_people.issue_link(unit=self.unit, subject=self.subject, by=self.office, at=timezone.now())
        asked = QuestionValues("孩子想学做实验，县里哪里可以去？", contact=Contact("何女士", "13912345678"))
        question = enter_question(region=self.home, values=asked, by=self.office, at=timezone.now())
        self.question = assign_question(
            question=question, unit=self.unit, revision=0, by=self.office, at=timezone.now()
        )
        self.token = verbs_of_people.make_token(name="试用", by=self.office, at=timezone.now()).token
        self.messages = message_things(self.office)
        self.draft = builders.draft(self.office)
        second = builders.ready(builders.amended(builders.adopted(self.office), self.office), self.office)
        self.two = verbs.adopt(version=second, seen=second.revision, by=self.office, at=timezone.now())
        self.template = builders.paper_template(self.office)
        self.continuation = self._continued()
        self.failed = builders.document(self.office)
        self.annual = years.opened(self.released, self.office)
        self.year_item = years.outside(self.annual, self.office)
        years.deed(self.annual, self.office, "送健康知识下乡")
        years.released(years.issued(self.annual, self.office), self.office)
        builders.progress_released(self.released, self.office)
        file = store(data=b"plan", media_type="text/plain", at=timezone.now())
        Document.objects.update(file=file)
        Document.objects.filter(pk=self.failed.pk).update(state=Document.State.FAILED)
        self.letters = letter_things(self.office, self.unit)
        self.deeds = deed_things(self.released, self.unit, self.office)
        self.work = work_things(self.home, self.unit, self.office)
        self.cycles = cycle_things(self.released, self.office)
        self.reports = report_things(self.cycles["cycle_id"], self.unit, self.office)
        self.town = parted.townships({"城关镇": 600})["城关镇"]
        counting = Counting(measure=Measure.objects.get(code="training.person_times"), span="period")
        verbs.bind(target=self.promise, counting=counting, seen=None, by=self.office, at=timezone.now())

    def _continued(self) -> Continuation:
        """Let the released plan continue an older one, with one task settled, and follow an upper plan."""
        at, plan = timezone.now(), self.released.plan
        plan = verbs.continue_from(plan=plan, old=periods.older(self.office).plan, by=self.office, at=at)
        plan = verbs.follow_upper(plan=plan, document=periods.upper(self.office), by=self.office, at=at)
        decision = periods.decision(plan, "办好科学课堂")
        return verbs.settle(plan=plan, decision=decision, by=self.office, at=at)

    def arguments(self, address: Address) -> dict[str, Any]:
        """Return what to put into an address: things of the home county. Raises KeyError for a part nobody knows."""
        version = self.draft if _is_of_proofreading(address.name) else self.released
        version = self.two if address.name == "plans:compare" else version
        document = self.failed if address.name == "plans:reread" else version.document
        task = version.task_set.filter(removed=False).first()
        key = self.promise.key if "breakdown" in address.name or address.name in PROMISED else task.key
        known = {
            "code": HOME, "plan_id": version.plan_id, "document_id": document.pk, "unit_id": self.unit.pk,
            "account_id": self.office.pk, "holding_id": self.office.holdings.first().pk, "alias_id": self.alias.pk,
            "release_id": self.release.pk, "annual_id": self.annual.pk, "message_id": self.message.pk, "key": key, "kind": "task",
            "question_id": self.question.pk, "receipt": self.question.code, "deed": "assign",
            "paper": "letter", "template_id": self.template.pk,
            "step": "withdraw", "name": "disable", "subject": self.subject, "link_id": self.link.link.pk,
            "token": self.link.token, "action": "more", "universe_id": self.universe.pk,
            "continuation_id": self.continuation.pk, "token_id": self.token.pk, "region": HOME, "township": self.town.pk,
            "year": self.annual.year, "day": "2026-06-30",
        }  # fmt: skip
        known |= self.messages | cycle_parts(address.name, self.cycles)
        known |= self.work | _LEDGER_DEEDS.get(address.name, {})
        known |= self.deeds | ({"step": "void"} if address.name == "plans:deed_step" else {})
        known |= self.letters | ({"step": "return"} if address.name == "plans:letter_step" else {})
        known |= self.reports | ({"step": "put_up"} if address.name == "accountability:report_step" else {})
        if address.name.startswith("plans:year_item"):
            known |= {"annual_id": self.annual.pk, "key": self.year_item.key, "step": "up"}
        return {part: known[part] for part in address.parts}

    def body(self) -> dict[str, Any]:
        """Return a form that fits every address which is only posted to."""
        tasks = list(self.draft.task_set.filter(removed=False))
        return {
            "name": "教体局", "role": "liaison", "unit": self.unit.pk, "second": tasks[-1].key, "revision": 0,
            "second_revision": 0, "until": timezone.localdate(), "since": timezone.localdate(), "status": "ended",
            "holder": "unit", "region": HOME, "reason": "机构改革", "way": "equal",
            "channel": self.messages["channel_id"], "text": "请登记。",
        }  # fmt: skip

    def url(self, address: Address) -> str:
        return reverse(address.name, kwargs=self.arguments(address))


def _is_of_proofreading(name: str) -> bool:
    words = ("proofread", "item", "task", "adopt", "discard")
    standing = ("plans:task", "plans:tasks", "plans:move_task")
    return name.startswith("plans:") and name not in standing and any(w in name for w in words)


def person(sample: Sample, role: Role | None, *, abroad: bool = False) -> Account:
    """An account holding one role at home (the reader: in the city above), or in the neighbouring county."""
    account = Account.objects.create(username=f"{role}-{abroad}", name="某某", created_at=timezone.now())
    if role is None:
        return account
    region, unit = (sample.other, sample.foreign_unit) if abroad else (sample.home, sample.unit)
    if role == Role.READER and not abroad:
        region = Region.objects.get(code="990100000000")
    of_unit = role in (Role.LIAISON, Role.SECTION_HEAD, Role.LEADER)
    of_region = role in (Role.SECRETARIAT, Role.READER)
    Holding.objects.create(
        account=account, role=role, unit=unit if of_unit else None, region=region if of_region else None,
        since=timezone.localdate(),
    )  # fmt: skip
    return account


def status(client: Client, url: str, body: dict[str, Any]) -> int:
    """Return the status of a GET, or of a POST of `body` where only that is answered; what it changed is taken back."""
    with transaction.atomic():
        answer = client.get(url)
        if answer.status_code == 405:
            answer = client.post(url, body)
        transaction.set_rollback(True)
    return answer.status_code


def of_role(role: Role | None) -> str:
    """Return the name of a role for a test's id."""
    return str(role.value) if role else "nobody"
