"""我的报送: the reports of the own units, those that wait first; what reports ask of a person in 待办; the search."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse

from kepu.accountability.access import reports as rules
from kepu.accountability.models import Cycle, Report, ReportLine
from kepu.people.access import holdings
from kepu.people.models import UNIT_ROLES, Account, Role
from kepu.ui.shapes import Found, Todo

State = Report.State
KIND = "报送"
_OPEN = Q(state__in=Report.OPEN, exempt=False, cycle__state=Cycle.State.OPEN)


def own_reports(by: Account) -> QuerySet[Report]:
    """Return the reports that the person's units answer, those still open first, the newest cycle on top; one query."""
    rows = Report.objects.filter(unit__in=rules.own_units(by)).exclude(cycle__state=Cycle.State.DRAFT)
    rows = rows.annotate(rest=Case(When(_OPEN, then=Value(0)), default=Value(1), output_field=IntegerField()))
    return (
        rows.select_related("cycle", "unit").defer("content").order_by("rest", "-cycle__year", "-cycle_id", "unit_id")
    )


def reports_todo(by: Account) -> list[Todo]:
    """Return what reports ask of a person: of the unit to write, to mend, to sign; of the office what came in."""
    held = holdings(by)
    roles = {h.role for h in held if h.unit_id}
    found: list[Todo] = []
    if roles & set(UNIT_ROLES):
        found += _of_unit(by, roles)
    if offices := [h.region_id for h in held if h.role == Role.SECRETARIAT and h.region_id]:
        found += _of_office(offices)
    return found


def _of_unit(by: Account, roles: set[str]) -> Iterator[Todo]:
    """A liaison writes and mends; who signs or checks has what was put up. Who is alone in a unit has both."""
    rows = own_reports(by).filter(_OPEN)
    if Role.LIAISON not in roles:
        rows = rows.filter(state=State.PUT_UP)
    for report in rows:
        url, name = reverse("accountability:report", args=[report.pk]), f"{report.unit.name}《{report.cycle.title}》"
        if report.state == State.PUT_UP:
            if roles & {Role.LEADER, Role.SECTION_HEAD}:
                yield Todo(f"审签{name}", url, KIND, "审签后即报送；也可以打印盖章后扫描报送。", due=report.due_on)
        elif report.state == State.RETURNED:
            yield Todo(f"修改退回的{name}", url, KIND, report.remark, due=report.due_on)
        else:
            why = f"退回修改：{report.remark}" if report.remark else "数据已按台账填好，写明工作情况后送审。"
            yield Todo(f"填报{name}", url, KIND, why, due=report.due_on)


def _of_office(offices: list[str]) -> Iterator[Todo]:
    """One line for each cycle with reports to look at, one for each report with objections to answer; one query."""
    open_ = Exists(ReportLine.objects.filter(report=OuterRef("pk"), answer="").exclude(objection=""))
    mine = Report.objects.filter(cycle__plan__region__in=offices, cycle__state=Cycle.State.OPEN)
    rows = mine.annotate(objected=open_).filter(Q(state=State.IN) | Q(objected=True)).select_related("cycle", "unit")
    waiting = list(rows.defer("content").order_by("cycle_id", "unit__order", "pk"))
    came = Counter(row.cycle for row in waiting if row.state == State.IN)
    for cycle, n in came.items():
        url = reverse("accountability:cycle", args=[cycle.pk])
        yield Todo(f"审核{n}份《{cycle.title}》", url, KIND, "接收或者退回修改。", count=n)
    for row in waiting:
        if row.objected:
            url = reverse("accountability:report", args=[row.pk])
            yield Todo(f"答复{row.unit.name}对数据的意见", url, KIND, row.cycle.title)


def search_reports(by: Account, text: str) -> list[Found]:
    """Return reports that the person reads whose unit or cycle holds the words; the newest first."""
    rows = rules.reports_for(by).filter(Q(unit__name__icontains=text) | Q(cycle__title__icontains=text))
    return [
        Found(f"{report.unit.name}《{report.cycle.title}》", reverse("accountability:report", args=[report.pk]), KIND,
              report.get_state_display())
        for report in rows.defer("content").order_by("-cycle__year", "-cycle_id", "unit__order")[:6]
    ]  # fmt: skip
