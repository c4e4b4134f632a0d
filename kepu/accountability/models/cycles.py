"""报送周期: when the units of a plan are asked how they stand, what they are asked, by when, and as of which day."""

from django.db import models
from django.db.models import Q

from kepu.people.models import Account
from kepu.plans.models import DutyRole, Plan, Version
from kepu.plans.models.items import new_key


class Cycle(models.Model):
    """One round of reports under a plan. While drafted everything about it changes; once open only exceptions are made.

    `due` is the day that is printed. `due_on`, the last day that is still in time, is worked out of it when the cycle
    opens and stays, whatever the table of workdays says later. Figures are those of `cutoff`; what the days from then
    to the year's end bring is handed in until `rest_until`, where that is asked.
    """

    class Kind(models.TextChoices):
        ANNUAL = "annual", "年度总结"
        MIDYEAR = "midyear", "半年小结"
        SPECIAL = "special", "专项检查"

    class State(models.TextChoices):
        DRAFT = "draft", "拟稿"
        OPEN = "open", "报送中"
        CLOSED = "closed", "已归档"

    MOVES: dict[str, tuple[str, ...]] = {State.DRAFT: (State.OPEN,), State.OPEN: (State.CLOSED,), State.CLOSED: ()}
    JOINT = ((DutyRole.LEAD.value, "逐项填报"), (DutyRole.SUPPORT.value, "合并填报一页"))

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="cycles")
    version = models.ForeignKey(Version, models.PROTECT, related_name="cycles")
    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("类别", max_length=8, choices=Kind)
    paper = models.CharField("检查计划文号", max_length=80, blank=True)
    title = models.CharField("名称", max_length=120)
    since = models.DateField("统计起始日期")
    cutoff = models.DateField("数据截止日期")
    due = models.DateField("报送截止日期")
    due_included = models.BooleanField("截止日期当日报送算按时", default=True)
    moves = models.BooleanField("截止日期逢节假日顺延到下一个工作日", default=True)
    due_on = models.DateField("最后一个按时报送的日期", null=True)
    rest_until = models.DateField("全年数据补报截止日期", null=True, blank=True)
    joint_as = models.CharField("“按职责分工”的单位", max_length=8, choices=JOINT, default=DutyRole.SUPPORT.value)
    towns = models.BooleanField("乡镇（街道）也报送", default=True)
    notice = models.TextField("通知正文", blank=True)
    state = models.CharField("状态", max_length=8, choices=State, default=State.DRAFT)
    cost = models.JSONField("填报负担", null=True)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    opened_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField("开始报送时间", null=True)
    closed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField("归档时间", null=True)

    class Meta:
        ordering = ["-year", "-due", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "year", "kind"], condition=~Q(kind="special"), name="one_annual_and_one_midyear_cycle"
            ),
            models.CheckConstraint(condition=~Q(kind="special") | ~Q(paper=""), name="special_cycle_names_its_paper"),
            models.CheckConstraint(condition=Q(since__lte=models.F("cutoff")), name="cycle_period_in_order"),
            models.CheckConstraint(
                condition=Q(rest_until__isnull=True) | Q(rest_until__gt=models.F("due")), name="rest_comes_after_due"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(opened_at__isnull=False, due_on__isnull=False, cost__isnull=False),
                name="open_cycle_says_since_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False), name="closed_cycle_says_when"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Prompt(models.Model):
    """填报栏目: one thing that a cycle asks to be written about, in the form for whom it is meant."""

    class Form(models.TextChoices):
        TASK = "task", "牵头单位逐项填报"
        PAGE = "page", "责任单位填报一页"
        TOWN = "town", "乡镇（街道）填报一页"

    class Kind(models.TextChoices):
        PRACTICE = "practice", "主要做法"
        EFFECT = "effect", "工作成效"
        CASE = "case", "典型案例"
        PROBLEM = "problem", "存在问题"
        NEXT = "next", "下一步打算"

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="prompts")
    key = models.CharField(max_length=12, default=new_key, editable=False)
    form = models.CharField("表单", max_length=4, choices=Form)
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField("归入", max_length=8, choices=Kind)
    title = models.CharField("栏目", max_length=40)
    hint = models.CharField("填写提示", max_length=200, blank=True)
    required = models.BooleanField("必填", default=True)
    limit = models.PositiveSmallIntegerField("字数上限", default=500)

    class Meta:
        ordering = ["cycle_id", "form", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "key"], name="prompt_key_once_a_cycle"),
            models.CheckConstraint(condition=Q(limit__gte=50, limit__lte=5000), name="prompt_limit_makes_sense"),
        ]

    def __str__(self) -> str:
        return self.title
