"""The year's arrangement of days off and days worked, where the office entered it."""

from django.db import models

from kepu.people.models.accounts import Account


class HolidayNotice(models.Model):
    """A year's notice as the office entered it: its words, and the days read from them.

    It goes before what ships for the year, day by day; for a year of which nothing ships it is all that is known. `days`
    are [day, worked, name of the holiday], the day as 2027-02-05.
    """

    year = models.PositiveSmallIntegerField("年份", unique=True)
    paper = models.CharField("文号", max_length=60, blank=True)
    text = models.TextField("通知原文")
    days = models.JSONField("放假和上班的日期")
    revision = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(condition=models.Q(year__range=(2000, 2100)), name="holiday_year_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.year}年放假安排"
