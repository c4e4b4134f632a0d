"""The year as a whole: its title, and issuing it, after which nothing in it changes."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from kepu.audit.verbs import record
from kepu.people.access import WrongState
from kepu.people.models import Account
from kepu.plans import access
from kepu.plans.models import AnnualPlan
from kepu.plans.queries.annual.obstacles import year_obstacles
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
    _check_paper(locked, document_number, issued_on)
    locked.document_number, locked.issued_on = document_number.strip(), issued_on
    locked.state, locked.issued_by, locked.issued_at = AnnualPlan.State.ISSUED, by, at
    locked.revision += 1
    locked.full_clean(exclude={"plan", "version"}, validate_constraints=False)
    locked.save()
    record(verb="plans.issue_year", thing=locked, by=by, at=at, changed=["state", "document_number", "issued_on"])
    return locked


def _check_paper(annual: AnnualPlan, document_number: str, issued_on: date) -> None:
    wrong = {}
    if not document_number.strip():
        wrong["document_number"] = "请填写发文字号。"
    if abs(issued_on.year - annual.year) > NEAR:
        wrong["issued_on"] = f"成文日期与{annual.year}年度相差过远，请核对。"
    if wrong:
        raise ValidationError(wrong)
