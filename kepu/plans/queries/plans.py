"""Reads over plans: the list, search, what waits for a person, what the public may see."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from kepu.people.access import holdings, readable_regions
from kepu.people.models import Account, Holding, Region, Role
from kepu.plans.models import AnnualPlan, Document, Plan, Release, Target, Task, Version
from kepu.plans.queries.standing import attached
from kepu.ui.shapes import Found, Todo

LIMIT = 6
LATEST = ("-version__period_to", "-version__plan_id")
FAILED_SHOWN = timedelta(days=30)
_UNDER_WAY = (Document.State.QUEUED, Document.State.READING)
_WHEN_READ: dict[str, str] = {
    Document.Purpose.OWN: "读完后可以校对。",
    Document.Purpose.UPPER: "读完后可以对照上级规划。",
}
_NEXT: dict[str, str] = {Document.State.FAILED: "重新读取", Document.State.READ: "核对读取结果"}


def plans_for(account: Account, status: str = "") -> QuerySet[Plan]:
    """Return the plans the person reads, newest period first: those in force, and drafts of the own secretariat.

    Each has `shown`, the id of the version that stands for it (the one in force, else the draft), and `draft`, the id
    of the version being proofread, if any.
    """
    rows = Plan.objects.filter(readable_regions(account), **({"status": status} if status else {}))
    own = [h.region_id for h in holdings_of_secretariat(account)]
    rows = rows.annotate(adopted=_newest(Version.State.ADOPTED), draft=_newest(Version.State.PROOFREADING))
    rows = rows.filter(Q(adopted__isnull=False) | Q(region__in=own, draft__isnull=False))
    rows = rows.annotate(shown=Coalesce("adopted", "draft"))
    period = Version.objects.filter(pk=OuterRef("shown")).values("period_from")
    return rows.annotate(period_from=Subquery(period)).select_related("region").order_by("-period_from", "-pk")


def _newest(state: Version.State) -> Subquery:
    rows = Version.objects.filter(plan=OuterRef("pk"), state=state).order_by("-number")
    return Subquery(rows.values("pk")[:1])


@dataclass(frozen=True)
class Listed:
    """One line of the list: a plan, the version that stands for it, whether that is in force, whether a draft is open."""

    plan: Plan
    version: Version
    in_force: bool
    draft: bool


def listed(account: Account, plans: Iterable[Any]) -> list[Listed]:
    """Return the lines for plans out of `plans_for`; versions have `tasks_count` and `targets_count`; one query."""
    rows = list(plans)
    counted = {"tasks_count": _count(Task), "targets_count": _count(Target)}
    versions = Version.objects.annotate(**counted).in_bulk([p.shown for p in rows])
    own = {h.region_id for h in holdings_of_secretariat(account)}
    return [Listed(p, versions[p.shown], p.adopted is not None, bool(p.draft) and p.region_id in own) for p in rows]


def _count(model: type[Task] | type[Target]) -> Coalesce:
    rows = model.objects.filter(attached(model), version=OuterRef("pk"), removed=False).order_by()
    return Coalesce(Subquery(rows.values("version").annotate(n=Count("pk")).values("n")), 0)


def status_counts(account: Account) -> list[tuple[str, str, int]]:
    """Return (status, label, number of plans the person reads) for each status that occurs."""
    counts = Counter(plans_for(account).order_by().values_list("status", flat=True))
    return [(status.value, str(status.label), counts[status]) for status in Plan.Status if counts[status]]


def holdings_of_secretariat(account: Account) -> list[Holding]:
    """Return the person's holdings as a region's secretariat."""
    return [h for h in holdings(account) if h.role == Role.SECRETARIAT]


def in_force(versions: QuerySet[Version]) -> QuerySet[Version]:
    """Return of each plan the last adopted version."""
    newest = Version.objects.filter(plan=OuterRef("plan"), state=Version.State.ADOPTED).order_by("-number")
    return versions.filter(pk=Subquery(newest.values("pk")[:1]))


def search(account: Account, text: str) -> list[Found]:
    """Return plans, tasks and targets in force that the person reads and that contain `text`, those of the latest period first; three queries."""
    readable = Plan.objects.filter(readable_regions(account))
    versions = in_force(Version.objects.filter(plan__in=readable))
    return [*_found_plans(versions, text), *_found_tasks(versions, text), *_found_targets(versions, text)]


def _found_plans(versions: QuerySet[Version], text: str) -> list[Found]:
    rows = versions.filter(Q(title__icontains=text) | Q(document_number__icontains=text)).order_by(
        "-period_to", "-plan_id"
    )
    return [
        Found(title=v.title, url=reverse("plans:plan", args=[v.plan_id]), kind="方案", text=v.document_number)
        for v in rows[:LIMIT]
    ]


def _found_tasks(versions: QuerySet[Version], text: str) -> list[Found]:
    rows = Task.objects.filter(Q(title__icontains=text) | Q(body__icontains=text), version__in=versions, removed=False)
    found = []
    for task in rows.select_related("version").order_by(*LATEST, "order", "pk")[:LIMIT]:
        url = reverse("plans:task", args=[task.version.plan_id, task.key])
        found.append(Found(title=task.title, url=url, kind="任务", text=passage(task.body, text), quoted=True,
                           inside=task.version.title))  # fmt: skip
    return found


def _found_targets(versions: QuerySet[Version], text: str) -> list[Found]:
    rows = Target.objects.filter(attached(Target), quote__icontains=text, version__in=versions, removed=False)
    found = []
    for target in rows.select_related("version", "task").order_by(*LATEST, "order", "pk")[:LIMIT]:
        title = target.task.title if target.task else "总体目标"
        url = address_of(target)
        found.append(Found(title=title, url=url, kind="目标任务", text=target.quote, quoted=True,
                           inside=target.version.title))  # fmt: skip
    return found


def address_of(target: Target, plan: int | None = None) -> str:
    """Return the page on which a target stands: its task's, or the plan's for a goal of the whole plan."""
    plan = plan or target.version.plan_id
    page = reverse("plans:task", args=[plan, target.task.key]) if target.task else reverse("plans:plan", args=[plan])
    return f"{page}#k-{target.key}"


def passage(body: str, text: str, around: int = 30) -> str:
    """Return the piece of `body` in which `text` stands, `around` characters each side; the beginning if it does not."""
    place = max(body.lower().find(text.lower()), 0)
    start, end = max(place - around, 0), place + len(text) + around
    return f"{'…' if start else ''}{body[start:end].strip()}{'…' if end < len(body) else ''}"


def todo(account: Account) -> list[Todo]:
    """Return what waits for the secretariat: documents, versions in proofreading, years not issued, releases; four queries."""
    own = [h.region_id for h in holdings_of_secretariat(account)]
    if not own:
        return []
    drafts = Version.objects.filter(plan__region__in=own, state=Version.State.PROOFREADING)
    proofread = [
        Todo(f"校对《{v.title}》", reverse("plans:proofread", args=[v.plan_id]), kind="方案", why="校对并采用后，任务和目标才能分到单位。")
        for v in drafts
    ]  # fmt: skip
    return [*_documents_waiting(own), *proofread, *_years_waiting(own), *_releases_waiting(own)]


def _years_waiting(own: list[str | None]) -> list[Todo]:
    rows = AnnualPlan.objects.filter(plan__region__in=own, state=AnnualPlan.State.DRAFT)
    return [
        Todo(f"拟定并印发《{a.title}》", reverse("plans:year", args=[a.pk]), kind="年度", why="印发后各单位才能看到本单位的分工。")
        for a in rows
    ]  # fmt: skip


def _documents_waiting(own: list[str | None]) -> list[Todo]:
    failed = Q(state=Document.State.FAILED, uploaded_at__gt=timezone.now() - FAILED_SHOWN)
    unopened = Q(state=Document.State.READ, versions=None, purpose=Document.Purpose.OWN)  # an upper plan opens none
    shown = failed | Q(state__in=_UNDER_WAY) | unopened
    rows = Document.objects.filter(shown, region__in=own).only("state", "name", "message", "purpose")
    return [
        Todo(f"{_NEXT.get(d.state, '正在读取')}“{d.name}”", reverse("plans:document", args=[d.pk]), kind="方案",
             why=_WHEN_READ[d.purpose] if d.state in _UNDER_WAY else d.message)
        for d in rows
    ]  # fmt: skip


def _releases_waiting(own: list[str | None]) -> list[Todo]:
    steps = {Release.State.DRAFT: "保密审查", Release.State.CHECKED: "发布"}
    rows = Release.objects.filter(version__plan__region__in=own, state__in=steps)
    return [
        Todo(f"{steps[Release.State(r.state)]}《{r.title}》", reverse("plans:release", args=[r.pk]), kind="公开",
             why="办结后公众才能看到。")
        for r in rows.select_related("version", "annual").defer("snapshot")
    ]  # fmt: skip


def released(region: Region) -> QuerySet[Release]:
    """Return the plans' releases that the public of a region sees now, newest period first; those of years stand apart."""
    rows = Release.objects.filter(version__plan__region=region, annual=None, as_of=None, state=Release.State.RELEASED)
    return rows.select_related("version__plan__region", "released_by").order_by("-version__period_from", "-pk")


_MEANS = {
    Plan.Status.ISSUED: "改为“已结束”后，不能再采用、调整、分解目标任务和开年度，各单位的待办中不再列出；办错了可以改回。",
    Plan.Status.ENDED: "改回“已印发”后，可以继续采用、调整、分解目标任务和开年度。",
}


def next_statuses(plan: Plan) -> list[tuple[str, str]]:
    """Return the statuses that the plan's life leads to from where it stands, each with its word."""
    return [(to, str(Plan.Status(to).label)) for to in Plan.MOVES[plan.status]]


def moving_means(plan: Plan) -> str:
    """Say what the next step of the plan's life brings about, where that is not plain."""
    return _MEANS.get(Plan.Status(plan.status), "")
