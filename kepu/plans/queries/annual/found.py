"""Lines of years in the search of the desk."""

from django.db.models import Q

from kepu.people.access import readable_regions
from kepu.people.models import Account
from kepu.plans.models import AnnualItem, AnnualPlan, Plan
from kepu.plans.queries.annual.paging import line_address
from kepu.plans.queries.plans import LIMIT, holdings_of_secretariat, passage
from kepu.ui.shapes import Found

KIND = "年度工作事项"


def search_items(account: Account, text: str) -> list[Found]:
    """Return lines of issued years that the person reads, and of the own office's drafts, newest year first; one query."""
    readable = Q(annual__state=AnnualPlan.State.ISSUED, annual__plan__in=Plan.objects.filter(readable_regions(account)))
    readable |= Q(annual__plan__region__in=[h.region_id for h in holdings_of_secretariat(account)])
    rows = AnnualItem.objects.filter(readable, Q(title__icontains=text) | Q(text__icontains=text), removed=False)
    rows = rows.select_related("annual").order_by("-annual__year", "annual_id", "order", "id")
    return [
        Found(
            title=row.title, url=line_address(row.annual_id, row.key), kind=KIND,
            text=f"{row.annual.year}年 {passage(row.text, text)}".strip(), quoted=True, inside=row.annual.title,
        )
        for row in rows[:LIMIT]
    ]  # fmt: skip
