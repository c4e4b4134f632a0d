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


class LetterTerms(models.Model):
    """What all letters of a year say alike: the other party, how they are numbered, the clauses, the term."""

    annual = models.OneToOneField(AnnualPlan, models.CASCADE, related_name="letter_terms")
    title = models.CharField("标题", max_length=120)
    party = models.CharField("甲方", max_length=80)
    number_pattern = models.CharField("编号格式", max_length=40)
    term_from = models.DateField("责任期限起")
    term_to = models.DateField("责任期限止")
    expires_on = models.DateField("到期归档日期")
    groundwork = models.TextField("基础工作")
    provides = models.TextField("支持保障")
    reporting = models.TextField("报送考核")
    changes = models.TextField("变更约定")
    others = models.TextField("其他约定")
    counting = models.TextField("口径和数据来源", blank=True, default="")
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "letter terms"
        constraints = [
            models.CheckConstraint(
                condition=Q(term_to__gte=models.F("term_from"), expires_on__gte=models.F("term_to")),
                name="letter_term_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Letter(models.Model):
    """The letter of one unit for one year. From approval on it prints `snapshot`, whatever changes elsewhere.

    A letter that adjusts another stands beside it until it is signed: the unit is never without one in force.
    """

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
    provides = models.TextField("对本单位的支持", blank=True)
    extra = models.TextField("补充约定", blank=True)
    snapshot = models.JSONField("签订内容", null=True)
    sheet = models.OneToOneField(Sheet, models.PROTECT, null=True, related_name="+", verbose_name="校验码")
    consulted_at = models.DateTimeField("征求意见时间", null=True)
    consult_until = models.DateField("反馈期限", null=True, blank=True)
    printed_at = models.DateTimeField("印制时间", null=True)
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
                condition=~Q(state__in=["adjusted", "expired"]) & Q(adjusts__isnull=True),
                name="one_open_letter_a_year_and_unit",
            ),
            models.CheckConstraint(
                condition=Q(adjusts__isnull=True) | ~Q(reason=""), name="adjusting_letter_has_a_reason"
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
    late = models.BooleanField("逾期", default=False)
    mark = models.CharField("征求意见时内容的标记", max_length=16, blank=True)
    reply = models.CharField("采纳情况", max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(agrees=True) | ~Q(text=""), name="objection_says_what"),
        ]

    def __str__(self) -> str:
        return "同意" if self.agrees else self.text[:30]


class LetterArchive(models.Model):
    """One archive asked for: being made by a worker, ready to be fetched, or gone after its keeping time.

    `letters` holds the ids of letters, or for 任务提示函 those of units.
    """

    class Kind(models.TextChoices):
        LETTERS = "letters", "目标责任书"
        PROMPTS = "prompts", "任务提示函"

    class State(models.TextChoices):
        QUEUED = "queued", "等待打包"
        WORKING = "working", "正在打包"
        READY = "ready", "可以下载"
        FAILED = "failed", "打包失败"

    annual = models.ForeignKey(AnnualPlan, models.CASCADE, related_name="letter_archives")
    kind = models.CharField("文种", max_length=8, choices=Kind, default=Kind.LETTERS)
    letters = models.JSONField("责任书", default=list)
    state = models.CharField("状态", max_length=8, choices=State, default=State.QUEUED)
    done = models.PositiveIntegerField("已完成", default=0)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    message = models.CharField("说明", max_length=200, blank=True)
    asked_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)  # the last sign of life of whoever makes it
    tries = models.PositiveSmallIntegerField(default=0)
    ready_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(ready_at__isnull=False, file__isnull=False),
                name="ready_archive_is_there",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.annual_id} {self.get_state_display()}"
