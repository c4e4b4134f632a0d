"""What comes next, in 待办: the first plan; of one in force the parting and the running year; two for one period."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from kepu.plans.models import AnnualPlan, Breakdown, Document, Plan, Target, Version
from kepu.plans.queries.plans import in_force
from kepu.ui.shapes import Todo

KIND = "下一步"


def next_steps(offices: list[str | None]) -> list[Todo]:
    """Return what the issued plans of the offices that run this year ask for next, the newest plan first; one query.

    An office that has brought in no plan yet is asked for one; a second query where none of its plans runs or is proofread.
    """
    year = timezone.localdate().year
    numbered = Target.objects.filter(version=OuterRef("pk"), removed=False, value__isnull=False)
    running = in_force(
        Version.objects.filter(plan__region__in=offices, plan__status=Plan.Status.ISSUED, period_to__gte=year)
    )
    draft = Q(plan__region__in=offices, state=Version.State.PROOFREADING)
    rows = Version.objects.filter(Q(pk__in=running.order_by().values("pk")) | draft).annotate(
        to_part=Exists(numbered) & ~Exists(Breakdown.objects.filter(plan=OuterRef("plan"))),
        opened=Exists(AnnualPlan.objects.filter(plan=OuterRef("plan"), year=year)),
    )
    known = list(rows.select_related("plan").order_by("-plan_id"))
    versions = [version for version in known if version.state == Version.State.ADOPTED]
    without = set(offices) - {version.plan.region_id for version in known}
    return [
        *(_first(without) if without else ()),
        *_overlaps(versions),
        *(step for version in versions for step in _steps(version, year)),
    ]


def _first(offices: set[str | None]) -> Iterator[Todo]:
    own = Document.objects.filter(region__in=offices, purpose=Document.Purpose.OWN)
    if offices - set(own.values_list("region", flat=True)):
        why = "读出任务、责任单位和目标任务，由您校对、采用，分工和进展都从这里来。"
        yield Todo("上传实施方案", reverse("plans:upload"), KIND, why)


def _steps(version: Version, year: int) -> Iterator[Todo]:
    named = f"《{version.title}》"
    if version.to_part:  # type: ignore[attr-defined]
        url = reverse("plans:breakdown", args=[version.plan_id])
        yield Todo(f"分解{named}的目标任务", url, KIND, "分到年度、单位和乡镇以后，当年的数才能带进工作要点和责任书。")
    if not version.opened and (version.period_from or year) <= year:  # type: ignore[attr-defined]
        url = reverse("plans:years", args=[version.plan_id])
        yield Todo(f"开{year}年度：{named}", url, KIND, "任务、责任单位和当年的目标任务一并带出，改好后印发。")


def _overlaps(versions: Sequence[Version]) -> Iterator[Todo]:
    """Yield a warning for each two plans of a region in force for the same years; it leads to the older plan."""
    for new, old in combinations(versions, 2):
        begin = max(new.period_from or 0, old.period_from or 0)
        end = min(new.period_to or 0, old.period_to or 0)
        if new.plan.region_id == old.plan.region_id and begin and begin <= end:
            years = f"{begin}年" if begin == end else f"{begin}—{end}年"
            why = (
                f"{years}有两份方案同时有效，另一份是《{new.title}》。已被代替的请改为“已结束”，传错的起止年份请调整。"
            )
            yield Todo(
                f"核对《{old.title}》是否仍然有效", reverse("plans:plan", args=[old.plan_id]), KIND, why, warning=True
            )
