"""Regions: the official tree of divisions, where "inside" is a prefix of the 12-digit code."""

from typing import Self

from django.db import models


class RegionQuerySet(models.QuerySet["Region"]):
    def inside(self, region: "Region") -> Self:
        """The region itself and everything within it."""
        return self.under(region.prefix)

    def under(self, digits: str) -> Self:
        """What has a code that begins with the digits; a range, for SQLite takes no index for LIKE."""
        return self.filter(code__gte=digits.ljust(12, "0"), code__lte=digits.ljust(12, "9"))


class Region(models.Model):
    """One division, or one area that the office runs (开发区, 管委会) with a code inside its parent's."""

    class Level(models.TextChoices):
        PROVINCE = "province", "省级"
        PREFECTURE = "prefecture", "市级"
        COUNTY = "county", "县级"
        TOWNSHIP = "township", "乡镇（街道）"
        VILLAGE = "village", "村（社区）"

    class Kind(models.TextChoices):
        OFFICIAL = "official", "行政区划"
        PLACEHOLDER = "placeholder", "统计用占位节点"
        OWN = "own", "功能区"

    PREFIX_LENGTH = {
        Level.PROVINCE: 2,
        Level.PREFECTURE: 4,
        Level.COUNTY: 6,
        Level.TOWNSHIP: 9,
        Level.VILLAGE: 12,
    }

    code = models.CharField("代码", max_length=12, primary_key=True)
    name = models.CharField("名称", max_length=60)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", verbose_name="上级")
    level = models.CharField("层级", max_length=12, choices=Level)
    kind = models.CharField("类别", max_length=12, choices=Kind, default=Kind.OFFICIAL)
    vintage = models.CharField("区划版本", max_length=20, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def prefix(self) -> str:
        """The leading digits that every code inside this region shares."""
        return self.code[: self.PREFIX_LENGTH[Region.Level(self.level)]]


class RegionSuccession(models.Model):
    """A dated change of codes: the old region goes on as the new one; facts keep their code."""

    old = models.ForeignKey(Region, models.PROTECT, related_name="successions")
    new = models.ForeignKey(Region, models.PROTECT, related_name="predecessions")
    on = models.DateField("生效日期")
    paper = models.CharField("批复文号", max_length=80)

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="one_succession_per_pair_of_regions"),
            models.CheckConstraint(condition=~models.Q(old=models.F("new")), name="succeeding_region_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"


class Population(models.Model):
    """The population of a region in a year: the denominator of per-head figures, with its basis and source."""

    class Basis(models.TextChoices):
        RESIDENT = "resident", "常住人口"
        REGISTERED = "registered", "户籍人口"

    region = models.ForeignKey(Region, models.PROTECT, related_name="populations", verbose_name="区域")
    year = models.PositiveSmallIntegerField("年份")
    basis = models.CharField("口径", max_length=12, choices=Basis)
    count = models.PositiveBigIntegerField("人数")
    source = models.CharField("来源", max_length=120)

    class Meta:
        ordering = ["region_id", "-year", "basis"]
        constraints = [
            models.UniqueConstraint(fields=["region", "year", "basis"], name="one_population_per_year_and_basis"),
            models.CheckConstraint(condition=models.Q(year__range=(1949, 2100)), name="population_year_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.year} {self.get_basis_display()}"
