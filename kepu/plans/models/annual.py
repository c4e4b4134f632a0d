"""A year's cut of a plan: the 年度工作要点 with its items, who answers for each, and what residents are promised."""

from django.db import models
from django.db.models import Q

from kepu.ledger.models import Audience
from kepu.people.models import Account, Unit
from kepu.plans.models.items import DutyRole, new_key
from kepu.plans.models.plans import Plan, Version


class AnnualPlan(models.Model):
    """The work of one year under one plan. While drafted its items change; once issued they do not."""

    class State(models.TextChoices):
        DRAFT = "draft", "拟稿"
        ISSUED = "issued", "已印发"

    MOVES: dict[str, tuple[str, ...]] = {State.DRAFT: (State.ISSUED,), State.ISSUED: ()}

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="annual_plans")
    version = models.ForeignKey(Version, models.PROTECT, related_name="annual_plans")
    year = models.PositiveSmallIntegerField("年度")
    state = models.CharField("状态", max_length=8, choices=State, default=State.DRAFT)
    title = models.CharField("标题", max_length=120)
    document_number = models.CharField("发文字号", max_length=60, blank=True)
    issued_on = models.DateField("成文日期", null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    issued_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "year"], name="one_annual_plan_a_year"),
            models.CheckConstraint(
                condition=~Q(state="issued") | Q(issued_at__isnull=False, issued_by__isnull=False),
                name="issued_annual_plan_says_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AnnualItem(models.Model):
    """One line of the year's work. Its basis is a task of the plan, or a paper that stands outside the plan."""

    class Basis(models.TextChoices):
        TASK = "task", "方案任务"
        UPPER = "upper", "上级部署"
        LEADER = "leader", "领导交办"
        MEETING = "meeting", "会议议定"

    annual = models.ForeignKey(AnnualPlan, models.CASCADE, related_name="items")
    key = models.CharField(max_length=12, default=new_key, editable=False)
    order = models.PositiveIntegerField(default=0)
    basis = models.CharField("依据", max_length=8, choices=Basis)
    task_key = models.CharField(max_length=12, blank=True)
    paper = models.CharField("依据文件", max_length=120, blank=True)
    title = models.CharField("工作事项", max_length=200)
    text = models.TextField("本年度要求", blank=True)
    due = models.DateField("完成时限", null=True, blank=True)
    resident_deed = models.BooleanField("列为科普实事", default=False)
    audience = models.CharField("面向", max_length=10, choices=Audience, blank=True)
    place = models.CharField("地点", max_length=120, blank=True)
    revision = models.PositiveIntegerField(default=0)
    removed = models.BooleanField(default=False)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["annual", "key"], name="annual_item_key_once_a_year"),
            models.CheckConstraint(
                condition=(Q(basis="task") & ~Q(task_key="")) | (~Q(basis="task") & Q(task_key="") & ~Q(paper="")),
                name="annual_item_has_its_basis",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AnnualDuty(models.Model):
    """One unit's part in one line of the year's work."""

    item = models.ForeignKey(AnnualItem, models.CASCADE, related_name="duties")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="annual_duties")
    role = models.CharField("角色", max_length=8, choices=DutyRole)

    class Meta:
        ordering = ["item_id", "unit__order", "unit_id"]
        verbose_name_plural = "annual duties"
        constraints = [models.UniqueConstraint(fields=["item", "unit"], name="one_duty_a_unit_and_item")]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_role_display()}"
