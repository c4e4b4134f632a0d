"""What residents of the sample county read of its progress: released as of the end of last month, labelled invented."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.utils import timezone

from kepu.people.models import Account
from kepu.plans import verbs
from kepu.plans.models import Plan, Version

NOTE = "清禾县为虚构，本页的数字为演示而编写。"


def load(by: Account, at: datetime, say: Callable[[str], None]) -> None:
    """Draft, check and release how the plan in force stands."""
    issued = Version.objects.filter(state=Version.State.ADOPTED, plan__status=Plan.Status.ISSUED)
    version = issued.latest("adopted_at")
    today = timezone.localdate(at)
    first = date(version.period_from, 1, 1) if version.period_from else today
    as_of = min(max(today.replace(day=1) - timedelta(days=1), first), today)
    made = verbs.draft_progress_release(version=version, as_of=as_of, note=NOTE, by=by, at=at)
    made = verbs.check_secrecy(release=made, statement=True, by=by, at=at)
    verbs.release(release=made, by=by, at=at)
    say(f"　已公开截至{as_of.year}年{as_of.month}月{as_of.day}日的进展（虚构）。")
