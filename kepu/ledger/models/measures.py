"""Measures (统计指标): what is counted, in which unit, by which definition; and for whom."""

from django.db import models
from django.db.models import Q

from kepu.people.models import Account


class Audience(models.TextChoices):
    """The five groups of the programme, and everyone."""

    YOUTH = "youth", "青少年"
    FARMERS = "farmers", "农民"
    WORKERS = "workers", "产业工人"
    ELDERLY = "elderly", "老年人"
    OFFICIALS = "officials", "领导干部和公务员"
    GENERAL = "general", "全体居民"


class Measure(models.Model):
    """One thing that is counted. Measures form a tree: the most specific is posted, a parent counts its children.

    Quantities are integers in the smallest unit: `scale` decimal places of `unit` (万元 with scale 4 is kept in yuan).
    """

    class Kind(models.TextChoices):
        """How it adds up: a flow over a period, a stock by its changes up to a day, a reading not at all."""

        FLOW = "flow", "发生数"
        STOCK = "stock", "时点数"
        READING = "reading", "公布数"

    code = models.CharField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=60)
    unit = models.CharField("计量单位", max_length=12)
    kind = models.CharField("性质", max_length=8, choices=Kind)
    scale = models.PositiveSmallIntegerField("小数位数", default=0)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    block = models.CharField("类别", max_length=20)
    return_code = models.CharField("统计调查表代码", max_length=40, blank=True)
    own = models.BooleanField("本地增设", default=False)
    retired = models.DateField("停用日期", null=True, blank=True)
    order = models.PositiveIntegerField("排序", default=1000)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(scale__lte=6), name="measure_scale_in_range"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")), name="measure_is_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.unit}）"


class MeasureUse(models.Model):
    """停用、恢复使用: one change of whether a measure of the office's own may be chosen; who, when and why. Only ever added."""

    append_only = True

    class State(models.TextChoices):
        IN_USE = "in_use", "在用"
        RETIRED = "retired", "已停用"

    MOVES: dict[str, tuple[str, ...]] = {State.IN_USE: (State.RETIRED,), State.RETIRED: (State.IN_USE,)}

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="uses")
    to = models.CharField("改为", max_length=8, choices=State)
    why = models.CharField("原因", max_length=200, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(to="retired") | ~Q(why=""), name="measure_brought_back_says_why")
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} → {self.to}"


class Definition(models.Model):
    """What a measure means from a day on (口径), and by which paper; earlier wordings stay."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="definitions")
    since = models.DateField("起用日期")
    text = models.TextField("口径")
    paper = models.CharField("依据", max_length=120, blank=True)

    class Meta:
        ordering = ["measure_id", "-since"]
        constraints = [models.UniqueConstraint(fields=["measure", "since"], name="one_definition_a_day")]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.since}"
