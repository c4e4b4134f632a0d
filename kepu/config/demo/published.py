"""What somebody else published of the sample county, invented and labelled so: its rate with the place it takes.

The promise of a place (居全市前列) is counted by it: the place is told beside the printed words, which name no number and are
not judged. A promise to cover all townships is counted by the tours of the mobile museum.
"""

from collections.abc import Callable
from datetime import date, datetime

from django.utils import timezone

from kepu.ledger.models import Measure
from kepu.ledger.verbs import Published, record_reading
from kepu.ledger.verbs.readings import ReadingValues
from kepu.people.models import Account
from kepu.plans.models import Binding, Plan, Target, Version
from kepu.plans.queries.standing import standing
from kepu.plans.verbs import Counting, bind

PAPER = "《2025年公民科学素质抽样调查主要数据公报》（虚构）"
RULER = "全国公民科学素质调查（100分制，70分以上为具备；虚构）"
READINGS = {
    date(2025, 12, 30): Published("市科协（虚构）", PAPER, RULER, 1320, 1460, 1100, 3, "全市9个县（区）", 1370, "全市"),
}
RATE = 1390  # 13.90 %
COUNTED = {
    "总体水平居全市前列": ("literacy.rate", Binding.Span.LATEST),
    "流动科技馆巡展实现乡镇全覆盖": ("tour.sessions", Binding.Span.PERIOD),
}


def load(by: Account, at: datetime, say: Callable[[str], None]) -> None:
    """Take the invented figures over as an office does, and say what the two promises without a number are counted by."""
    home = by.holdings.get().region
    assert home is not None
    rate = Measure.objects.get(code="literacy.rate")
    for day, said in READINGS.items():
        if day <= timezone.localdate(at):
            values = ReadingValues(home, day, RATE, said)
            record_reading(region=home, measure=rate, values=values, once=f"demo-{day}", by=by, at=at)
            say(f"　已登记{day.year}年公布数1条，含位次（虚构）。")
    issued = Version.objects.filter(state=Version.State.ADOPTED, plan__status=Plan.Status.ISSUED)
    version = issued.select_related("plan__region").latest("adopted_at")
    for target in standing(Target, version).filter(quote__in=COUNTED).select_related("version__plan__region"):
        code, span = COUNTED[target.quote]
        counting = Counting(Measure.objects.get(code=code), span)
        bind(target=target, counting=counting, seen=None, by=by, at=at)
