"""The question box: what residents ask and suggest, what they were answered; the telephone of each township."""

from django.db import models
from django.db.models import Q

from kepu.people.models import Account, Region, Unit


class HelpLine(models.Model):
    """The staffed telephone of a township (or of the county): number, who answers, when."""

    region = models.OneToOneField(Region, models.PROTECT, related_name="help_line", verbose_name="乡镇（街道）")
    phone = models.CharField("电话", max_length=30)
    staffed_by = models.CharField("接听", max_length=60)
    hours = models.CharField("接听时间", max_length=60)

    class Meta:
        ordering = ["region_id"]

    def __str__(self) -> str:
        return f"{self.region} {self.phone}"


class Question(models.Model):
    """A question or suggestion. Who asked stays anonymous unless he left a name or telephone, both sealed and deleted
    some time after the answer. Residents read only what a named person released."""

    class Kind(models.TextChoices):
        QUESTION = "question", "提问"
        SUGGESTION = "suggestion", "建议"

    class State(models.TextChoices):
        OPEN = "open", "待答复"
        ANSWERED = "answered", "已答复"
        DECLINED = "declined", "不予受理"

    MOVES: dict[str, tuple[str, ...]] = {
        State.OPEN: (State.ANSWERED, State.DECLINED),
        State.ANSWERED: (State.OPEN,),
        State.DECLINED: (State.OPEN,),
    }

    region = models.ForeignKey(Region, models.PROTECT, related_name="questions", verbose_name="区域")
    place = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="乡镇")
    code = models.CharField("查询码", max_length=16, unique=True)
    kind = models.CharField("类别", max_length=10, choices=Kind, default=Kind.QUESTION)
    text = models.TextField("内容")
    contact = models.CharField("联系方式", max_length=600, blank=True)  # sealed
    entered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="代填人")
    asked_at = models.DateTimeField("提出时间")
    due = models.DateField("答复期限")
    state = models.CharField("状态", max_length=8, choices=State, default=State.OPEN)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="questions", verbose_name="承办单位"
    )
    assigned_at = models.DateTimeField("转办时间", null=True)
    answer = models.TextField("答复", blank=True)  # while it is open: what was drafted
    drafted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="拟稿人")
    drafted_at = models.DateTimeField("拟稿时间", null=True)
    answered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    public_text = models.TextField("公开的问题", blank=True)
    public_answer = models.TextField("公开的答复", blank=True)
    released_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    contact_erased_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["region", "state", "due"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open") | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="answered_question_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True)
                | (Q(released_by__isnull=False) & ~Q(public_text="") & ~Q(public_answer="")),
                name="released_question_says_who_and_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.get_state_display()}"

    @property
    def code_groups(self) -> list[str]:
        """The code in groups of three to five digits, as it is read out and written down."""
        return [self.code[:4], self.code[4:8], self.code[8:]] if len(self.code) > 8 else [self.code]
