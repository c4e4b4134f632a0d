"""目标任务分解: one target parted over years, and over units or townships; every change of a cell is kept."""

from django.db import models
from django.db.models import Q

from kepu.people.models import Account, Region, Unit
from kepu.plans.models.plans import Plan, Version


class Universe(models.Model):
    """A named set that coverage is counted against: the townships, the villages, or a list the office wrote."""

    class Kind(models.TextChoices):
        TOWNSHIPS = "townships", "各乡镇（街道）"
        VILLAGES = "villages", "各村（社区）"
        LIST = "list", "自定名单"

    region = models.ForeignKey(Region, models.PROTECT, related_name="universes", verbose_name="区域")
    name = models.CharField("名称", max_length=60)
    kind = models.CharField("类别", max_length=10, choices=Kind)
    members = models.JSONField("成员", default=list)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="one_universe_per_name_in_a_region")]

    def __str__(self) -> str:
        return f"{self.name}（{len(self.members)}个）"


class Breakdown(models.Model):
    """How one target is parted. It hangs on the target's key; `version` is the wording whose printed value it was checked
    against last."""

    class Over(models.TextChoices):
        YEARS = "years", "只分年度"
        UNITS = "units", "分年度、分单位"
        TOWNSHIPS = "townships", "分年度、分乡镇（街道）"

    class Adding(models.TextChoices):
        """What the cells must come to. A floor per period is asked of every year, a stock at the end of the last."""

        TOTAL = "total", "各年合计等于目标值"
        YEARLY = "yearly", "每年合计等于目标值"
        STANDING = "standing", "末年合计等于目标值"
        RATE = "rate", "不相加，末年达到目标值"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="breakdowns")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    target_key = models.CharField(max_length=12)
    over = models.CharField("分解到", max_length=10, choices=Over)
    adding = models.CharField("合计方式", max_length=10, choices=Adding)
    universe = models.ForeignKey(Universe, models.PROTECT, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["plan_id", "id"]
        constraints = [models.UniqueConstraint(fields=["plan", "target_key"], name="one_breakdown_per_target")]

    def __str__(self) -> str:
        return f"{self.target_key} {self.get_over_display()}"


class Place(models.Model):
    """The place of a cell in the grid: a year, and a unit or a township, or neither where only years are parted."""

    year = models.PositiveSmallIntegerField("年度")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位")
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="乡镇")

    class Meta:
        abstract = True


class Cell(Place):
    """What one place is to do in one year; `carried` is the part of it that earlier years left undone."""

    breakdown = models.ForeignKey(Breakdown, models.CASCADE, related_name="cells")
    value = models.DecimalField("分解值", max_digits=16, decimal_places=4)
    carried = models.DecimalField("其中结转", max_digits=16, decimal_places=4, default=0)

    class Meta:
        ordering = ["breakdown_id", "year", "unit__order", "unit_id", "region_id"]
        constraints = [
            models.CheckConstraint(condition=Q(unit__isnull=True) | Q(region__isnull=True), name="cell_of_one_place"),
            models.CheckConstraint(condition=Q(value__gte=0, carried__gte=0), name="cell_not_negative"),
            models.CheckConstraint(condition=Q(carried__lte=models.F("value")), name="carried_is_part_of_the_cell"),
            models.UniqueConstraint(
                fields=["breakdown", "year", "unit"], condition=Q(unit__isnull=False), name="one_cell_a_year_and_unit"
            ),
            models.UniqueConstraint(
                fields=["breakdown", "year", "region"],
                condition=Q(region__isnull=False),
                name="one_cell_a_year_and_township",
            ),
            models.UniqueConstraint(
                fields=["breakdown", "year"],
                condition=Q(unit__isnull=True, region__isnull=True),
                name="one_undivided_cell_a_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.unit or self.region or '全县'} {self.value}"


class CellChange(Place):
    """Who changed a cell from what to what, how, and why. `by` is empty where the day of a reform came. Append-only."""

    append_only = True

    class Way(models.TextChoices):
        EQUAL = "equal", "平均分解"
        POPULATION = "population", "按人口分解"
        HAND = "hand", "手工填写"
        CARRIED = "carried", "上年结转"
        TABLE = "table", "表格导入"
        REFORM = "reform", "机构改革"

    breakdown = models.ForeignKey(Breakdown, models.PROTECT, related_name="changes")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    way = models.CharField("方式", max_length=10, choices=Way)
    before = models.DecimalField("原值", max_digits=16, decimal_places=4, null=True)
    after = models.DecimalField("新值", max_digits=16, decimal_places=4, null=True)
    why = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.year} {self.before} → {self.after}"
