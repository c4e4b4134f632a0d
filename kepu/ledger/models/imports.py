"""导入: a file of work records or of values, looked over, confirmed, posted by a worker, and undone as a whole."""

from django.db import models
from django.db.models import Q

from kepu.files.models import StoredFile
from kepu.people.models import Account, Region


class Import(models.Model):
    """One file brought in. `done` of `total` rows are posted, or with the state undoing taken back again.

    `prepared` holds the rows that may come in, as values, one a line; `problems` is the workbook with the column 问题.
    `counts` tells how many rows are new, known, left out and wrong; `sums` what they add to each measure, by its code, in
    its smallest unit; `told` the first rows with something to say.
    """

    class Kind(models.TextChoices):
        RECORDS = "records", "工作记录"
        VALUES = "values", "统计数据"

    class State(models.TextChoices):
        CHECKING = "checking", "正在核对"
        CHECKED = "checked", "待确认"
        FAILED = "failed", "没有读成"
        POSTING = "posting", "正在导入"
        DONE = "done", "已导入"
        UNDOING = "undoing", "正在撤销"
        UNDONE = "undone", "已撤销"
        DROPPED = "dropped", "已放弃"

    MOVES: dict[str, tuple[str, ...]] = {
        State.CHECKING: (State.CHECKED, State.FAILED),
        State.CHECKED: (State.POSTING, State.DROPPED),
        State.POSTING: (State.DONE,),
        State.DONE: (State.UNDOING,),
        State.UNDOING: (State.UNDONE,),
    }

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    kind = models.CharField("内容", max_length=8, choices=Kind)
    name = models.CharField("文件名", max_length=120)
    paper = models.CharField("数据来源", max_length=120, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    prepared = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    problems = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    state = models.CharField("状态", max_length=8, choices=State, default=State.CHECKING)
    counts = models.JSONField(default=dict)
    sums = models.JSONField(default=dict)
    told = models.JSONField(default=list)
    total = models.PositiveIntegerField("应导入", default=0)
    done = models.PositiveIntegerField("已完成", default=0)
    message = models.CharField("说明", max_length=200, blank=True)
    uploaded_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("上传时间")
    confirmed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField("确认时间", null=True)
    undone_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField("撤销时间", null=True)
    why = models.CharField("撤销原因", max_length=200, blank=True)
    touched_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["region", "-id"], name="import_region")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["checking", "checked", "failed", "dropped"])
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="import_confirmed_says_who",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["undoing", "undone"])
                | Q(undone_by__isnull=False, undone_at__isnull=False) & ~Q(why=""),
                name="import_undone_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.name}"
