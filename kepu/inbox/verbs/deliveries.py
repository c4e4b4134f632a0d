"""Texts on their way out: gathered from messages, taken by a worker, settled, tried again, given up.

A text is sent at least once. The worker marks it `sending` before it speaks to the other side and `sent` after; when it
is killed in between, nobody knows whether the text arrived, so after ten minutes it is sent once more and says so.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from kepu.audit.verbs import record
from kepu.inbox.access.channels import (
    DROP_DELIVERY,
    POST_REMINDER,
    RETRY_DELIVERY,
    TEST_CHANNEL,
    check_on_delivery,
)
from kepu.inbox.models import Channel, Delivery, Message, Preference
from kepu.inbox.outgoing import LONGEST
from kepu.inbox.rhythm import due_up_to
from kepu.inbox.verbs.preferences import mail_of
from kepu.inbox.wording import digest_body, digest_title, pieces
from kepu.methods.workdays import Table
from kepu.people.access import WrongState, check_in_office
from kepu.people.models import Account
from kepu.people.queries import workday_table
from kepu.people.verbs import BadInput

log = logging.getLogger(__name__)

AGAIN_AFTER = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
MOST_TRIES = len(AGAIN_AFTER) + 1
LOST_AFTER = timedelta(minutes=10)
TOO_OLD = timedelta(days=14)
KEEP_SENT, KEEP_OTHERS = timedelta(days=90), timedelta(days=365)
BETWEEN_TESTS, TESTS_A_DAY = timedelta(minutes=1), 10
INTERRUPTED = "上次发送时程序中断，可能已经送达"
_State = Delivery.State


def mail_channel() -> Channel | None:
    """Return the mail server by which persons are told: the home region's first that is in use."""
    mails = Channel.objects.filter(kind=Channel.Kind.MAIL, enabled=True, region=settings.HOME_REGION)
    return mails.select_related("region").first()


def gather(*, at: datetime) -> int:
    """Make one text for each person whose digest is due from what came since the last; returns how many were made."""
    channel = mail_channel()
    if channel is None:
        return 0
    waiting = Message.objects.filter(gathered_at=None, sent_at__gt=at - TOO_OLD).values("account")
    told = Preference.objects.filter(account__in=waiting, account__is_active=True).exclude(mail="")
    table = workday_table()
    return sum(
        _gather_for(preference, channel, at, table) for preference in told.select_related("account").order_by("id")
    )


def _gather_for(preference: Preference, channel: Channel, at: datetime, table: Table) -> int:
    up_to = due_up_to(preference, at, table)
    return _digest(preference.account, channel, up_to, at) if up_to else 0


@transaction.atomic
def _digest(account: Account, channel: Channel, up_to: datetime, at: datetime) -> int:
    """Make the text and mark what it lists, together or not at all; what was read in the system is not sent."""
    Preference.objects.select_for_update(of=("self",)).get(account=account)  # two schedulers make no two digests
    new = Message.objects.filter(account=account, gathered_at=None, sent_at__lte=up_to)
    listed = list(new.filter(read_at=None, sent_at__gt=at - TOO_OLD).order_by("id"))
    new.update(gathered_at=at)
    if listed:
        Delivery.objects.create(
            channel=channel, account=account, title=digest_title(listed), body=digest_body(account, listed),
            not_before=at, made_at=at,
        )  # fmt: skip
    return len(listed) > 0


@transaction.atomic
def claim(*, delivery_id: int, at: datetime) -> Delivery | None:
    """Take a text that is due, to send it now; None when it is not due, is taken, or has nobody to go to any more."""
    row = Delivery.objects.select_for_update(of=("self",)).filter(pk=delivery_id, state=_State.WAITING).first()
    if row is None or row.not_before > at:
        return None
    if vain := _in_vain(row):
        row.state, row.problem = _State.DROPPED, vain
        row.save(update_fields=["state", "problem"])
        return None
    row.state, row.claimed_at, row.tries = _State.SENDING, at, row.tries + 1
    row.save(update_fields=["state", "claimed_at", "tries"])
    return row


def _in_vain(row: Delivery) -> str:
    if not row.channel.enabled and not row.is_test:
        return "渠道已停用"
    if row.account and not row.account.is_active:
        return "账号已停用"
    return "没有填写邮箱" if row.account and not mail_address(row) else ""


def mail_address(row: Delivery) -> str:
    """Return the mail address of the person a text goes to; nothing for a group."""
    preference = Preference.objects.filter(account=row.account).first() if row.account else None
    return mail_of(preference) if preference else ""


@transaction.atomic
def settle(*, delivery: Delivery, problem: str, at: datetime) -> Delivery:
    """Note what came of a text that `claim` gave out: sent, to be tried again after 1, 5 and 30 minutes, or failed.

    A text that meanwhile was taken to be lost and went out again is left to whoever has it now.
    """
    row = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    if row.state != _State.SENDING or row.claimed_at != delivery.claimed_at:
        return row
    if problem:
        _again_or_failed(row, problem, at)
    else:
        row.state, row.problem, row.sent_at = _State.SENT, "", at
    row.save(update_fields=["state", "problem", "sent_at", "not_before"])
    return row


def _again_or_failed(row: Delivery, problem: str, at: datetime) -> None:
    row.problem = problem[:200]
    if row.is_test or row.tries >= MOST_TRIES:
        row.state = _State.FAILED
    else:
        row.state, row.not_before = _State.WAITING, at + AGAIN_AFTER[row.tries - 1]


def release_lost(*, at: datetime) -> int:
    """Take up again what a killed worker had in hand for more than ten minutes; returns how many there were.

    Each taking counts as a try, so that a text at which the worker dies each time ends as failed. One that cannot be
    taken up is logged and keeps no other waiting.
    """
    lost, done = Delivery.objects.filter(state=_State.SENDING, claimed_at__lt=at - LOST_AFTER), 0
    for delivery_id in lost.values_list("pk", flat=True):
        try:
            done += _release(delivery_id, at)
        except Exception as error:
            log.error("delivery %s was not taken up again: %s", delivery_id, type(error).__name__)
    return done


@transaction.atomic
def _release(delivery_id: int, at: datetime) -> bool:
    row = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery_id)
    if row.state != _State.SENDING or row.claimed_at is None or row.claimed_at >= at - LOST_AFTER:
        return False
    row.problem = INTERRUPTED
    row.state = _State.FAILED if row.is_test or row.tries >= MOST_TRIES else _State.WAITING
    row.not_before = at
    row.save(update_fields=["state", "problem", "not_before"])
    return True


def due_deliveries(at: datetime) -> QuerySet[Delivery]:
    """Return what waits to be sent at a moment, the oldest first."""
    return Delivery.objects.filter(state=_State.WAITING, not_before__lte=at).order_by("id")


@transaction.atomic
def test_channel(*, channel: Channel, by: Account, at: datetime) -> Delivery:
    """Send a test by a channel, used or not: to the group, or by mail to the person itself. Raises BadInput."""
    check_in_office(TEST_CHANNEL, by, channel.region)
    made = _test(channel, by if channel.kind == Channel.Kind.MAIL else None, by, at)
    record(verb=TEST_CHANNEL.verb, thing=channel, by=by, at=at)
    return made


@transaction.atomic
def test_own_mail(*, by: Account, at: datetime) -> Delivery:
    """Send the person a test by mail. Raises BadInput without mail server or address, or soon after the last one."""
    channel = mail_channel()
    if channel is None:
        raise BadInput("还没有设置邮件服务器，请联系纲要办或系统管理员。")
    made = _test(channel, by, by, at)
    record(verb="inbox.test_own_mail", thing=by, by=by, at=at)
    return made


def _test(channel: Channel, to: Account | None, by: Account, at: datetime) -> Delivery:
    Account.objects.select_for_update(of=("self",)).get(pk=by.pk)
    tests = Delivery.objects.filter(is_test=True, channel=channel, account=to)
    if tests.filter(made_at__gt=at - BETWEEN_TESTS).exists():
        raise BadInput("刚刚发过一次测试，请一分钟后再试。")
    if tests.filter(made_at__gt=at - timedelta(days=1)).count() >= TESTS_A_DAY:
        raise BadInput(f"一天最多测试{TESTS_A_DAY}次，请明天再试。")
    row = Delivery(channel=channel, account=to, title="测试消息", is_test=True, not_before=at, made_at=at)
    row.body = f"这是{settings.OFFICE_NAME}工作台发出的测试消息，收到即表示设置正确，不必回复。"
    if to and not mail_address(row):
        raise BadInput("请先在“通知设置”中填写并保存自己的邮箱。")
    row.save()
    return row


@transaction.atomic
def post_reminder(*, channel: Channel, text: str, by: Account, at: datetime) -> list[Delivery]:
    """Post a text of the office to a group; one that is too long for the robot goes out in numbered parts.

    Raises NotAllowed, WrongState for a channel that is not used or is a mail server, BadInput for an empty text.
    """
    check_in_office(POST_REMINDER, by, channel.region)
    locked = Channel.objects.select_for_update(of=("self",)).get(pk=channel.pk)
    if not locked.enabled or locked.kind == Channel.Kind.MAIL:
        raise WrongState("这个渠道没有启用，或者不是工作群。")
    text = text.strip()
    if not text or len(text) > 5000:
        raise BadInput("请填写要发到群里的文字（5000字以内）。")
    recent = Delivery.objects.filter(channel=locked, account=None, made_at__gt=at - BETWEEN_TESTS, is_test=False)
    parts = pieces(text, LONGEST.get(Channel.Kind(locked.kind), 18_000))
    if recent.filter(body__in=parts).exists():
        raise BadInput("同样的文字一分钟内已经发过，没有重复发送。")
    made = [Delivery(channel=locked, title="温馨提示", body=p, not_before=at, made_at=at) for p in parts]
    Delivery.objects.bulk_create(made)
    record(verb=POST_REMINDER.verb, thing=locked, by=by, at=at)
    return made


def _locked(delivery: Delivery) -> Delivery:
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("channel__region")
    return rows.get(pk=delivery.pk)


@transaction.atomic
def retry_delivery(*, delivery: Delivery, by: Account, at: datetime) -> Delivery:
    """Begin anew with a text that failed. Raises NotAllowed, WrongState."""
    row = _locked(delivery)
    check_on_delivery(RETRY_DELIVERY, by, row)
    row.state, row.tries, row.not_before = _State.WAITING, 0, at
    row.save(update_fields=["state", "tries", "not_before"])
    record(verb=RETRY_DELIVERY.verb, thing=row, by=by, at=at, changed=["state"])
    return row


@transaction.atomic
def drop_delivery(*, delivery: Delivery, by: Account, at: datetime) -> Delivery:
    """Give up a text that failed; the messages in it stay in the system. Raises NotAllowed, WrongState."""
    row = _locked(delivery)
    check_on_delivery(DROP_DELIVERY, by, row)
    row.state = _State.DROPPED
    row.save(update_fields=["state"])
    record(verb=DROP_DELIVERY.verb, thing=row, by=by, at=at, changed=["state"])
    return row


def expire_deliveries(*, at: datetime) -> int:
    """Delete what was sent more than 90 days ago, and what was given up or failed a year ago."""
    sent = Delivery.objects.filter(state=_State.SENT, sent_at__lt=at - KEEP_SENT)
    others = Delivery.objects.filter(state__in=[_State.DROPPED, _State.FAILED], made_at__lt=at - KEEP_OTHERS)
    return sum(rows.delete()[0] for rows in (sent, others))
