"""定性任务: what was done for a task that no number measures, what the office confirmed of it, how the task's state moved."""

from django.db import models
from django.db.models import Q

from kepu.people.models import Account, Unit
from kepu.plans.models.plans import Plan, Version


class TaskState(models.TextChoices):
    """Where a task without a number stands. A task of which nothing was confirmed is not begun."""

    NOT_BEGUN = "not_begun", "未启动"
    UNDER_WAY = "under_way", "推进中"
    ROUTINE = "routine", "常态化推进"
    DONE = "done", "已完成"


BEGUN = (TaskState.UNDER_WAY, TaskState.ROUTINE, TaskState.DONE)


class TaskDeed(models.Model):
    """举措: one thing that a unit did for a task, what shows it, and the state it proposes; it counts once confirmed.

    It hangs on the task's key, or on that of a line of the year from outside the plan; `version` is the wording it was
    told for. `source` names a record of the ledger (``ledger.record:12``); `target_key` the milestone that it reached.
    `once` marks the form and what it told.
    """

    class State(models.TextChoices):
        TOLD = "told", "待确认"
        CONFIRMED = "confirmed", "已确认"
        RETURNED = "returned", "退回修改"
        VOID = "void", "已作废"

    MOVES: dict[str, tuple[str, ...]] = {
        State.TOLD: (State.CONFIRMED, State.RETURNED, State.VOID),
        State.RETURNED: (State.TOLD, State.CONFIRMED, State.VOID),
        State.CONFIRMED: (State.VOID,),
        State.VOID: (),
    }

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="deeds")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    task_key = models.CharField(max_length=12)
    target_key = models.CharField("达到的节点", max_length=12, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    day = models.DateField("日期")
    what = models.CharField("做了什么", max_length=200)
    proof = models.CharField("佐证材料", max_length=200, blank=True)
    source = models.CharField("工作记录", max_length=60, blank=True)
    proposed = models.CharField("建议状态", max_length=10, choices=TaskState)
    agreed = models.CharField("确认的状态", max_length=10, choices=TaskState, blank=True)
    state = models.CharField("办理情况", max_length=10, choices=State)
    remark = models.CharField("说明", max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=0)
    once = models.CharField(max_length=64)
    told_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    told_at = models.DateTimeField("填报时间")
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-day", "-id"]
        indexes = [models.Index(fields=["plan", "task_key"], name="deed_plan_task")]
        constraints = [
            models.UniqueConstraint(fields=["told_by", "once"], name="one_deed_per_form"),
            models.CheckConstraint(condition=~Q(proof="") | ~Q(source=""), name="deed_is_shown_by_something"),
            models.CheckConstraint(condition=~Q(proposed="not_begun"), name="deed_begins_a_task"),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | (~Q(agreed="") & Q(decided_by__isnull=False)),
                name="confirmed_deed_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["returned", "void"]) | ~Q(remark=""), name="returned_deed_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.what}"


class TaskMove(models.Model):
    """One change of a task's state: who, when, and the deed or the reason it rests on. Only ever added."""

    append_only = True

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="task_moves")
    task_key = models.CharField(max_length=12)
    deed = models.ForeignKey(TaskDeed, models.PROTECT, null=True, related_name="moves")
    before = models.CharField("原状态", max_length=10, choices=TaskState)
    after = models.CharField("现状态", max_length=10, choices=TaskState)
    why = models.CharField("原因", max_length=200, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["plan", "task_key"], name="move_plan_task")]
        constraints = [
            models.CheckConstraint(condition=Q(deed__isnull=False) | ~Q(why=""), name="move_rests_on_something"),
            models.CheckConstraint(condition=~Q(before=models.F("after")), name="move_moves"),
        ]

    def __str__(self) -> str:
        return f"{self.task_key} {self.before} → {self.after}"
