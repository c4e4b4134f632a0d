"""公布数: a figure that somebody entitled to it has published, taken over as it is printed."""

from django.db import models
from django.db.models import Q

from kepu.ledger.models.measures import Measure
from kepu.people.models import Account, Region


class Reading(models.Model):
    """One published figure, taken over by the office of `region`. What it says, and of which place, are its fact and publication."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    void = models.BooleanField("已作废", default=False)
    remark = models.CharField("更正或作废原因", max_length=200, blank=True)
    once = models.CharField(max_length=64)
    recorded_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("登记时间")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["recorded_by", "once"], name="one_reading_per_form"),
            models.CheckConstraint(condition=Q(void=False) | ~Q(remark=""), name="void_reading_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.measure_id}"
