"""进展报告: what one unit answers in one cycle, every step of it, and what it looked like when it was handed in."""

from django.db import models
from django.db.models import Q

from kepu.accountability.models.cycles import Cycle, Prompt
from kepu.files.models import Sheet, StoredFile
from kepu.people.models import Account, Unit
from kepu.plans.models import DutyRole


class Report(models.Model):
    """One unit's report in one cycle. What it answers may change until it is in; from then on `content` is what it said.

    `due_on` is the unit's own last day in time (the cycle's unless the office made an exception); an exempt unit owes
    nothing. `first_in_on` decides whether it came in time, whatever was returned later.
    """

    class State(models.TextChoices):
        DUE = "due", "未填报"
        DRAFT = "draft", "填报中"
        PUT_UP = "put_up", "待审签"
        IN = "in", "已报送"
        RETURNED = "returned", "退回修改"
        ACCEPTED = "accepted", "已接收"
        ARCHIVED = "archived", "已归档"

    class Way(models.TextChoices):
        KEPU = "kepu", "系统内审签"
        PAPER = "paper", "纸质盖章"
        ENTERED = "entered", "纲要办代录"

    MOVES: dict[str, tuple[str, ...]] = {
        State.DUE: (State.DRAFT, State.PUT_UP, State.IN),
        State.DRAFT: (State.PUT_UP, State.IN),
        State.PUT_UP: (State.DRAFT, State.IN),
        State.IN: (State.RETURNED, State.ACCEPTED),
        State.RETURNED: (State.PUT_UP, State.IN),
        State.ACCEPTED: (State.RETURNED, State.ARCHIVED),
        State.ARCHIVED: (),
    }
    OPEN = (State.DUE, State.DRAFT, State.PUT_UP, State.RETURNED)
    CAME = (State.IN, State.RETURNED, State.ACCEPTED, State.ARCHIVED)

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="reports")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reports", verbose_name="单位")
    form = models.CharField("表单", max_length=4, choices=Prompt.Form)
    state = models.CharField("状态", max_length=8, choices=State, default=State.DUE)
    due_on = models.DateField("报送期限")
    exempt = models.BooleanField("本期不用报送", default=False)
    exception = models.CharField("例外原因", max_length=200, blank=True)
    first_in_on = models.DateField("首次报送日期", null=True)
    in_at = models.DateTimeField("报送时间", null=True)
    way = models.CharField("报送方式", max_length=8, choices=Way, blank=True)
    signer = models.CharField("审签人", max_length=40, blank=True)
    original = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="来件原件")
    original_name = models.CharField("来件文件名", max_length=200, blank=True)
    sheet = models.OneToOneField(Sheet, models.PROTECT, null=True, related_name="+", verbose_name="校验码")
    content = models.JSONField("报送内容", null=True)
    remark = models.CharField("退回意见", max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["cycle_id", "unit__order", "unit_id"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "unit"], name="one_report_a_cycle_and_unit"),
            models.CheckConstraint(condition=Q(exempt=False) | ~Q(exception=""), name="exempt_report_says_why"),
            models.CheckConstraint(
                condition=~Q(state__in=["in", "accepted", "archived"])
                | Q(content__isnull=False, in_at__isnull=False, first_in_on__isnull=False) & ~Q(way=""),
                name="report_in_keeps_what_it_said",
            ),
            models.CheckConstraint(condition=~Q(state="returned") | ~Q(remark=""), name="returned_report_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.unit}"


class ReportLine(models.Model):
    """One task in a unit's report, in its strongest role; `involved` is empty until the unit said whether it took part.

    `objection` says what the unit holds against the figures that the ledger tells of the task; the office answers it.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="lines")
    task_key = models.CharField(max_length=12)
    role = models.CharField("角色", max_length=8, choices=DutyRole)
    order = models.PositiveIntegerField(default=0)
    involved = models.BooleanField("本年度涉及", null=True)
    objection = models.CharField("对数据的意见", max_length=300, blank=True)
    answer = models.CharField("纲要办答复", max_length=300, blank=True)

    class Meta:
        ordering = ["report_id", "order", "id"]
        constraints = [models.UniqueConstraint(fields=["report", "task_key"], name="one_line_a_report_and_task")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.task_key}"


class ReportText(models.Model):
    """What a unit wrote under one heading: of one task, or of the whole report (`line` empty). Saved as it is typed."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="texts")
    line = models.ForeignKey(ReportLine, models.CASCADE, null=True, related_name="texts")
    prompt = models.ForeignKey(Prompt, models.CASCADE, related_name="texts")
    text = models.TextField("内容", blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["report_id", "line_id", "prompt__order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "prompt"], condition=Q(line__isnull=True), name="one_text_a_report_and_prompt"
            ),
            models.UniqueConstraint(fields=["line", "prompt"], name="one_text_a_line_and_prompt"),
        ]

    def __str__(self) -> str:
        return self.text[:30]


class ReportMove(models.Model):
    """One step of a report: from where to where, who, when, with what remark. Only ever added."""

    append_only = True

    report = models.ForeignKey(Report, models.PROTECT, related_name="steps")
    before = models.CharField("原状态", max_length=8, choices=Report.State)
    after = models.CharField("现状态", max_length=8, choices=Report.State)
    remark = models.CharField("说明", max_length=500, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.report_id} {self.before} → {self.after}"
