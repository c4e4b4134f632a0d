"""Facts that may tell of one deed twice; until a person decides, both count and the figure is marked."""

from django.db import models
from django.db.models import F, Q

from kepu.ledger.models.facts import Fact
from kepu.people.models import Account


class Duplicate(models.Model):
    """Two facts that may be one deed: same measure, place, day and quantity, from different records."""

    class State(models.TextChoices):
        OPEN = "open", "待核对"
        SAME = "same", "同一件事"
        DIFFERENT = "different", "不是同一件事"

    MOVES: dict[str, tuple[str, ...]] = {State.OPEN: (State.SAME, State.DIFFERENT)}

    first = models.ForeignKey(Fact, models.PROTECT, related_name="+")
    second = models.ForeignKey(Fact, models.PROTECT, related_name="+")
    why = models.CharField("疑点", max_length=60)
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_doubt_per_pair_of_facts"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="first_fact_came_first"),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True) | Q(decided_at__isnull=False) & ~Q(state="open"),
                name="decided_doubt_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} = {self.second_id}？"
