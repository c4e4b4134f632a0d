"""The year as a whole: its title, and issuing it, after which nothing in it changes."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from kepu.audit.verbs import record
from kepu.people.access import WrongState
from kepu.people.models import Account
from kepu.plans import access
from kepu.plans.models import AnnualPlan
from kepu.plans.queries.annual.obstacles import year_obstacles
from kepu.plans.queries.letters.content import day_words
from kepu.plans.verbs.annual.items import StaleYear, lock

NEAR = 1  # years between the year of the work and the day of its paper


@transaction.atomic
def rename_year(*, annual: AnnualPlan, title: str, seen: str, by: Account, at: datetime) -> AnnualPlan:
    """Set the title. `seen` is the one the person set out from. Raises StaleYear when it is another now."""
    locked = lock(annual, by)
    if locked.title != seen:
        raise StaleYear(locked)
    if not title.strip():
        raise ValidationError({"title": "请填写标题。"})
    if locked.title != title.strip():
        locked.title = title.strip()
        locked.revision += 1
        locked.full_clean(exclude={"plan", "version", "issued_by", "issued_at"}, validate_constraints=False)
        locked.save(update_fields=["title", "revision"])
        record(verb="plans.edit_year", thing=locked, by=by, at=at, changed=["title"])
    return locked


@transaction.atomic
def issue_year(
    *, annual: AnnualPlan, document_number: str, issued_on: date, revision: int, by: Account, at: datetime
) -> AnnualPlan:
    """Register that the year's paper was issued; from here on its lines stand as they are.

    `revision` is the year's as the person saw it. Raises NotAllowed, WrongState with what still lacks, StaleYear when a
    line changed since, or ValidationError naming the field.
    """
    locked = lock(annual, by)
    access.check_can_issue_year(by, locked)
    if locked.revision != revision:
        raise StaleYear(locked)
    if left := year_obstacles(locked):
        raise WrongState("；".join(left) + "。")
    _check_paper(locked, document_number, issued_on, today=timezone.localdate(at))
    locked.document_number, locked.issued_on = document_number.strip(), issued_on
    locked.state, locked.issued_by, locked.issued_at = AnnualPlan.State.ISSUED, by, at
    locked.revision += 1
    locked.full_clean(exclude={"plan", "version"}, validate_constraints=False)
    locked.save()
    record(verb="plans.issue_year", thing=locked, by=by, at=at, changed=["state", "document_number", "issued_on"])
    return locked


def _check_paper(annual: AnnualPlan, document_number: str, issued_on: date, *, today: date) -> None:
    wrong = {}
    if not document_number.strip():
        wrong["document_number"] = "请填写发文字号。"
    if reason := _wrong_day(annual, issued_on, today):
        wrong["issued_on"] = reason
    if wrong:
        raise ValidationError(wrong)


def _wrong_day(annual: AnnualPlan, day: date, today: date) -> str:
    """Return why the paper cannot be of that day; nothing when it can.

    The plan's own paper is the earlier limit, not its adoption here: papers of the past may be entered later.
    """
    if abs(day.year - annual.year) > NEAR:
        return f"成文日期与{annual.year}年度相差过远，请核对。"
    if day > today:
        return "成文日期在今天以后。文件印发后再来登记。"
    papers = annual.plan.versions.filter(adopted_at__isnull=False, issued_on__isnull=False)
    first = papers.order_by("number").values_list("issued_on", flat=True).first()
    if first and day < first:
        return f"成文日期早于方案的成文日期（{day_words(first)}），请核对。"
    return ""
