"""Tables: stored files, whose bytes lie under ``FILES_ROOT`` by hash; printed sheets by their check code, their scans."""

from django.db import models

from kepu.people.models import Account, Region


class StoredFile(models.Model):
    """One file's content. An erased one keeps its row as a tombstone: `erased_at` set, bytes gone."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.sha256[:12]


class Sheet(models.Model):
    """A paper that kepu printed, known by the check code it bears; `subject` is what it is about, as ``app.model:id``."""

    code = models.CharField("校验码", max_length=16, unique=True)
    subject = models.CharField(max_length=80, db_index=True)
    title = models.CharField("标题", max_length=120)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Scan(models.Model):
    """A scan or photograph of a signed sheet. One whose code could not be read waits until a person names its sheet."""

    class Found(models.TextChoices):
        CODE = "code", "自动识别校验码"
        HAND = "hand", "人工指定"

    sheet = models.ForeignKey(Sheet, models.PROTECT, null=True, related_name="scans")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField("文件名", max_length=200)
    found = models.CharField("识别方式", max_length=6, choices=Found, blank=True)
    uploaded_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    pages = models.PositiveSmallIntegerField("页数", default=1)
    codes = models.CharField("识别到的校验码", max_length=200, blank=True)
    dropped_at = models.DateTimeField("作废时间", null=True)
    dropped_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    drop_reason = models.CharField("作废原因", max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(dropped_at__isnull=True)
                | (models.Q(dropped_by__isnull=False) & ~models.Q(drop_reason="")),
                name="dropped_scan_says_who_and_why",
            ),
            models.UniqueConstraint(
                fields=["sheet", "file"], condition=models.Q(dropped_at__isnull=True), name="one_scan_once_a_sheet"
            ),
        ]

    def __str__(self) -> str:
        return self.name
