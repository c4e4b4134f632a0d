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

PUBLISHER, COUNTIES = "市科协（虚构）", "全市9个县（区）"
RULER = "全国公民科学素质调查（100分制，70分以上为具备；虚构）"
# day: rate, its interval, answers, place among the counties, the city's average; rates in hundredths of a per cent
READINGS = {
    date(2020, 12, 30): (986, (922, 1050), 1080, 4, 1012),
    date(2022, 12, 30): (1148, (1081, 1215), 1120, 4, 1163),
    date(2025, 12, 30): (1390, (1320, 1460), 1100, 3, 1370),
}
COUNTED = {
    "总体水平居全市前列": ("literacy.rate", Binding.Span.LATEST),
    "流动科技馆巡展实现乡镇全覆盖": ("tour.sessions", Binding.Span.PERIOD),
}


def load(by: Account, at: datetime, say: Callable[[str], None]) -> None:
    """Take the invented figures over as an office does, and say what the two promises without a number are counted by."""
    home = by.holdings.get().region
    assert home is not None
    rate = Measure.objects.get(code="literacy.rate")
    told = {day: row for day, row in READINGS.items() if day <= timezone.localdate(at)}
    for day, (share, (low, high), answers, place, average) in told.items():
        paper = f"《{day.year}年公民科学素质抽样调查主要数据公报》（虚构）"
        said = Published(PUBLISHER, paper, RULER, low, high, answers, place, COUNTIES, average, "全市")
        values = ReadingValues(home, day, share, said)
        record_reading(region=home, measure=rate, values=values, once=f"demo-{day}", by=by, at=at)
    say(f"　已登记{len(told)}次公布数，含位次（虚构）。")
    issued = Version.objects.filter(state=Version.State.ADOPTED, plan__status=Plan.Status.ISSUED)
    version = issued.select_related("plan__region").latest("adopted_at")
    for target in standing(Target, version).filter(quote__in=COUNTED).select_related("version__plan__region"):
        code, span = COUNTED[target.quote]
        counting = Counting(Measure.objects.get(code=code), span)
        bind(target=target, counting=counting, seen=None, by=by, at=at)
