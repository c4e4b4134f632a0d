"""From plan to plan: what becomes of each task and target of the old plan in the next; what the upper plan asks."""

from django.db import models
from django.db.models import Q

from kepu.people.models import Account
from kepu.plans.models.documents import Document
from kepu.plans.models.plans import Plan


class Continuation(models.Model):
    """What becomes of one item of the plan that `plan` continues; for a new one the old key is empty, for an ended one
    the new key."""

    class Kind(models.TextChoices):
        TASK = "task", "任务"
        TARGET = "target", "目标任务"

    class Verdict(models.TextChoices):
        CARRIED = "carried", "延续"
        CHANGED = "changed", "调整"
        ENDED = "ended", "结束"
        NEW = "new", "新增"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="continuations")
    kind = models.CharField(max_length=8, choices=Kind)
    old_key = models.CharField(max_length=12, blank=True)
    new_key = models.CharField(max_length=12, blank=True)
    verdict = models.CharField("去向", max_length=8, choices=Verdict)
    reason = models.CharField("说明", max_length=200, blank=True)
    settled_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "kind", "old_key", "new_key"], name="one_continuation_per_pair"),
            models.CheckConstraint(
                condition=(Q(verdict="ended", new_key="") & ~Q(old_key=""))
                | (Q(verdict="new", old_key="") & ~Q(new_key=""))
                | (Q(verdict__in=["carried", "changed"]) & ~Q(old_key="") & ~Q(new_key="")),
                name="verdict_fits_its_keys",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_key} → {self.new_key} {self.verdict}"


class UpperAnswer(models.Model):
    """How a plan answers one target of the upper plan it follows: by one of its own, not at all, or it is not ours."""

    class Verdict(models.TextChoices):
        COVERED = "covered", "已有对应"
        LOWER = "lower", "低于上级"
        MISSING = "missing", "缺少"
        NOT_OURS = "not_ours", "不适用本级"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="upper_answers")
    upper = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name="上级规划")
    number = models.PositiveIntegerField("上级目标序号")
    own_key = models.CharField(max_length=12, blank=True)
    verdict = models.CharField("结论", max_length=10, choices=Verdict)
    reason = models.CharField("说明", max_length=200, blank=True)
    settled_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField()

    class Meta:
        ordering = ["upper_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "upper", "number"], name="one_answer_per_upper_target"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_verdict_display()}"


class Intention(models.Model):
    """What the office means to do with one item of a plan in the next period, before that plan exists; saved as typed."""

    class Verdict(models.TextChoices):
        CARRIED = "carried", "延续"
        CHANGED = "changed", "调整"
        ENDED = "ended", "结束"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="intentions")
    kind = models.CharField(max_length=8, choices=Continuation.Kind)
    key = models.CharField(max_length=12)
    verdict = models.CharField("打算", max_length=8, choices=Verdict)
    value = models.CharField("下一周期目标值", max_length=60, blank=True)
    reason = models.CharField("理由", max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "key"], name="one_intention_per_item"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.get_verdict_display()}"
