"""Sums kept ready. Posting leaves a pending row; one drainer adds pending rows to the cells and seals them.

A cell is a year of one measure, place and audience: `whole` the year with its yearly totals, `m1` to `m12` what lies within
each month. Its keys are not checked by the database: cells are made of facts whose keys are, and the nightly check recounts.
"""

from django.db import models

from kepu.ledger.models.facts import Fact
from kepu.ledger.models.measures import Audience, Measure
from kepu.people.models import Region, Unit


class Pending(models.Model):
    """A fact that is not in the cells yet; readers add it themselves."""

    fact = models.OneToOneField(Fact, models.PROTECT, primary_key=True, related_name="pending")

    class Meta:
        verbose_name_plural = "pending"

    def __str__(self) -> str:
        return str(self.fact_id)


MONTHS = tuple(f"m{month}" for month in range(1, 13))
AMOUNTS = ("whole", *MONTHS)


class Cell(models.Model):
    """What region cells and unit cells share."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    audience = models.CharField(max_length=10, choices=Audience)
    year = models.PositiveSmallIntegerField()
    whole = models.BigIntegerField(default=0)
    m1 = models.BigIntegerField(default=0)
    m2 = models.BigIntegerField(default=0)
    m3 = models.BigIntegerField(default=0)
    m4 = models.BigIntegerField(default=0)
    m5 = models.BigIntegerField(default=0)
    m6 = models.BigIntegerField(default=0)
    m7 = models.BigIntegerField(default=0)
    m8 = models.BigIntegerField(default=0)
    m9 = models.BigIntegerField(default=0)
    m10 = models.BigIntegerField(default=0)
    m11 = models.BigIntegerField(default=0)
    m12 = models.BigIntegerField(default=0)

    class Meta:
        abstract = True


class RegionCell(Cell):
    """The sums of every fact in a region and all inside it; each fact once."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", db_constraint=False, db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "measure", "year", "audience"], name="one_region_cell_a_place")
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.region_id} {self.year} {self.whole}"


class UnitCell(Cell):
    """The sums of every fact credited to a unit or to one under it, each fact once. Never summed across units."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_constraint=False, db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "measure", "year", "audience"], name="one_unit_cell_a_place")
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.unit_id} {self.year} {self.whole}"


class Seal(models.Model):
    """A position of the ledger: one draining, chained to the one before it.

    It seals every fact up to the id `upto` that was there, and those in `late`: lower ids whose transaction ended after
    an earlier seal. `digest` is the SHA-256 of the digest before and the facts sealed, so that a change shows.
    """

    append_only = True

    number = models.PositiveBigIntegerField(primary_key=True)
    upto = models.PositiveBigIntegerField()
    late = models.JSONField(default=list)
    facts = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.number} {self.digest[:12]}"


class CellCheck(models.Model):
    """One nightly recount: how many cells and seals were looked at, and what did not agree."""

    at = models.DateTimeField()
    cells = models.PositiveBigIntegerField()
    seals = models.PositiveBigIntegerField()
    wrong = models.JSONField(default=list)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {len(self.wrong)}"
