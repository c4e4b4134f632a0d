"""When something that is valid for some days ends: with the end of a local day, so that the whole last day counts."""

from datetime import datetime, timedelta

from django.utils import timezone


def end_of(at: datetime, days: int) -> datetime:
    """Return the end of the local day so many days after `at`."""
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=days + 1)
