"""Evidence of work: photographs and files on a record, and photographs that look alike on two records."""

from django.db import models
from django.db.models import F, Q

from kepu.files.models import StoredFile
from kepu.ledger.models.records import WorkRecord
from kepu.people.models import Account


class Evidence(models.Model):
    """A photograph or file on a work record. What it told of day and place is kept here as text, not in the picture.

    `part_a` to `part_d` are its difference hash in four parts, by which near ones are found; none where it has no hash.
    """

    record = models.ForeignKey(WorkRecord, models.PROTECT, related_name="evidence")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField("文件名", max_length=200)
    pages = models.PositiveSmallIntegerField("页数", default=1)
    taken = models.CharField("拍摄时间", max_length=16, blank=True)
    spot = models.CharField("拍摄地点", max_length=20, blank=True)
    part_a = models.PositiveIntegerField(null=True, db_index=True)
    part_b = models.PositiveIntegerField(null=True, db_index=True)
    part_c = models.PositiveIntegerField(null=True, db_index=True)
    part_d = models.PositiveIntegerField(null=True, db_index=True)
    added_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    added_at = models.DateTimeField("上传时间")
    dropped_at = models.DateTimeField("撤下时间", null=True)
    dropped_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    drop_reason = models.CharField("撤下原因", max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(
                fields=["record", "file"], condition=Q(dropped_at__isnull=True), name="one_file_once_a_record"
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True) | ~Q(drop_reason=""), name="dropped_evidence_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Lookalike(models.Model):
    """Two photographs of different records that look alike: told to the office, never refused."""

    class State(models.TextChoices):
        OPEN = "open", "待核对"
        SETTLED = "settled", "已核对"

    MOVES: dict[str, tuple[str, ...]] = {State.OPEN: (State.SETTLED,)}

    first = models.ForeignKey(Evidence, models.PROTECT, related_name="+")
    second = models.ForeignKey(Evidence, models.PROTECT, related_name="+")
    distance = models.PositiveSmallIntegerField("相差位数")
    state = models.CharField("状态", max_length=8, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_likeness_per_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="first_photograph_came_first"),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True) | Q(decided_at__isnull=False) & ~Q(state="open"),
                name="settled_likeness_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≈ {self.second_id}"

    @property
    def sides(self) -> tuple[Evidence, Evidence]:
        return self.first, self.second
