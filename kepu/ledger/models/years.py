"""历年数据: what the papers of one past year say, measure by measure; every wording that ever stood is kept."""

from django.db import models

from kepu.people.models import Account, Region


class YearSheet(models.Model):
    """One past year of a region. What it says today is its newest edition; its facts show in the year alone."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年份")

    class Meta:
        ordering = ["region_id", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["region", "year"], name="one_sheet_a_year"),
            models.CheckConstraint(condition=models.Q(year__range=(1990, 2100)), name="sheet_year_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.year}"


class YearEdition(models.Model):
    """What a year's sheet said at a time, by which paper: `figures` by measure code and audience ("" for the total).

    Quantities are in the measure's smallest unit. An edition without figures took everything back.
    """

    append_only = True

    sheet = models.ForeignKey(YearSheet, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField("版次")
    paper = models.CharField("数据来源", max_length=160)
    figures = models.JSONField(default=dict)
    why = models.CharField("更正或撤销原因", max_length=200, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField("补录时间")

    class Meta:
        ordering = ["sheet_id", "-number"]
        constraints = [models.UniqueConstraint(fields=["sheet", "number"], name="one_edition_a_number")]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.number}"
