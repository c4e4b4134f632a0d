"""What still keeps a year from being issued."""

from django.db.models import Exists, OuterRef

from kepu.plans.models import AnnualDuty, AnnualItem, AnnualPlan, DutyRole


def items_without_lead(annual: AnnualPlan) -> list[AnnualItem]:
    """Return the lines for which no unit leads or answers jointly; one query."""
    answering = AnnualDuty.objects.filter(item=OuterRef("pk"), role__in=(DutyRole.LEAD, DutyRole.JOINT))
    return list(annual.items.filter(~Exists(answering), removed=False))


def year_obstacles(annual: AnnualPlan) -> list[str]:
    """Return in words what keeps a year from being issued; empty when nothing is left."""
    if not annual.items.filter(removed=False).exists():
        return ["还没有工作事项"]
    return [f"“{item.title}”没有牵头或按职责分工的单位" for item in items_without_lead(annual)]
