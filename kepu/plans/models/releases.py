"""Releases: what of a plan, of one year's work under it or of its progress the public sees, checked and released by named
persons, kept as it was released."""

from django.db import models
from django.db.models import Q

from kepu.people.models import Account
from kepu.plans.models.annual import AnnualPlan
from kepu.plans.models.plans import Version


class Release(models.Model):
    """One step towards the public: drafted, checked for secrecy, released by a named person; later perhaps withdrawn.

    With `annual` it shows a year's deeds, with `as_of` how the promises stand on that day, else the plan itself. Progress of
    several days stays readable side by side.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "待保密审查"
        CHECKED = "checked", "待发布"
        RELEASED = "released", "已发布"
        WITHDRAWN = "withdrawn", "已撤下"

    MOVES: dict[str, tuple[str, ...]] = {
        State.DRAFT: (State.CHECKED, State.WITHDRAWN),
        State.CHECKED: (State.RELEASED, State.WITHDRAWN),
        State.RELEASED: (State.WITHDRAWN,),
        State.WITHDRAWN: (),
    }

    version = models.ForeignKey(Version, models.PROTECT, related_name="releases")
    annual = models.ForeignKey(AnnualPlan, models.PROTECT, null=True, related_name="releases", verbose_name="年度")
    as_of = models.DateField("截至", null=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    snapshot = models.JSONField("公开内容")
    drafted_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    checked_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    remark = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True, checked_at__isnull=True)
                | Q(checked_by__isnull=False, checked_at__isnull=False),
                name="secrecy_check_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="released")
                | Q(released_by__isnull=False, released_at__isnull=False, checked_at__isnull=False),
                name="release_follows_check",
            ),
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(state__in=["draft", "checked", "released"], annual__isnull=True, as_of__isnull=True),
                name="one_release_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["annual"],
                condition=Q(state__in=["draft", "checked", "released"], annual__isnull=False),
                name="one_release_of_a_year_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(annual__isnull=True) | Q(as_of__isnull=True), name="release_of_a_year_or_of_progress"
            ),
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(state__in=["draft", "checked"], as_of__isnull=False),
                name="one_draft_of_progress_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["version", "as_of"],
                condition=Q(state="released", as_of__isnull=False),
                name="one_release_of_progress_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.get_state_display()}"

    @property
    def title(self) -> str:
        """What it shows, by name: the plan's title, with the day of its progress, or the year's with what residents are told."""
        if self.as_of:
            return f"{self.version.title}（进展，截至{self.as_of.year}年{self.as_of.month}月{self.as_of.day}日）"
        return f"{self.annual.title}（科普实事）" if self.annual else self.version.title
