"""Every target of a version that has a number: how it is broken down, whether the sums come out, what changed since."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kepu.plans.models import Breakdown, Cell, Plan, Target, Version
from kepu.plans.queries.breakdown.judging import WORDS, Verdict, judge
from kepu.plans.queries.breakdown.rules import asked_of, default_adding, years_of
from kepu.plans.queries.standing import standing
from kepu.plans.queries.targets import targets_of
from kepu.plans.wording import due_words, value_words

CHANGED = "changed"
STATES = [*((str(state), words) for state, words in WORDS.items()), (CHANGED, "目标值有调整")]


@dataclass(frozen=True)
class Listed:
    """One line: a target, its breakdown if there is one, how the sums stand, and what an amendment changed ('' nothing)."""

    target: Target
    breakdown: Breakdown | None
    verdict: Verdict
    changed: str = ""


def listed(version: Version, *, kind: str = "", state: str = "", over: str = "", text: str = "") -> list[Listed]:
    """Return the targets with a number of a version in force, filtered; at most seven queries whatever their number."""
    targets = targets_of(version, kind=kind, text=text).filter(value__isnull=False)
    rows = breakdowns_of(version.plan)
    values, before = values_of(rows.values()), worded_before(rows.values(), version)
    lines = [_line(t, version, rows.get(t.key), values, before) for t in targets]
    if over:
        lines = [line for line in lines if line.breakdown and line.breakdown.over == over]
    return [line for line in lines if not state or state in (line.verdict.state, line.changed and CHANGED)]


def _line(
    target: Target,
    version: Version,
    row: Breakdown | None,
    values: dict[int, dict[int, list[Decimal]]],
    before: dict[str, Target],
) -> Listed:
    adding = row.adding if row else default_adding(target)[0]
    asked = asked_of(target, adding, row.universe if row else None)
    own = values[row.pk] if row else {}
    verdict = judge(target, adding, asked, years_of(target, version), own)
    return Listed(target, row, verdict, changed_words(before.get(target.key), target))


def breakdowns_of(plan: Plan) -> dict[str, Breakdown]:
    """Return the breakdowns of a plan by the key of their target, with universe; one query."""
    return {row.target_key: row for row in plan.breakdowns.select_related("universe")}


def values_of(rows: Iterable[Breakdown]) -> dict[int, dict[int, list[Decimal]]]:
    """Return by breakdown and year what each place is asked, without what was carried over; one query.

    Added in Python: SQLite adds decimals as floating-point numbers.
    """
    found: dict[int, dict[int, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    cells = Cell.objects.filter(breakdown__in=[row.pk for row in rows]).order_by()
    for pk, year, value, carried in cells.values_list("breakdown_id", "year", "value", "carried"):
        found[pk][year].append(value - carried)
    return found


def worded_before(rows: Iterable[Breakdown], version: Version) -> dict[str, Target]:
    """Return by key the targets as worded when their breakdown was last checked, where that was another version."""
    older = {row.target_key: row.version_id for row in rows if row.version_id != version.pk}
    found = Target.objects.filter(key__in=older, version__in=set(older.values())) if older else ()
    return {target.key: target for target in found if older[target.key] == target.version_id}


def changed_words(old: Target | None, new: Target) -> str:
    """Return what an amendment changed of a target that its breakdown rests on; '' for nothing."""
    if old is None:
        return ""
    if (before := value_words(old)) != (now := value_words(new)):
        return f"原文目标值已由“{before or '无数字'}”调整为“{now}”，请核对。"
    if old.due != new.due:
        before, now = (due_words(due) or "未写明" for due in (old.due, new.due))
        return f"原文期限已由“{before}”调整为“{now}”，请核对。"
    return ""


def left_over(version: Version) -> list[tuple[Breakdown, Target | None]]:
    """Return breakdowns whose target the version in force no longer has, each with the target as it was; three queries."""
    kept = set(standing(Target, version).filter(value__isnull=False).values_list("key", flat=True))
    gone = [row for key, row in breakdowns_of(version.plan).items() if key not in kept]
    before = worded_before(gone, version)
    return [(row, before.get(row.target_key)) for row in gone]
