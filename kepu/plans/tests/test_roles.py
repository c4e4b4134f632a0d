"""The table of roles is what is enforced: every rule of plans × every role × every state, near and far, check and verb."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model

from kepu.methods.papers import check_template
from kepu.people.access import NotAllowed, Rule, WrongState
from kepu.people.models import ADMIN_ROLES, UNIT_ROLES, Account, Holding, Region, Role, Unit
from kepu.plans import access, verbs
from kepu.plans.access import RULES, deeds, letters
from kepu.plans.models import AnnualPlan, Document, PaperTemplate, Plan, Release, Task, Version
from kepu.plans.tests import builders, parted, periods, years
from kepu.plans.tests.builders import AT

pytestmark = pytest.mark.django_db

MODELS: dict[str, type[Model]] = {
    "upload": Region, "reread": Document, "proofread": Version, "adopt": Version, "discard": Version, "amend": Plan,
    "move": Plan, "draft_release": Version, "check_secrecy": Release, "release": Release, "withdraw": Release,
    "open_year": Plan, "edit_year": AnnualPlan, "issue_year": AnnualPlan, "draft_year_release": AnnualPlan,
    "draft_next": Plan, "continue": Plan, "settle": Plan, "follow_upper": Plan, "answer_upper": Plan,
    "break_down": Plan, "bind": Plan, "keep_universe": Region, "keep_template": Region, "retire_template": PaperTemplate,
}  # fmt: skip
ELSEWHERE = {rule.verb for rule in (*letters.RULES, *deeds.RULES)}  # have tables of their own
TOGETHER = {rule.verb for rule in deeds.RULES} - {"plans.tell_deed", "plans.move_task"}  # asked by `check_on_deed`
BY_NAME = {rule.verb.removeprefix("plans."): rule for rule in RULES if rule.verb not in ELSEWHERE}
FAR = (
    ("990100000000", "云岭市", "prefecture"),
    ("990124000000", "邻县", "county"),
    ("990123100000", "城关镇", "township"),
)


def states(name: str) -> list[str]:
    """The states of the thing that a rule is about; one nameless state for a region or a template."""
    model = MODELS[name]
    if model in (Region, PaperTemplate):
        return [""]
    return list(model.Status.values if model is Plan else model.State.values)  # type: ignore[union-attr]


def thing(name: str, state: str, office: Account) -> Any:
    """What a verb is done to, in a state, with everything else that the verb asks for in order."""
    if MODELS[name] is Region:
        return builders.region()
    if MODELS[name] is PaperTemplate:
        return builders.paper_template(office)
    if name == "reread":
        made = builders.document(office)
        Document.objects.filter(pk=made.pk).update(state=state, reading={})
        return Document.objects.get(pk=made.pk)
    if MODELS[name] is Release:
        return release_in(state, office)
    if MODELS[name] is AnnualPlan:
        return year_in(state, office)
    if name in MADE:
        plan = MADE[name](office)
        Plan.objects.filter(pk=plan.pk).update(status=state)
        return Plan.objects.get(pk=plan.pk)
    return plan_in(state, office) if MODELS[name] is Plan else version_in(state, office)


MADE: dict[str, Callable[[Account], Plan]] = {
    "continue": periods.linked, "settle": periods.linked, "answer_upper": periods.following,
}  # fmt: skip


def release_in(state: str, office: Account) -> Release:
    made = verbs.draft_release(version=public(builders.adopted(office)), by=office, at=AT)
    done = {"checked_by": office, "checked_at": AT, "released_by": office, "released_at": AT}
    Release.objects.filter(pk=made.pk).update(state=state, **({} if state == "draft" else done))
    return Release.objects.get(pk=made.pk)


def year_in(state: str, office: Account) -> AnnualPlan:
    annual = years.opened(public(builders.adopted(office)), office)
    for title in annual.items.values_list("title", flat=True):
        unit = Unit.objects.filter(region=annual.plan.region).first() or builders.unit("县科协")
        years.deed(annual, office, title, {unit: "lead"})
    annual.refresh_from_db()
    return years.issued(annual, office) if state == AnnualPlan.State.ISSUED else annual


def plan_in(status: str, office: Account) -> Plan:
    plan = builders.adopted(office).plan
    Plan.objects.filter(pk=plan.pk).update(status=status)
    return Plan.objects.get(pk=plan.pk)


def version_in(state: str, office: Account) -> Version:
    if state == Version.State.ADOPTED:
        return public(builders.adopted(office))
    made = public(builders.ready(builders.draft(office), office))
    Version.objects.filter(pk=made.pk).update(state=state)
    return Version.objects.select_related("plan__region").get(pk=made.pk)


def public(version: Version) -> Version:
    Version.objects.filter(pk=version.pk).update(publicity=Version.Publicity.PUBLIC)
    return Version.objects.select_related("plan__region").get(pk=version.pk)


def next_status(plan: Plan) -> str:
    return next(iter(Plan.MOVES[plan.status]), Plan.Status.DRAFTING.value)


CHECKS: dict[str, Callable[[Account, Any], None]] = {
    **{name: getattr(access, f"check_can_{name}") for name in BY_NAME},
    "move": lambda by, plan: access.check_can_move(by, plan, next_status(plan)),
}
ANSWERS: dict[str, Callable[[Account, Any], bool]] = {name: getattr(access, f"can_{name}") for name in BY_NAME}
DEEDS: dict[str, Callable[[Account, Any], object]] = {
    "upload": lambda by, region: verbs.upload(
        region=region, name="方案.txt", data=b"x", text="方案", format="txt", by=by, at=AT),
    "keep_template": lambda by, region: verbs.keep_template(
        region=region, kind="letter", name="责任书.docx", data=builders.docx(), checked=check_template(builders.docx(), "letter"),
        by=by, at=AT),
    "retire_template": lambda by, template: verbs.retire_template(template=template, by=by, at=AT),
    "reread": lambda by, document: verbs.reread(document=document, by=by, at=AT),
    "proofread": lambda by, version: verbs.edit_frame(version=version, changes={"issuer": "县政府"}, seen={}, by=by, at=AT),
    "adopt": lambda by, version: verbs.adopt(version=version, seen=version.revision, by=by, at=AT),
    "discard": lambda by, version: verbs.discard(version=version, by=by, at=AT),
    "amend": lambda by, plan: verbs.amend(plan=plan, reason="机构改革", paper="云科组发〔2027〕1号", by=by, at=AT),
    "move": lambda by, plan: verbs.move(plan=plan, to=next_status(plan), by=by, at=AT),
    "draft_release": lambda by, version: verbs.draft_release(version=version, by=by, at=AT),
    "check_secrecy": lambda by, release: verbs.check_secrecy(release=release, statement=True, by=by, at=AT),
    "release": lambda by, release: verbs.release(release=release, by=by, at=AT),
    "withdraw": lambda by, release: verbs.withdraw(release=release, remark="内容有误", by=by, at=AT),
    "open_year": lambda by, plan: verbs.open_year(plan=plan, year=2027, title=years.TITLE, by=by, at=AT),
    "edit_year": lambda by, annual: verbs.rename_year(annual=annual, title="新题", seen=annual.title, by=by, at=AT),
    "issue_year": lambda by, annual: verbs.issue_year(
        annual=annual, document_number=years.NUMBER, issued_on=years.DAY, revision=annual.revision, by=by, at=AT),
    "draft_year_release": lambda by, annual: verbs.draft_year_release(annual=annual, by=by, at=AT),
    "draft_next": lambda by, plan: verbs.intend(
        plan=plan, key=Task.objects.filter(version__plan=plan)[0].key, verdict="ended", revision=0, by=by, at=AT),
    "continue": lambda by, plan: verbs.stop_continuing(plan=plan, by=by, at=AT),
    "settle": lambda by, plan: verbs.settle(plan=plan, decision=periods.decision(plan, "办好科学课堂"), by=by, at=AT),
    "follow_upper": lambda by, plan: verbs.follow_upper(plan=plan, document=None, by=by, at=AT),
    "answer_upper": lambda by, plan: verbs.answer_upper(
        plan=plan, answer=verbs.Answer(0, "missing"), seen=None, by=by, at=AT),
    "break_down": lambda by, plan: verbs.choose(
        target=parted.target(plan.versions.get()), over="years", adding="total", by=by, at=AT),
    "bind": lambda by, plan: verbs.bind(
        target=parted.target(plan.versions.get()), counting=verbs.Counting(reason="建设事项"), seen=None, by=by, at=AT),
    "keep_universe": lambda by, region: verbs.keep_universe(
        region=region, name="中学", kind="list", members=["一中"], by=by, at=AT),
}  # fmt: skip


def outcome(deed: Callable[[], object]) -> str:
    """What comes of a deed; nothing of it stays."""
    try:
        with transaction.atomic():
            deed()
            transaction.set_rollback(True)
    except NotAllowed:
        return "not allowed"
    except WrongState:
        return "wrong state"
    return "done"


def expected(rule: Rule, role: Role, state: str) -> str:
    """What the table says of a role over the very region, or a unit in it."""
    if role not in rule.roles:
        return "not allowed"
    return "done" if rule.states is None or state in rule.states else "wrong state"


def holder(role: Role, region: Region) -> Account:
    """Someone who holds a role over a region, over a unit in it, or over the installation."""
    if role in UNIT_ROLES:
        return builders.account(f"{role}-{region.pk}", role, of=builders.unit(f"县{role.label}局", at=region))
    made = builders.account(f"{role}-{region.pk}", at=region)
    Holding.objects.filter(account=made).update(role=role, **({"region": None} if role in ADMIN_ROLES else {}))
    return made


def far(code: str, name: str, level: str) -> Region:
    return Region.objects.create(code=code, name=name, level=level)


def three_ways(name: str, by: Account, made: Model) -> list[str]:
    """What the check says, what is answered to a page, what the verb itself does."""
    answered = "done" if ANSWERS[name](by, made) else "refused"
    return [outcome(lambda: CHECKS[name](by, made)), answered, outcome(lambda: DEEDS[name](by, made))]


def test_every_rule_has_its_check_its_answer_its_verb_and_no_check_is_without_rule() -> None:
    assert set(BY_NAME) == set(MODELS) == set(DEEDS)
    assert len(RULES) == len(BY_NAME) + len(ELSEWHERE)
    named = {*BY_NAME, *(verb.removeprefix("plans.") for verb in ELSEWHERE - TOGETHER)}
    for prefix in ("check_can_", "can_"):
        assert {name.removeprefix(prefix) for name in vars(access) if name.startswith(prefix)} == named


def test_every_state_named_by_a_rule_is_one_of_its_thing() -> None:
    assert [r.verb for n, r in BY_NAME.items() if r.states is not None and not set(r.states) <= set(states(n))] == []


@pytest.mark.parametrize("name", BY_NAME)
def test_each_role_does_in_each_state_what_the_table_says(name: str, office: Account) -> None:
    people = {role: holder(role, builders.region()) for role in Role}
    for state in states(name):
        made = thing(name, state, office)
        for role, by in people.items():
            says = expected(BY_NAME[name], role, state)
            answer = "done" if says == "done" else "refused"
            assert three_ways(name, by, made) == [says, answer, says], (name, role, state)


@pytest.mark.parametrize("name", BY_NAME)
def test_the_same_role_above_beside_and_below_may_not(name: str, office: Account) -> None:
    rule = BY_NAME[name]
    made = thing(name, (rule.states or ("",))[0], office)
    for place in FAR:
        by = holder(rule.roles[0], far(*place))
        assert three_ways(name, by, made) == ["not allowed", "refused", "not allowed"], (name, place)


@pytest.mark.parametrize("name", BY_NAME)
def test_a_role_that_has_ended_or_a_stopped_account_may_not(name: str, office: Account) -> None:
    rule = BY_NAME[name]
    made = thing(name, (rule.states or ("",))[0], office)
    ended, stopped = holder(rule.roles[0], builders.region()), builders.account("stopped")
    Holding.objects.filter(account=ended).update(since="2020-01-01", until="2021-01-01")
    stopped.is_active = False
    for by in (ended, stopped):
        assert three_ways(name, by, made) == ["not allowed", "refused", "not allowed"]


CORRECTIONS: dict[str, Callable[[Account, Version], object]] = {
    "edit": lambda by, v: verbs.edit(item=v.part_set.first(), changes={"title": "新"}, revision=0, by=by, at=AT),
    "add": lambda by, v: verbs.add(
        version=v, kind="reporting", values={"who": "县科协", "what": "总结", "start": 0, "end": 2}, by=by, at=AT),
    "remove": lambda by, v: verbs.remove(item=v.part_set.first(), revision=0, by=by, at=AT),
    "restore": lambda by, v: verbs.restore(item=v.part_set.first(), revision=0, by=by, at=AT),
    "match_unit": lambda by, v: verbs.match_unit(version=v, printed="县教育局", unit=None, by=by, at=AT),
    "merge_tasks": lambda by, v: verbs.merge_tasks(
        first=v.task_set.first(), second=v.task_set.last(), first_revision=0, second_revision=0, by=by, at=AT),
    "split_task": lambda by, v: verbs.split_task(
        task=v.task_set.first(), at_offset=v.task_set.first().start + 5, title="后半", revision=0, by=by, at=AT),
}  # fmt: skip


@pytest.mark.parametrize("name", CORRECTIONS)
def test_every_correction_asks_the_rule_of_proofreading(name: str, office: Account) -> None:
    draft = builders.draft(office)
    liaison, reader = holder(Role.LIAISON, builders.region()), holder(Role.READER, builders.region())
    assert [outcome(lambda b=by: CORRECTIONS[name](b, draft)) for by in (office, liaison, reader)] == [
        "done", "not allowed", "not allowed",
    ]  # fmt: skip
    assert outcome(lambda: CORRECTIONS[name](office, builders.adopted(office))) == "wrong state"
