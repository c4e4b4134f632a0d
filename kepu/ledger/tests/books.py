"""What tests of the ledger start from: a county with two towns and a village, units in a small tree, four measures."""

from datetime import UTC, date, datetime

from kepu.ledger.models import Measure
from kepu.ledger.verbs import Entry
from kepu.people.models import Region
from kepu.people.tests.county import County

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


class Books:
    def __init__(self) -> None:
        self.county = County()
        self.village = Region.objects.create(
            code="990123100001", name="东关社区", parent=self.county.town, level="village"
        )
        self.school = self.county.unit("城关小学")
        self.school.parent = self.county.education
        self.school.save()
        self.all = Measure.objects.create(code="t.all", name="活动", unit="人次", kind="flow", block="试验")
        self.lectures = Measure.objects.create(
            code="t.lectures", name="讲座", unit="人次", kind="flow", block="试验", parent=self.all
        )
        self.volunteers = Measure.objects.create(code="t.people", name="志愿者", unit="人", kind="stock", block="试验")
        self.literacy = Measure.objects.create(
            code="t.rate", name="素质比例", unit="%", kind="reading", scale=2, block="试验"
        )

    def entry(self, quantity: int = 30, day: date = date(2026, 3, 5), **more: object) -> Entry:
        fields = {"measure": self.lectures, "region": self.village.code, "audience": "elderly"} | more
        return Entry(quantity=quantity, day=day, **fields)  # type: ignore[arg-type]
