"""What a target is counted by: a measure, where, for whom, by whom, over which time; confirmed by a person."""

from django.db import models
from django.db.models import Q

from kepu.ledger.models import Audience, Measure
from kepu.people.models import Account, Population, Region, Unit
from kepu.plans.models.plans import Plan, Version


class Binding(models.Model):
    """How one target moves by itself. It hangs on the target's key; `version` is the wording it was confirmed for.

    A target that nothing counts has no measure and says why.
    """

    class Span(models.TextChoices):
        PERIOD = "period", "规划期内累计"
        YEAR = "year", "每年分别计"
        STANDING = "standing", "到当日的总数"
        LATEST = "latest", "最近一次公布的数"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="bindings")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    target_key = models.CharField(max_length=12)
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, related_name="+", verbose_name="统计指标")
    span = models.CharField("计数时段", max_length=8, choices=Span, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="区域")
    audience = models.CharField("人群", max_length=10, choices=Audience, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="计入单位")
    per_head = models.CharField("人均", max_length=12, choices=Population.Basis, blank=True)
    reason = models.CharField("不对应指标的原因", max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=0)
    confirmed_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ["plan_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "target_key"], name="one_binding_per_target"),
            models.CheckConstraint(
                condition=Q(measure__isnull=False, reason="") & ~Q(span="")
                | Q(measure__isnull=True, span="") & ~Q(reason=""),
                name="binding_counts_or_says_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target_key} → {self.measure_id}"
