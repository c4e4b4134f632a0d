"""One-time links: issued to a unit, opened with the code, finished by the deed they were for, or revoked."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone

from kepu.audit.lasting import Deed
from kepu.audit.verbs import record
from kepu.people import one_time
from kepu.people.access import WrongState, check_in_office
from kepu.people.access.rules import ISSUE_LINK, REVOKE_LINK
from kepu.people.expiry import end_of
from kepu.people.models import Account, OneTimeLink, Unit
from kepu.people.one_time import LinkClosed, hash_of
from kepu.people.queries.successors import stands
from kepu.people.verbs.errors import BadInput

DAYS, MOST_DAYS = 7, 60
LOCK = "people.lock_link"


@dataclass(frozen=True)
class Issued:
    """A new link with what is shown once and never again: `token` for its address, `code` to tell by telephone."""

    link: OneTimeLink
    token: str
    code: str


@transaction.atomic
def issue_link(*, unit: Unit, subject: str, by: Account, at: datetime, days: int = DAYS) -> Issued:
    """Issue a link that leads the unit to a subject until the end of the day `days` on; older ones to it are revoked.

    Raises NotAllowed, WrongState or Http404 as the subject's handler says, BadInput for a unit that is no more or an
    impossible number of days.
    """
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)  # one unit, one open link to a subject
    check_in_office(ISSUE_LINK, by, unit.region)
    handler, number = one_time.parse(subject)
    handler.check_may_issue(by, unit, number)
    if not stands(unit, timezone.localdate(at)):
        raise BadInput(f"“{unit.name}”已撤销，请发给承接单位。")
    if not 1 <= days <= MOST_DAYS:
        raise BadInput(f"有效期应为1至{MOST_DAYS}天。")
    older = OneTimeLink.objects.filter(unit=unit, subject=subject, used_at=None, revoked_at=None)
    for link in older.select_for_update(of=("self",)):
        _revoke(link, by, at)
    token, code = secrets.token_urlsafe(32), f"{secrets.randbelow(1_000_000):06d}"
    link = OneTimeLink.objects.create(
        unit=unit, subject=subject, title=one_time.title_of(subject), token_hash=hash_of(token),
        code_hash=make_password(code), made_by=by, made_at=at, expires_at=end_of(at, days),
    )  # fmt: skip
    record(verb=ISSUE_LINK.verb, thing=link, by=by, at=at)
    return Issued(link, token, code)


def _locked(link: OneTimeLink) -> OneTimeLink:
    rows = OneTimeLink.objects.select_for_update(of=("self",)).select_related("unit__region__parent__parent")
    return rows.get(pk=link.pk)


def _revoke(link: OneTimeLink, by: Account, at: datetime) -> None:
    link.revoked_at = at
    link.save(update_fields=["revoked_at"])
    record(verb=REVOKE_LINK.verb, thing=link, by=by, at=at, changed=["revoked_at"])


@transaction.atomic
def revoke_link(*, link: OneTimeLink, by: Account, at: datetime) -> OneTimeLink:
    """Close a link at once, also for those who have it open. Raises WrongState when it is used or revoked already."""
    locked = _locked(link)
    check_in_office(REVOKE_LINK, by, locked.unit.region)
    if locked.used_at or locked.revoked_at:
        raise WrongState(f"这个链接{locked.state_at(at).label}，不必再作废。")
    _revoke(locked, by, at)
    return locked


def revoke_again(deed: Deed) -> bool:
    """After an older backup was restored: close a link that was revoked, or locked by wrong codes, after the backup."""
    return OneTimeLink.objects.filter(pk=deed.id, used_at=None, revoked_at=None).update(revoked_at=deed.at) > 0


def give_code(*, link: OneTimeLink, code: str, at: datetime) -> bool:
    """Answer whether the code is the link's. Five wrong ones in a row lock it. Raises LinkClosed.

    A try is counted before the code is looked at, so that many guesses at the same moment are no more than five.
    """
    number = _count_try(link, at)
    good = check_password(code, link.code_hash)
    with transaction.atomic():
        locked = _locked(link)
        if good:
            _open(locked, at)
        elif number == OneTimeLink.MOST_TRIES:
            record(verb=LOCK, thing=locked, by=None, at=at, changed=["tries"])
    return good


@transaction.atomic
def _count_try(link: OneTimeLink, at: datetime) -> int:
    locked = _locked(link)
    if not locked.is_open(at):
        raise LinkClosed
    locked.tries += 1
    locked.save(update_fields=["tries"])
    return locked.tries


def _open(locked: OneTimeLink, at: datetime) -> None:
    """The right code forgives the wrong ones before it; a link that was closed meanwhile stays so."""
    if locked.used_at or locked.revoked_at:
        raise LinkClosed
    locked.tries = 0
    locked.opened_at = locked.opened_at or at
    locked.save(update_fields=["tries", "opened_at"])
    record(verb="people.open_link", thing=locked, by=None, at=at)


@transaction.atomic
def finish_link(*, link: OneTimeLink, at: datetime) -> OneTimeLink:
    """End a link by the deed it was for; part of that deed's transaction and its first step. Raises LinkClosed.

    Of two who send at the same moment one is refused here, and his deed is undone with it.
    """
    locked = _locked(link)
    if not locked.is_open(at):
        raise LinkClosed
    locked.used_at = at
    locked.save(update_fields=["used_at"])
    record(verb="people.finish_link", thing=locked, by=None, at=at, changed=["used_at"])
    return locked
