"""Which plan continues which: candidates, the successor, the version that stands for a plan."""

from kepu.plans.models import Plan, Version


def standing_for(plan: Plan) -> Version | None:
    """Return the version that stands for a plan: the one in force, else the draft; one query."""
    wanted = (Version.State.ADOPTED, Version.State.PROOFREADING)
    rows = (
        plan.versions.filter(state__in=wanted).select_related("plan__region", "document").order_by("state", "-number")
    )
    return rows.first()  # "adopted" stands before "proofreading"


def successor_of(plan: Plan) -> Plan | None:
    """Return the plan that continues another and was not given up; one query."""
    living = Plan.objects.filter(
        continues=plan, versions__state__in=(Version.State.ADOPTED, Version.State.PROOFREADING)
    )
    return living.select_related("region").distinct().first()


def candidates(plan: Plan, version: Version) -> list[Version]:
    """Return the versions in force of the plans that `plan` may continue: same region, earlier period, not yet continued.

    The one that it continues now is among them. Newest period first; two queries.
    """
    if version.period_from is None:
        return []
    rows = Version.objects.filter(plan__region=plan.region_id, state=Version.State.ADOPTED, period_from__isnull=False)
    newest: dict[int, Version] = {}
    for row in rows.exclude(plan=plan).select_related("plan").order_by("plan_id", "number"):
        newest[row.plan_id] = row
    taken = set(_taken(plan))
    fitting = [v for v in newest.values() if v.plan_id not in taken and (v.period_from or 0) < version.period_from]
    return sorted(fitting, key=lambda v: (v.period_from or 0, v.plan_id), reverse=True)


def _taken(plan: Plan) -> list[int | None]:
    living = (Version.State.ADOPTED, Version.State.PROOFREADING)
    rows = Plan.objects.filter(region=plan.region_id, continues__isnull=False, versions__state__in=living)
    return list(rows.exclude(pk=plan.pk).values_list("continues_id", flat=True))
