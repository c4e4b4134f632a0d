"""Facts (台账记录): append-only entries. A wrong one is reversed and posted again, never edited or deleted."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q

from kepu.ledger.models.measures import Audience, Measure
from kepu.people.models import Account, Region, Unit

COUNTY = Region.PREFIX_LENGTH[Region.Level.COUNTY]


class Unsought(Func):
    """A column by which rows are told apart but not looked for: SQLite takes no index for it.

    PostgreSQL knows how many rows a value has and chooses by that, so it has the bare column.
    """

    template = "%(expressions)s"
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Put a plus before the column, as SQLite's makers advise."""
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)


class Facts(models.QuerySet["Fact"]):
    """Facts, in the words of the ledger."""

    def standing(self) -> Self:
        """Leave out what was reversed, and the reversals: what is left is said today, and adds up to the figure."""
        return self.filter(~Exists(Fact.objects.filter(reverses=OuterRef("pk"))), reverses=None)

    def under(self, digits: str) -> Self:
        """Leave those whose region's code begins with these digits.

        A county's are nearly all there are: for them no index of places is of use, the database is to go by day.
        """
        place = Unsought("region") if len(digits) <= COUNTY else F("region")
        return self.alias(place=place).filter(place__gte=digits.ljust(12, "0"), place__lte=digits.ljust(12, "9"))


class Fact(models.Model):
    """One entry: so much of a measure, on a day or over a period, in a region, for an audience, from a source record.

    `source` is ``app.kind:id``; `line` tells several facts of one record and measure apart. `revision` counts what was
    said of the same line: first 1, its reversal 2, what came in its place 3. `year` and `month` are where it is summed:
    month 0 for a period that does not lie within one month and so shows only in the year.
    """

    append_only = True

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="+", db_index=False)
    quantity = models.BigIntegerField("数量")
    since = models.DateField("起始日期")
    day = models.DateField("日期")
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="区域", db_index=False)
    audience = models.CharField("人群", max_length=10, choices=Audience)
    source = models.CharField("来源", max_length=80)
    line = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    reverses = models.ForeignKey("self", models.PROTECT, null=True, related_name="reversed_by", db_index=False)
    posted_at = models.DateTimeField("记入时间")
    posted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    objects = Facts.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["measure", "region", "day"], name="fact_measure_region_day"),
            models.Index(fields=["measure", "day"], name="fact_measure_day"),  # the latest of a large region first
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "measure", "line", "revision"], name="fact_said_once"),
            # Of reversals alone: nearly all facts reverse nothing, and SQLite would look for those by the index.
            models.UniqueConstraint(
                fields=["reverses"], condition=Q(reverses__isnull=False), name="fact_reversed_once"
            ),
            models.CheckConstraint(condition=Q(since__lte=F("day")), name="fact_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(month__lte=12), name="fact_month_in_range"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="fact_revision_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.quantity} {self.day} {self.source}"


class Credit(models.Model):
    """A unit that has part in a fact. Several share one deed: it counts once for the region, in full for each unit."""

    append_only = True

    class Role(models.TextChoices):
        HOST = "host", "主办"
        PARTNER = "partner", "协办"

    fact = models.ForeignKey(Fact, models.PROTECT, related_name="credits")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    role = models.CharField("身份", max_length=8, choices=Role)

    class Meta:
        ordering = ["fact_id", "role", "unit_id"]
        constraints = [models.UniqueConstraint(fields=["fact", "unit"], name="one_credit_per_fact_and_unit")]

    def __str__(self) -> str:
        return f"{self.fact_id} {self.unit_id}"


class Publication(models.Model):
    """What belongs to a reading: who published it, by which ruler, how sure it is, what it is compared with there.

    `rank` is among `ranked` (全市8个县区), `average` of `averaged` (全市), both as published. Never rolled up.
    """

    append_only = True

    fact = models.OneToOneField(Fact, models.PROTECT, related_name="publication")
    publisher = models.CharField("公布单位", max_length=80)
    document = models.CharField("文件或报告", max_length=160)
    ruler = models.CharField("测评口径", max_length=60)
    low = models.BigIntegerField("下限", null=True)
    high = models.BigIntegerField("上限", null=True)
    size = models.PositiveIntegerField("样本量", null=True)
    rank = models.PositiveIntegerField("排名", null=True)
    ranked = models.CharField("排名范围", max_length=40, blank=True)
    average = models.BigIntegerField("平均值", null=True)
    averaged = models.CharField("平均值范围", max_length=40, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(low__isnull=True, high__isnull=True) | Q(low__lte=F("high")), name="publication_interval"
            )
        ]

    def __str__(self) -> str:
        return f"{self.publisher} {self.document}"
