"""A sample plan proofread as the office would do it by hand, through the verbs."""

from datetime import datetime

from kepu.people.models import Account, Unit
from kepu.plans import verbs
from kepu.plans.models import Plan, Remark, Version
from kepu.plans.queries.proofreading import printed_names


def proofread(version: Version, by: Account, at: datetime) -> None:
    """Name what is left, keep doubts that are the print's own, note that the plan is issued and public."""
    for name in printed_names(version):
        unit = Unit.objects.filter(region=version.plan.region, name=name.printed).first()
        verbs.match_unit(version=version, printed=name.printed, unit=unit, collective=unit is None, by=by, at=at)
    for remark in version.remark_set.filter(state=Remark.State.OPEN, removed=False):
        verbs.edit(item=remark, changes={"state": Remark.State.KEPT}, revision=remark.revision, by=by, at=at)
    if version.plan.status != Plan.Status.ISSUED:
        verbs.move(plan=version.plan, to=Plan.Status.ISSUED, by=by, at=at)
    if not version.publicity:
        verbs.edit_frame(version=version, changes={"publicity": Version.Publicity.PUBLIC}, seen={}, by=by, at=at)
