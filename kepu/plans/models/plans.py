"""Plans and their versions. A plan is one document's promise for one region and period; a version is its content."""

from django.db import models
from django.db.models import Q

from kepu.people.models import Account, Region
from kepu.plans.models.documents import Document


class Plan(models.Model):
    """One plan through its life; what it says stands in its versions, the last adopted one being in force."""

    class Status(models.TextChoices):
        DRAFTING = "drafting", "起草"
        FOR_COMMENT = "for_comment", "征求意见"
        FOR_APPROVAL = "for_approval", "报审"
        ISSUED = "issued", "已印发"
        ENDED = "ended", "已结束"

    MOVES: dict[str, tuple[str, ...]] = {
        Status.DRAFTING: (Status.FOR_COMMENT, Status.FOR_APPROVAL, Status.ISSUED),
        Status.FOR_COMMENT: (Status.DRAFTING, Status.FOR_APPROVAL, Status.ISSUED),
        Status.FOR_APPROVAL: (Status.DRAFTING, Status.FOR_COMMENT, Status.ISSUED),
        Status.ISSUED: (Status.ENDED,),
        Status.ENDED: (Status.ISSUED,),
    }

    region = models.ForeignKey(Region, models.PROTECT, related_name="plans", verbose_name="区域")
    status = models.CharField("状态", max_length=14, choices=Status, default=Status.DRAFTING)
    continues = models.ForeignKey("self", models.PROTECT, null=True, related_name="continued_by", verbose_name="接续")
    upper = models.ForeignKey(Document, models.PROTECT, null=True, related_name="followed_by", verbose_name="上级规划")
    created_at = models.DateTimeField("建立时间")

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["continues"], name="one_successor_a_plan")]

    def __str__(self) -> str:
        return f"方案{self.pk}"


class Version(models.Model):
    """One wording of a plan. While proofread it may change; once adopted it never does."""

    class State(models.TextChoices):
        PROOFREADING = "proofreading", "校对中"
        ADOPTED = "adopted", "已采用"
        DISCARDED = "discarded", "已放弃"

    MOVES: dict[str, tuple[str, ...]] = {
        State.PROOFREADING: (State.ADOPTED, State.DISCARDED),
        State.ADOPTED: (),
        State.DISCARDED: (),
    }

    class Publicity(models.TextChoices):
        PUBLIC = "public", "主动公开"
        ON_REQUEST = "on_request", "依申请公开"
        CLOSED = "closed", "不予公开"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("版本号")
    state = models.CharField("状态", max_length=14, choices=State, default=State.PROOFREADING)
    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    origin = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    reason = models.CharField("调整原因", max_length=300, blank=True)
    paper = models.CharField("调整依据文号", max_length=120, blank=True)

    title = models.CharField("标题", max_length=200)
    issuer = models.CharField("发文机关", max_length=100, blank=True)
    document_number = models.CharField("发文字号", max_length=60, blank=True)
    issued_on = models.DateField("成文日期", null=True, blank=True)
    period_from = models.PositiveSmallIntegerField("起始年份", null=True, blank=True)
    period_to = models.PositiveSmallIntegerField("截止年份", null=True, blank=True)
    publicity = models.CharField("公开属性", max_length=12, choices=Publicity, blank=True)
    upper_plan = models.CharField("上级规划", max_length=200, blank=True)
    frame_read = models.JSONField("读取时的标题等", default=dict)

    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField("建立时间")
    adopted_at = models.DateTimeField("采用时间", null=True)
    adopted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    summary = models.JSONField("人工改动汇总", null=True)

    class Meta:
        ordering = ["plan_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_version_per_number"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state="proofreading"), name="one_version_in_proofreading"
            ),
            models.CheckConstraint(
                condition=Q(state="adopted", adopted_at__isnull=False, adopted_by__isnull=False, summary__isnull=False)
                | (~Q(state="adopted") & Q(adopted_at__isnull=True, adopted_by__isnull=True)),
                name="adopted_version_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(period_from__isnull=True) | Q(period_to__gte=models.F("period_from")),
                name="period_in_order",
            ),
            models.CheckConstraint(condition=Q(origin__isnull=True) | ~Q(reason=""), name="amendment_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.title}（第{self.number}版）"
