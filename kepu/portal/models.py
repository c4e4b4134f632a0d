"""What crossed from a desk that runs as an installation of its own: the content that residents read there."""

from django.db import models


class Parcel(models.Model):
    """A signed file of all that is public at one moment, as it was taken in. Residents read the newest one alone."""

    region_code = models.CharField("区划代码", max_length=12)
    made_at = models.DateTimeField("生成时间")
    taken_in_at = models.DateTimeField("导入时间")
    sha256 = models.CharField("校验值", max_length=64, unique=True)
    key_id = models.CharField("公钥标识", max_length=16)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.region_code} {self.made_at:%Y-%m-%d %H:%M}"


class ParcelItem(models.Model):
    """One thing in a parcel: a released plan, a released year, progress as of a day, a question with its answer."""

    class Sort(models.TextChoices):
        PLAN = "plan", "方案"
        YEAR = "year", "年度科普实事"
        PROGRESS = "progress", "进展"
        ANSWER = "answer", "问答"

    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="items")
    region_code = models.CharField("区划代码", max_length=12)
    sort = models.CharField("类别", max_length=8, choices=Sort)
    key = models.CharField("编号", max_length=40)
    order = models.PositiveIntegerField("次序")
    released_at = models.DateTimeField("发布时间")
    content = models.JSONField("公开内容")
    words = models.TextField("检索用文字", blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["parcel", "sort", "key"], name="one_of_each_in_a_parcel"),
        ]

    def __str__(self) -> str:
        return f"{self.get_sort_display()} {self.key}"
