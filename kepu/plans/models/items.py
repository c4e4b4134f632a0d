"""What a version holds: parts, tasks, who answers, targets, duties, phases, reporting rules, remarks of the reader.

Each item knows its place ``[start, end)`` in its version's document, or the amendment that made it; the values the
reader found (`as_read`), so that what was changed by hand can be told; and a `revision`, so that two people at one
item cannot overwrite each other. `key` stays the same through all versions of a plan.
"""

import secrets

from django.db import models
from django.db.models import Q

from kepu.ledger.models import Audience
from kepu.people.models import Unit
from kepu.plans.models.plans import Version


def new_key() -> str:
    """Return a fresh stable key of an item: 12 characters, unique for all purposes."""
    return secrets.token_hex(6)


class Item(models.Model):
    """What every item of a version has."""

    READ_FIELDS: tuple[str, ...] = ()

    version = models.ForeignKey(Version, models.CASCADE, related_name="%(class)s_set")
    key = models.CharField(max_length=12, default=new_key, editable=False)
    order = models.PositiveIntegerField(default=0)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    removed = models.BooleanField(default=False)
    as_read = models.JSONField(null=True)

    class Meta:
        abstract = True
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="%(class)s_key_once_a_version"),
            models.CheckConstraint(
                condition=Q(start__isnull=True, end__isnull=True) | Q(end__gt=models.F("start")), name="%(class)s_span"
            ),
        ]


class Part(Item):
    """A main part of the plan: an action for one audience, or a key project."""

    class Kind(models.TextChoices):
        ACTION = "action", "提升行动"
        PROJECT = "project", "重点工程"

    READ_FIELDS = ("kind", "title", "audience")

    kind = models.CharField("类别", max_length=8, choices=Kind)
    title = models.CharField("标题", max_length=120)
    audience = models.CharField("人群", max_length=10, choices=Audience, blank=True)

    class Meta(Item.Meta):
        pass

    def __str__(self) -> str:
        return self.title


class Task(Item):
    """The smallest item that bears a responsibility clause. Its span covers heading, body and clause."""

    READ_FIELDS = ("title", "part", "open_ended", "start", "end")

    part = models.ForeignKey(Part, models.CASCADE, null=True, blank=True, related_name="tasks", verbose_name="所属部分")
    title = models.CharField("任务", max_length=200)
    body = models.TextField("内容", blank=True)
    clause_start = models.PositiveIntegerField(null=True, blank=True)
    clause_end = models.PositiveIntegerField(null=True, blank=True)
    open_ended = models.BooleanField("责任单位未列尽", default=False)

    class Meta(Item.Meta):
        pass

    def __str__(self) -> str:
        return self.title


class DutyRole(models.TextChoices):
    """How a unit answers for a task."""

    LEAD = "lead", "牵头"
    SUPPORT = "support", "配合"
    JOINT = "joint", "按职责分工"


class Responsibility(Item):
    """One unit named by a clause, in one role; the printed name stays beside the unit it was matched to."""

    READ_FIELDS = ("role", "printed")

    task = models.ForeignKey(Task, models.CASCADE, null=True, related_name="responsibilities")
    part = models.ForeignKey(Part, models.CASCADE, null=True, related_name="responsibilities")
    role = models.CharField("角色", max_length=8, choices=DutyRole)
    printed = models.CharField("印发名称", max_length=80)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="responsibilities")
    collective = models.BooleanField("集合单位", default=False)

    class Meta(Item.Meta):
        verbose_name_plural = "responsibilities"
        constraints = [
            *Item.Meta.constraints,
            models.CheckConstraint(
                condition=Q(task__isnull=False, part__isnull=True) | Q(task__isnull=True, part__isnull=False),
                name="responsibility_of_task_or_part",
            ),
        ]

    def __str__(self) -> str:
        return self.printed


class Target(Item):
    """A promise of the plan, of one of ten kinds; those without a number have no value."""

    class Kind(models.TextChoices):
        LEVEL = "level", "水平值"
        COUNT = "count", "到期数量"
        FLOOR = "floor", "每期下限"
        CUMULATIVE = "cumulative", "累计"
        COVERAGE = "coverage", "覆盖"
        SCHEDULE = "schedule", "逐年进度"
        REACH = "reach", "惠及"
        MILESTONE = "milestone", "标志性事项"
        RANK = "rank", "位次"
        TREND = "trend", "趋势"

    class Comparator(models.TextChoices):
        AT_LEAST = ">=", "不少于"
        MORE = ">", "超过"
        EQUAL = "=", "等于"
        AT_MOST = "<=", "不超过"

    READ_FIELDS = (
        "kind", "quote", "subject", "value", "unit", "comparator", "per", "due", "hedge", "level", "each", "every",
        "delta", "unit_named", "task",
    )  # fmt: skip

    task = models.ForeignKey(Task, models.CASCADE, null=True, blank=True, related_name="targets", verbose_name="任务")
    kind = models.CharField("类型", max_length=10, choices=Kind)
    quote = models.CharField("原文", max_length=300)
    subject = models.CharField("事项", max_length=120)
    value = models.DecimalField("目标值", max_digits=16, decimal_places=4, null=True, blank=True)
    unit = models.CharField("计量单位", max_length=12, blank=True)
    comparator = models.CharField("比较", max_length=2, choices=Comparator, blank=True)
    per = models.CharField("周期", max_length=8, blank=True)
    every = models.CharField("频次", max_length=20, blank=True)
    due = models.CharField("期限", max_length=10, blank=True)
    hedge = models.CharField("限定语", max_length=10, blank=True)
    level = models.CharField("级别", max_length=8, blank=True)
    each = models.CharField("每个", max_length=40, blank=True)
    delta = models.BooleanField("为增量", default=False)
    unit_named = models.CharField("点名单位", max_length=80, blank=True)

    class Meta(Item.Meta):
        pass

    def __str__(self) -> str:
        return self.quote


class Duty(Item):
    """One duty of a unit: from the annex of duties, or from the organisation part."""

    class Where(models.TextChoices):
        LIST = "list", "职责清单"
        ORGANISATION = "organisation", "组织保障"

    READ_FIELDS = ("printed", "text", "where")

    printed = models.CharField("印发名称", max_length=80)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="duties")
    collective = models.BooleanField("集合单位", default=False)
    text = models.TextField("职责")
    where = models.CharField("出处", max_length=14, choices=Where)

    class Meta(Item.Meta):
        verbose_name_plural = "duties"

    def __str__(self) -> str:
        return f"{self.printed}：{self.text[:30]}"


class Phase(Item):
    """A stage of the plan with its years."""

    READ_FIELDS = ("name", "from_year", "to_year")

    name = models.CharField("阶段", max_length=60)
    from_year = models.PositiveSmallIntegerField("起")
    to_year = models.PositiveSmallIntegerField("止")

    class Meta(Item.Meta):
        constraints = [
            *Item.Meta.constraints,
            models.CheckConstraint(condition=Q(to_year__gte=models.F("from_year")), name="phase_in_order"),
        ]

    def __str__(self) -> str:
        return self.name


class Reporting(Item):
    """A reporting duty: who hands in what, by when, to whom."""

    READ_FIELDS = ("who", "what", "due", "to")

    who = models.CharField("报送单位", max_length=80)
    what = models.CharField("报送内容", max_length=120)
    due = models.CharField("时限", max_length=60, blank=True)
    to = models.CharField("报送对象", max_length=80, blank=True)

    class Meta(Item.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.who}：{self.what}"


class Remark(Item):
    """A doubt of the reader about a place in the text; a person settles it or says that it is right as it stands."""

    class State(models.TextChoices):
        OPEN = "open", "待处理"
        SETTLED = "settled", "已处理"
        KEPT = "kept", "原文如此"

    MOVES: dict[str, tuple[str, ...]] = {
        State.OPEN: (State.SETTLED, State.KEPT), State.SETTLED: (State.OPEN,), State.KEPT: (State.OPEN,),
    }  # fmt: skip

    code = models.CharField(max_length=40)
    message = models.CharField("提示", max_length=300)
    state = models.CharField("状态", max_length=8, choices=State, default=State.OPEN)

    class Meta(Item.Meta):
        pass

    def __str__(self) -> str:
        return self.message
