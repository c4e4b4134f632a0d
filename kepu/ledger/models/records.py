"""工作记录: what was done, written down where it was done. Counted records post facts; nothing else is typed."""

from django.db import models
from django.db.models import Q

from kepu.ledger.kinds import CHOICES
from kepu.ledger.models.measures import Audience
from kepu.people.models import Account, Region, Unit


class RecordPolicy(models.Model):
    """Whether the office of a region looks at each record before it counts; without a row it counts at once."""

    region = models.OneToOneField(Region, models.PROTECT, related_name="+")
    review = models.BooleanField("先审核后计入", default=False)

    class Meta:
        verbose_name_plural = "record policies"

    def __str__(self) -> str:
        return f"{self.region_id} {self.review}"


class WorkRecord(models.Model):
    """One piece of work: a day, a place, what, for whom, how many. `once` marks the form and what it told."""

    class State(models.TextChoices):
        HANDED = "handed", "待审核"
        COUNTED = "counted", "已计入"
        RETURNED = "returned", "退回修改"
        VOID = "void", "已作废"

    MOVES: dict[str, tuple[str, ...]] = {
        State.HANDED: (State.COUNTED, State.RETURNED, State.VOID),
        State.RETURNED: (State.HANDED, State.COUNTED, State.VOID),
        State.COUNTED: (State.HANDED, State.VOID),
    }

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="主办单位")
    partners = models.ManyToManyField(Unit, through="RecordPartner", related_name="+")
    day = models.DateField("日期")
    place = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="地点")
    kind = models.CharField("类型", max_length=20, choices=CHOICES)
    what = models.CharField("做了什么", max_length=100)
    audience = models.CharField("人群", max_length=10, choices=Audience)
    person_times = models.PositiveIntegerField("人次")
    state = models.CharField("状态", max_length=8, choices=State)
    remark = models.CharField("说明", max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=0)
    once = models.CharField(max_length=64)
    recorded_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("填写时间")
    reviewed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-day", "-id"]
        indexes = [
            models.Index(fields=["region", "state", "-day"], name="record_region_state_day"),
            models.Index(fields=["unit", "-day"], name="record_unit_day"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["recorded_by", "once"], name="one_record_per_form"),
            models.CheckConstraint(
                condition=~Q(state__in=["returned", "void"]) | ~Q(remark=""), name="returned_record_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.what}"


class RecordPartner(models.Model):
    """A unit that did the work together with the host."""

    record = models.ForeignKey(WorkRecord, models.CASCADE, related_name="partnerships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["record_id", "unit__order", "unit_id"]
        constraints = [models.UniqueConstraint(fields=["record", "unit"], name="one_partner_once_a_record")]

    def __str__(self) -> str:
        return f"{self.record_id} {self.unit_id}"


class IdempotencyKey(models.Model):
    """The number under which a program handed in a record, what it said, and what it was answered. Only ever added."""

    append_only = True

    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    content = models.CharField(max_length=64)
    record = models.ForeignKey(WorkRecord, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=WorkRecord.State)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="one_record_per_key")]

    def __str__(self) -> str:
        return self.key
