"""公开进展: what residents are told of a plan's promises as of a day. Amounts and how they are counted; no lights."""

from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any

from kepu.ledger.models import Definition, Measure
from kepu.methods.masking import mask
from kepu.people.models import Population
from kepu.plans.models import Binding, Target, Version
from kepu.plans.queries.progress.board import Progress, board_of, is_countable
from kepu.plans.queries.progress.milestones import is_milestone
from kepu.plans.queries.progress.near import near_snapshot
from kepu.plans.queries.progress.places import VAGUE
from kepu.plans.queries.progress.windows import window_of, years_of_target
from kepu.plans.queries.targets import targets_of
from kepu.plans.wording import amount_words, number_words, subject_words, value_words
from kepu.ui.templatetags.ui import day as day_words

Snapshot = dict[str, Any]
SHARED = {Target.Kind.COUNT, Target.Kind.FLOOR, Target.Kind.CUMULATIVE, Target.Kind.REACH}
UNSETTLED = "尚未确定统计口径"


def progress_snapshot(version: Version, as_of: date, on: date, note: str = "") -> Snapshot:
    """Return what the public will see of a version's promises as of a day, drawn from the ledger of `on`.

    Names and phones in printed texts are masked. The number of queries does not grow with targets or townships.
    """
    lines = board_of(version, list(targets_of(version)), as_of).lines
    definitions = _definitions(lines, on)
    return {
        "kind": "progress",
        "title": mask(version.title),
        "issuer": version.issuer,
        "document_number": version.document_number,
        "issued_on": version.issued_on.isoformat() if version.issued_on else None,
        "period": [version.period_from, version.period_to],
        "as_of": as_of.isoformat(),
        "drawn_on": on.isoformat(),
        "note": mask(note),
        "lines": [_line(line, version, as_of, definitions) for line in lines],
        "near": near_snapshot(version.plan.region, as_of),
    }


def _line(line: Progress, version: Version, as_of: date, definitions: dict[int, str]) -> Snapshot:
    target, task = line.target, line.target.task
    part, figure = task.part if task else None, _figure(line, version, as_of, definitions)
    return {
        "key": target.key, "kind": target.kind, "quote": mask(target.quote), "subject": mask(subject_words(target)),
        "promise": value_words(target, wan=True), "due": target.due, "audience": part.audience if part else "",
        "task": mask(task.title) if task else "", "task_key": task.key if task else "",
        **figure, "why": "" if figure["figure"] else why_words(line),
    }  # fmt: skip


def _figure(line: Progress, version: Version, as_of: date, definitions: dict[int, str]) -> Snapshot:
    """Return the figure in words and as a number in the target's unit, its day, its share and how it is counted."""
    if is_milestone(line.target) or line.target.kind == Target.Kind.RANK:
        return _in_words(line, as_of)
    if line.done is None or line.binding is None or never_recorded(line):
        return {
            "figure": "",
            "value": "",
            "unit": line.target.unit,
            "day": "",
            "share": None,
            "share_of": "",
            "how": "",
        }
    window = window_of(line.binding, line.target, version, as_of)
    day = line.publication.fact.day if line.publication else window.until if window else as_of
    told = {"unit": line.target.unit, "day": day.isoformat(), "how": how_words(line, version, day, definitions)}
    if line.reach:
        words = f"{line.reach.members}个中有{line.reach.reached}个"
        return {**told, "unit": "个", "figure": words, "value": str(line.reach.reached), "share": None, "share_of": ""}
    share = share_of(line)
    of = f"{day.year}年承诺数" if line.binding.span == Binding.Span.YEAR else "承诺数"
    return {
        **told, "figure": figure_words(line), "value": number_words(line.done), "share": share,
        "share_of": of if share is not None else "",
    }  # fmt: skip


def _in_words(line: Progress, as_of: date) -> Snapshot:
    """Return how a milestone or a place is told, which have no amount."""
    row, told = line.publication, {"value": "", "unit": "", "share": None, "share_of": ""}
    if line.light == "blue" and is_milestone(line.target):
        words = f"{day_words(line.deed.day)}达到" if line.deed else "已达到"
        return {**told, "figure": words, "day": as_of.isoformat(), "how": "以经办公室确认、有佐证的举措为准。"}
    place = f"{row.ranked}第{row.rank}位" if row and row.rank and VAGUE in line.why else ""
    words = line.words.rpartition("（")[0] or place
    if row is None or not words:
        return {**told, "figure": "", "day": "", "how": ""}
    return {**told, "figure": words, "day": row.fact.day.isoformat(), "how": _published(line)}


def figure_words(line: Progress) -> str:
    """Return a figure as residents read it, cut and never rounded up: 1.23万人次, 人均0.8元, 提高2.1个百分点."""
    assert line.done is not None
    unit = line.target.unit
    if line.target.delta:
        points = "百分点" if unit in {"%", "％"} else unit
        return f"{'提高' if line.done >= 0 else '下降'}{amount_words(abs(line.done), points)}"
    words = amount_words(line.done, unit)
    return f"人均{words}" if unit.endswith("/人") else words


def share_of(line: Progress) -> int | None:
    """Return what share of the promise is done in whole per cent, cut; None where the kind of promise has none.

    A rate, a rank or a per-head amount is not a part of what was promised; nor is one year of what is asked of several.
    """
    target, binding = line.target, line.binding
    if binding is None or line.done is None or not line.asked or target.kind not in SHARED:
        return None
    yearly = binding.span == Binding.Span.YEAR
    at_most = target.comparator == Target.Comparator.AT_MOST
    if at_most or target.delta or binding.per_head or line.publication or bool(target.per) != yearly:
        return None
    return max(0, int((line.done * 100 / line.asked).quantize(Decimal(1), ROUND_DOWN)))


def how_words(line: Progress, version: Version, day: date, definitions: dict[int, str]) -> str:
    """Return in one sentence how a figure is counted: by which measure, since when, for whom, by whom."""
    binding = line.binding
    assert binding is not None
    assert binding.measure is not None
    if line.publication:
        return _published(line)
    meaning = definitions.get(binding.measure.pk, "")
    head = f"按台账中的“{binding.measure.name}”计{f'（{mask(meaning)}）' if meaning else ''}"
    return "，".join([head, _time(binding, line.target, version, day), *_limits(line, version)]) + "。"


def _published(line: Progress) -> str:
    assert line.publication is not None
    row = line.publication
    ruler = f"，测评口径为{row.ruler}" if row.ruler else ""
    base = f"，与{line.before.fact.day.year}年的公布数相比" if line.before else ""
    return f"以{row.publisher}公布的数为准（{row.document}{ruler}）{base}。"


def _time(binding: Binding, target: Target, version: Version, day: date) -> str:
    if binding.span == Binding.Span.STANDING:
        return "为到这一天的总数"
    first = day.year if binding.span == Binding.Span.YEAR else years_of_target(target, version, day)[0]
    return f"从{first}年1月1日起{'，只计当年' if binding.span == Binding.Span.YEAR else '累计'}"


def _limits(line: Progress, version: Version) -> list[str]:
    binding, base = line.binding, line.base
    assert binding is not None
    return [
        *([f"只计面向{binding.get_audience_display()}的"] if binding.audience else []),
        *([f"只计{binding.region.name}的"] if binding.region_id != version.plan.region_id else []),
        *([f"只计{binding.unit.name}主办、协办的"] if binding.unit else []),
        *([f"再除以{base.year}年{Population.Basis(base.basis).label}{amount_words(Decimal(base.count), '人')}"] if base else []),
        *(["逐个核对，达到要求的才计入"] if line.reach else []),
    ]  # fmt: skip


def never_recorded(line: Progress) -> bool:
    """Whether nothing was ever entered for the measure: that is no nought, which would say that nothing was done."""
    return not line.done and line.last is None and line.publication is None


def why_words(line: Progress) -> str:
    """Return in plain words why residents see no figure."""
    binding = line.binding
    if line.done is not None:
        return "台账中还没有登记"
    if is_milestone(line.target):
        return "还没有确认达到"
    if not is_countable(line.target) and not line.reach:
        return "没有写明数量，不作统计"
    if binding is None:
        return UNSETTLED
    if binding.measure is None:
        return "没有可以逐笔计数的统计指标"
    if binding.span == Binding.Span.LATEST:
        return "有权单位还没有公布可以引用的数"
    return "人口数还没有公布，暂时算不出人均数" if binding.per_head else UNSETTLED


def _definitions(lines: list[Progress], on: date) -> dict[int, str]:
    """Return what each measure means on a day, by its id; one query."""
    measures = {line.binding.measure_id for line in lines if line.binding and line.binding.measure_id}
    rows = Definition.objects.filter(measure__in=Measure.objects.filter(pk__in=measures), since__lte=on)
    return {row.measure_id: row.text.strip().rstrip("。") for row in rows.order_by("since", "pk")}
