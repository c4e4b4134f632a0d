"""报送情况: how every unit of a cycle stands, counted as the office reports it: 应报, 已报, 报送率, 按时报送率."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from kepu.accountability.models import Cycle, Report
from kepu.people.models import Unit

State = Report.State
LIGHTS = {
    State.DUE: "grey", State.DRAFT: "amber", State.PUT_UP: "amber", State.IN: "green", State.RETURNED: "red",
    State.ACCEPTED: "blue", State.ARCHIVED: "blue",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One unit's report as the list shows it; `answered` of `asked` tasks have an answer."""

    report: Report
    asked: int
    answered: int
    today: date

    @property
    def came(self) -> bool:
        return self.report.first_in_on is not None

    @property
    def in_time(self) -> bool:
        return self.report.first_in_on is not None and self.report.first_in_on <= self.report.due_on

    @property
    def overdue(self) -> bool:
        """Nothing came and the day is past, or came late."""
        day = self.report.first_in_on or self.today
        return not self.report.exempt and day > self.report.due_on

    @property
    def light(self) -> str:
        """Return the light of the state; nothing came after the day is red."""
        if self.report.exempt:
            return "grey"
        return "red" if self.overdue and not self.came else LIGHTS[State(self.report.state)]

    @property
    def word(self) -> str:
        """Return the light in words."""
        if self.report.exempt:
            return "本期不用报送"
        late = self.overdue and not self.came
        return f"{self.report.get_state_display()}{'，已逾期' if late else ''}"


@dataclass
class Group:
    """The units of one sort with their rates; shares in per cent, cut; None where nobody owes a report."""

    title: str
    lines: list[Line] = field(default_factory=list)

    @property
    def owed(self) -> list[Line]:
        return [line for line in self.lines if not line.report.exempt]

    @property
    def came(self) -> int:
        return sum(line.came for line in self.owed)

    @property
    def in_time(self) -> int:
        return sum(line.in_time for line in self.owed)

    @property
    def missing(self) -> list[Line]:
        """The units of which nothing came."""
        return [line for line in self.owed if not line.came]

    @property
    def completeness(self) -> int | None:
        return _share(self.came, len(self.owed))

    @property
    def timeliness(self) -> int | None:
        return _share(self.in_time, len(self.owed))

    @property
    def waiting(self) -> int:
        """Reports that came and wait for the office."""
        return sum(line.report.state == State.IN for line in self.owed)

    @property
    def returned(self) -> int:
        return sum(line.report.state == State.RETURNED for line in self.owed)


@dataclass
class Situation:
    """A cycle's units and townships apart, and both together."""

    groups: list[Group]

    @property
    def whole(self) -> Group:
        return Group("合计", [line for group in self.groups for line in group.lines])


def situation_of(cycle: Cycle, today: date) -> Situation:
    """Return how the units of a cycle stand, in the official order; one query, however many."""
    rows = Report.objects.filter(cycle=cycle).select_related("unit__region").order_by("unit__order", "unit_id")
    answered = Count("lines", Q(lines__involved__isnull=False))
    lines = [
        Line(report, report.asked, report.answered, today)
        for report in rows.defer("content").annotate(asked=Count("lines"), answered=answered)
    ]
    towns = [line for line in lines if line.report.unit.kind == Unit.Kind.TOWNSHIP]
    units = [line for line in lines if line.report.unit.kind != Unit.Kind.TOWNSHIP]
    return Situation([group for group in (Group("单位", units), Group("乡镇（街道）", towns)) if group.lines])


def chat_words(cycle: Cycle, situation: Situation, today: date) -> str:
    """Return the sentence for the group chat: which units have not reported, never who; empty where all have."""
    names = "、".join(line.report.unit.name for line in situation.whole.missing)
    if not names or cycle.due_on is None:
        return ""
    day = f"{cycle.due_on.month}月{cycle.due_on.day}日"
    when = f"请于{day}前报送" if today <= cycle.due_on else f"报送期限（{day}）已过，请尽快报送"
    return f"【{cycle.title}】尚未报送的单位：{names}。{when}；纸质材料可以拍照上传，有困难的请与我们联系。谢谢支持！"


def rates_of(cycles: Iterable[Cycle]) -> dict[int, tuple[int, int]]:
    """Return of each cycle how many owe a report and how many of these came; one query."""
    rows = Report.objects.filter(cycle__in=[cycle.pk for cycle in cycles], exempt=False).order_by()
    owed: Counter[int] = Counter()
    came: Counter[int] = Counter()
    for row in rows.values("cycle").annotate(owed=Count("pk"), came=Count("pk", Q(first_in_on__isnull=False))):
        owed[row["cycle"]], came[row["cycle"]] = row["owed"], row["came"]
    return {pk: (owed[pk], came[pk]) for pk in owed}


def _share(part: int, whole: int) -> int | None:
    return 100 * part // whole if whole else None
