"""目标责任书: what a unit or a township signs for a year, from draft to signed scan; and the office's own templates."""

from django.db import models
from django.db.models import Q

from kepu.files.models import Sheet, StoredFile
from kepu.people.models import Account, Region, Unit
from kepu.plans.models.annual import AnnualPlan


class PaperTemplate(models.Model):
    """A .docx that the office edits in its own word processor; kepu fills its placeholders. The newest not retired counts."""

    class Kind(models.TextChoices):
        LETTER = "letter", "目标责任书"
        TASK_TABLE = "task_table", "年度任务分工表"
        PROMPT = "prompt", "任务提示函"
        WORK_POINTS = "work_points", "年度工作要点"

    region = models.ForeignKey(Region, models.PROTECT, related_name="paper_templates")
    kind = models.CharField("文种", max_length=12, choices=Kind)
    name = models.CharField("文件名", max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "kind"], condition=Q(retired_at__isnull=True), name="one_template_in_use_per_kind"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Letter(models.Model):
    """The letter of one unit for one year. From approval on it prints `snapshot`, whatever changes elsewhere."""

    class State(models.TextChoices):
        DRAFT = "draft", "拟稿"
        CONSULTED = "consulted", "征求意见"
        APPROVED = "approved", "已审定"
        PRINTED = "printed", "已印制"
        SIGNED = "signed", "已签订"
        ADJUSTED = "adjusted", "已调整"
        EXPIRED = "expired", "已到期"

    MOVES: dict[str, tuple[str, ...]] = {
        State.DRAFT: (State.CONSULTED, State.APPROVED),
        State.CONSULTED: (State.DRAFT, State.APPROVED),
        State.APPROVED: (State.DRAFT, State.PRINTED),
        State.PRINTED: (State.SIGNED, State.ADJUSTED),
        State.SIGNED: (State.ADJUSTED, State.EXPIRED),
        State.ADJUSTED: (),
        State.EXPIRED: (),
    }
    CLOSED = (State.ADJUSTED, State.EXPIRED)

    annual = models.ForeignKey(AnnualPlan, models.PROTECT, related_name="letters")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="letters", verbose_name="责任单位")
    number = models.CharField("编号", max_length=40)
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    adjusts = models.OneToOneField("self", models.PROTECT, null=True, related_name="adjusted_by")
    reason = models.CharField("调整原因", max_length=200, blank=True)
    snapshot = models.JSONField("签订内容", null=True)
    sheet = models.OneToOneField(Sheet, models.PROTECT, null=True, related_name="+", verbose_name="校验码")
    consult_until = models.DateField("反馈期限", null=True, blank=True)
    signed_on = models.DateField("签订日期", null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    approved_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["annual_id", "unit__order", "unit_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["annual", "unit"],
                condition=~Q(state__in=["adjusted", "expired"]),
                name="one_open_letter_a_year_and_unit",
            ),
            models.UniqueConstraint(fields=["annual", "number"], name="letter_number_once_a_year"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "consulted"])
                | Q(approved_at__isnull=False, approved_by__isnull=False, snapshot__isnull=False, sheet__isnull=False),
                name="approved_letter_keeps_what_it_says",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.unit}"


class LetterOpinion(models.Model):
    """What a unit answered when it was consulted: agreed, or what it asks to change. `by` is empty for a one-time link."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="opinions")
    agrees = models.BooleanField("同意")
    text = models.TextField("意见", blank=True)
    signer = models.CharField("填写人", max_length=40, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    reply = models.CharField("采纳情况", max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(agrees=True) | ~Q(text=""), name="objection_says_what"),
        ]

    def __str__(self) -> str:
        return "同意" if self.agrees else self.text[:30]
