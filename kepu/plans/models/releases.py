"""Releases: what of a plan, or of one year's work under it, the public sees, checked and released by named persons, kept as it was released."""

from django.db import models
from django.db.models import Q

from kepu.people.models import Account
from kepu.plans.models.annual import AnnualPlan
from kepu.plans.models.plans import Version


class Release(models.Model):
    """One step towards the public: drafted, checked for secrecy, released by a named person; later perhaps withdrawn."""

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
                condition=Q(state__in=["draft", "checked", "released"], annual__isnull=True),
                name="one_release_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["annual"],
                condition=Q(state__in=["draft", "checked", "released"], annual__isnull=False),
                name="one_release_of_a_year_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.get_state_display()}"

    @property
    def title(self) -> str:
        """What it shows, by name: the plan's title, or that of the year with what residents are told of it."""
        return f"{self.annual.title}（科普实事）" if self.annual else self.version.title
