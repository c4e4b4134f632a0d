"""What the sample county's targets are counted by: the first suggestion for each, confirmed as the office would."""

from datetime import datetime

from kepu.people.models import Account
from kepu.plans.models import Version
from kepu.plans.queries.progress import offers_for
from kepu.plans.queries.targets import targets_of
from kepu.plans.verbs import Counting, bind


def bind_all(version: Version, by: Account, at: datetime) -> None:
    """Confirm the first suggestion for each target with a number; where there is none, say so."""
    for target in targets_of(version):
        if target.value is None:
            continue
        offers = offers_for(target, most=1)
        counting = Counting(reason="没有对应的统计指标，按定性任务看进展")
        if offers:
            offer = offers[0]
            counting = Counting(offer.measure, offer.span, offer.audience, per_head=offer.per_head)
        bind(target=target, counting=counting, seen=None, by=by, at=at)
