"""填报负担: what a cycle asks of the units, told before it opens: units, fields, minutes, and how much is there already.

The minutes are a published rule of thumb, not a measurement: they are there to be argued with before forty units write.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from kepu.accountability.models import Cycle, Prompt
from kepu.accountability.queries.asking import Asked
from kepu.plans.models import Binding, Target
from kepu.plans.queries.standing import standing

A_TEXT, A_FIGURE, A_TICK, A_SIGNATURE = 4.0, 0.5, 0.25, 5.0  # minutes each
RULE = "选填的不计；每段文字按4分钟、核对一个数按半分钟、勾选一项任务按15秒、审签按5分钟估算。"
LEAD_LIMIT, PAGE_LIMIT = 40, 10


@dataclass(frozen=True)
class UnitCost:
    """What one unit is asked: texts to write, ticks to set, figures that are there already; minutes of a person."""

    texts: int
    ticks: int
    figures: int

    @property
    def minutes(self) -> float:
        return self.texts * A_TEXT + self.ticks * A_TICK + self.figures * A_FIGURE + A_SIGNATURE


@dataclass(frozen=True)
class Cost:
    """What a cycle asks of all: minutes rounded up to whole ones; `prefilled` is the share of all fields in per cent, cut."""

    units: int
    lines: int
    texts: int
    minutes: int
    longest: int
    longest_unit: str
    over: int
    prefilled: int

    def as_json(self) -> dict[str, int | str]:
        return asdict(self)


def cost_of(cycle: Cycle, asked: Sequence[Asked]) -> Cost:
    """Return what the cycle asks as it stands drafted; three queries, whatever the number of units."""
    prompts = dict.fromkeys(Prompt.Form.values, 0)
    for form in cycle.prompts.filter(required=True).values_list("form", flat=True):
        prompts[form] += 1
    figures = _figures(cycle)
    each = [(one, _of_unit(one, cycle.joint_as, prompts, figures)) for one in asked]
    fields = sum(cost.texts + cost.ticks + cost.figures for _, cost in each)
    longest = max(each, key=lambda pair: pair[1].minutes, default=None)
    return Cost(
        units=len(each),
        lines=sum(len(one.lines) for one, _ in each),
        texts=sum(cost.texts for _, cost in each),
        minutes=_up(sum(cost.minutes for _, cost in each)),
        longest=_up(longest[1].minutes) if longest else 0,
        longest_unit=longest[0].unit.name if longest else "",
        over=sum(cost.minutes > _limit(one) for one, cost in each),
        prefilled=100 * sum(cost.figures for _, cost in each) // fields if fields else 0,
    )


def _of_unit(one: Asked, joint_as: str, prompts: dict[str, int], figures: dict[int, int]) -> UnitCost:
    """A lead unit writes about each task it leads; whoever supports or is a township ticks, and writes one page."""
    leads = one.leads(joint_as)
    others = len(one.lines) - len(leads)
    page = prompts[Prompt.Form.TOWN if one.form == Prompt.Form.TOWN else Prompt.Form.PAGE]
    wants_page = others or one.form == Prompt.Form.TOWN
    return UnitCost(
        texts=len(leads) * prompts[Prompt.Form.TASK] + (page if wants_page else 0),
        ticks=others,
        figures=sum(figures.get(line.task.pk, 0) for line in leads),
    )


def _figures(cycle: Cycle) -> dict[int, int]:
    """Return of how many targets of each task the ledger will tell the figure."""
    bound = Binding.objects.filter(plan=cycle.plan, measure__isnull=False).values("target_key")
    found: dict[int, int] = {}
    for task in standing(Target, cycle.version).filter(key__in=bound).values_list("task_id", flat=True):
        if task is not None:
            found[task] = found.get(task, 0) + 1
    return found


def _limit(one: Asked) -> int:
    return LEAD_LIMIT if one.form == Prompt.Form.TASK else PAGE_LIMIT


def _up(minutes: float) -> int:
    return int(-(-minutes // 1))
