"""A cycle while it is drafted: its days, who answers how, what is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from kepu.accountability import access
from kepu.accountability.access import cycles as rules
from kepu.accountability.models import Cycle, Prompt
from kepu.accountability.prompts import Asking, first_prompts
from kepu.audit.verbs import record
from kepu.people.access import Rule, WrongState
from kepu.people.models import Account
from kepu.people.verbs import BadInput
from kepu.plans.models import Plan, Version

STALE = "在您打开之后，这个报送周期已被改动。请查看最新内容再办理，您填写的内容还在下面。"
ANNUAL_RULE = "一份方案一年只安排一次年度总结、最多一次半年小结；其他报送须有经批准的检查计划，选“专项检查”并填写文号。"


class CycleDrafted(Exception):
    """There is such a cycle already: the one at `cycle`."""

    def __init__(self, cycle: Cycle) -> None:
        super().__init__(f"{cycle.year}年的{cycle.get_kind_display()}已经拟过，请在原来的报送周期上修改。")
        self.cycle = cycle


@dataclass(frozen=True)
class CycleValues:
    """What the office says about a cycle."""

    title: str
    since: date
    cutoff: date
    due: date
    due_included: bool = True
    moves: bool = True
    rest_until: date | None = None
    joint_as: str = "support"
    towns: bool = True
    notice: str = ""


@transaction.atomic
def draft_cycle(
    *, plan: Plan, year: int, kind: str, paper: str, values: CycleValues, by: Account, at: datetime
) -> Cycle:
    """Draft a cycle under the version in force, with the headings of the last one of its kind.

    Raises NotAllowed, WrongState, BadInput, CycleDrafted.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("region").get(pk=plan.pk)
    access.check_can_draft_cycle(by, plan)
    version = plan.versions.filter(state=Version.State.ADOPTED).order_by("-number").first()
    assert version is not None, "checked above"
    row = Cycle(plan=plan, version=version, year=year, kind=kind, paper=paper.strip(), created_at=at)
    _check_kind(row, version)
    _fill(row, values)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        before = Cycle.objects.filter(plan=plan, year=year, kind=kind).first()
        if before is None:
            raise
        raise CycleDrafted(before) from error
    _write_prompts(row, first_prompts(row))
    record(verb="accountability.draft_cycle", thing=row, by=by, at=at)
    return row


@transaction.atomic
def edit_cycle(*, cycle: Cycle, values: CycleValues, seen: int, by: Account, at: datetime) -> Cycle:
    """Change a drafted cycle; it follows the version now in force. Raises NotAllowed, WrongState, BadInput."""
    row = locked_cycle(cycle, rules.EDIT, by, seen)
    _fill(row, values)
    row.version = row.plan.versions.filter(state=Version.State.ADOPTED).order_by("-number").first() or row.version
    row.revision += 1
    row.save()
    record(verb="accountability.edit_cycle", thing=row, by=by, at=at, changed=["values"])
    return row


@transaction.atomic
def set_prompts(*, cycle: Cycle, asked: Sequence[Asking], seen: int, by: Account, at: datetime) -> Cycle:
    """Make the headings of a drafted cycle those given, in this order. Raises NotAllowed, WrongState, BadInput."""
    row = locked_cycle(cycle, rules.EDIT, by, seen)
    _check_prompts(asked)
    row.prompts.exclude(key__in=[one.key for one in asked if one.key]).delete()
    _write_prompts(row, asked)
    row.revision += 1
    row.save(update_fields=["revision"])
    record(verb="accountability.edit_cycle", thing=row, by=by, at=at, changed=["prompts"])
    return row


@transaction.atomic
def drop_cycle(*, cycle: Cycle, seen: int, by: Account, at: datetime) -> None:
    """Delete a drafted cycle; nothing has been asked of anybody yet. Raises NotAllowed, WrongState."""
    row = locked_cycle(cycle, rules.DROP, by, seen)
    record(verb="accountability.drop_cycle", thing=row, by=by, at=at)
    row.delete()


def locked_cycle(cycle: Cycle, rule: Rule, by: Account, seen: int | None = None) -> Cycle:
    """Lock a cycle, then check the rule on it as it stands; `seen` is the revision that the person looked at."""
    rows = Cycle.objects.select_for_update(of=("self",)).select_related("plan__region", "version__plan__region")
    row = rows.filter(pk=cycle.pk).first()
    if row is None:
        raise WrongState("这个报送周期的拟稿已被删除。")
    access.check_on_cycle(rule, by, row)
    if seen is not None and row.revision != seen:
        raise WrongState(STALE)
    return row


def _check_kind(row: Cycle, version: Version) -> None:
    if row.kind not in Cycle.Kind.values:
        raise BadInput("请选择报送的类别。")
    if row.kind == Cycle.Kind.SPECIAL and not row.paper:
        raise BadInput(ANNUAL_RULE)
    first, last = version.period_from or 2000, version.period_to or 2099
    if not first <= row.year <= last:
        raise BadInput(f"年度不在方案的实施期（{first}—{last}年）内，请重新填写。")


def _fill(row: Cycle, values: CycleValues) -> None:
    """Take the values over. Raises BadInput where they do not go together."""
    if not values.title.strip():
        raise BadInput("请填写名称。")
    if values.since > values.cutoff:
        raise BadInput("数据截止日期早于统计起始日期，请核对。")
    if values.cutoff > values.due:
        raise BadInput("数据截止日期晚于报送截止日期：单位报送时还没有数据，请核对。")
    if row.year not in {values.since.year, values.cutoff.year}:
        raise BadInput(f"统计期间不在{row.year}年，请核对日期。")
    if values.rest_until and values.rest_until <= values.due:
        raise BadInput("全年数据补报截止日期应当晚于报送截止日期。")
    if values.joint_as not in dict(Cycle.JOINT):
        raise BadInput("请选择“按职责分工”的单位怎样填报。")
    row.title, row.notice = values.title.strip()[:120], values.notice.strip()
    row.since, row.cutoff, row.due, row.rest_until = values.since, values.cutoff, values.due, values.rest_until
    row.due_included, row.moves = values.due_included, values.moves
    row.joint_as, row.towns = values.joint_as, values.towns


def _check_prompts(asked: Sequence[Asking]) -> None:
    if not asked:
        raise BadInput("至少保留一个填报栏目。")
    for one in asked:
        if one.form not in Prompt.Form.values or one.kind not in Prompt.Kind.values:
            raise BadInput("请为每个栏目选择表单和归入的类别。")
        if not one.title.strip() or len(one.title) > 40:
            raise BadInput("每个栏目都要有名称，不超过40字。")
        if not 50 <= one.limit <= 5000:
            raise BadInput(f"“{one.title}”的字数上限应在50到5000之间。")


def _write_prompts(row: Cycle, asked: Sequence[Asking]) -> None:
    held = {prompt.key: prompt for prompt in row.prompts.all()}
    for order, one in enumerate(asked, 1):
        prompt = held.get(one.key) or Prompt(cycle=row)
        prompt.form, prompt.kind, prompt.title, prompt.hint = one.form, one.kind, one.title.strip(), one.hint.strip()
        prompt.required, prompt.limit, prompt.order = one.required, one.limit, order
        prompt.save()
