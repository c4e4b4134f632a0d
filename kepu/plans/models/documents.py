"""Documents: an uploaded file, the text extracted from it, what the reader made of it and when."""

from django.db import models

from kepu.files.models import StoredFile
from kepu.people.models import Account, Region


class Document(models.Model):
    """One uploaded plan document. File, text and reading are kept as they were, whatever is corrected later."""

    class State(models.TextChoices):
        QUEUED = "queued", "等待读取"
        READING = "reading", "正在读取"
        READ = "read", "已读取"
        FAILED = "failed", "读取失败"

    MOVES: dict[str, tuple[str, ...]] = {
        State.QUEUED: (State.READING,),
        State.READING: (State.READ, State.FAILED, State.QUEUED),
        State.FAILED: (State.QUEUED,),
        State.READ: (),
    }

    class Purpose(models.TextChoices):
        OWN = "own", "本级方案"
        UPPER = "upper", "上级规划"

    region = models.ForeignKey(Region, models.PROTECT, verbose_name="区域")
    purpose = models.CharField("用途", max_length=6, choices=Purpose, default=Purpose.OWN)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="documents")
    name = models.CharField("文件名", max_length=200)
    format = models.CharField("格式", max_length=10)
    text = models.TextField("文字")
    state = models.CharField("状态", max_length=10, choices=State, default=State.QUEUED)
    progress = models.PositiveSmallIntegerField("进度", default=0)
    message = models.CharField("说明", max_length=300, blank=True)
    reading = models.JSONField("读取结果", null=True)
    reader_version = models.CharField("读取程序版本", max_length=20, blank=True)
    uploaded_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("上传时间")
    started_at = models.DateTimeField("读取开始", null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="read") | models.Q(reading__isnull=False), name="read_document_has_reading"
            ),
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="progress_is_a_share"),
        ]

    def __str__(self) -> str:
        return self.name
