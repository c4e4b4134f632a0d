"""How a person wants to be told."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from kepu.audit.verbs import record
from kepu.inbox.models import Delivery, Message, Preference
from kepu.people.crypto import Unreadable, seal, unseal
from kepu.people.models import Account
from kepu.people.verbs import BadInput

PURPOSE = "inbox.mail"
LONGEST_MAIL = 120
LONGEST_QUIET = timedelta(hours=20)
ERASED_BODY = "账号已注销，内容不再保留。"
_Rhythm = Preference.Rhythm


@dataclass(frozen=True)
class PreferenceValues:
    """What a person chose: how often, to which mail address, and between which hours nothing."""

    rhythm: str = _Rhythm.DAILY.value
    mail: str = ""
    quiet_from: time | None = None
    quiet_to: time | None = None

    def fault(self) -> str:
        """Return what is wrong, in Chinese; empty when nothing is."""
        if self.rhythm not in _Rhythm.values:
            return "请选择发送方式。"
        if not self.mail and self.rhythm != _Rhythm.NEVER:
            return "请填写邮箱，或者选择“只在系统内查看”。"
        if self.mail and (len(self.mail) > LONGEST_MAIL or not _is_mail(self.mail)):
            return "邮箱地址有误，应形如 name@example.cn。"
        return self._quiet_fault()

    def _quiet_fault(self) -> str:
        if (self.quiet_from is None) != (self.quiet_to is None):
            return "免打扰的起止时间要么都填，要么都不填。"
        if self.quiet_from is None or self.quiet_to is None:
            return ""
        if self.quiet_from == self.quiet_to:
            return "免打扰的起止时间不能相同。"
        if _length(self.quiet_from, self.quiet_to) > LONGEST_QUIET:
            return "免打扰最长20小时，否则通知发不出去。只想在系统内查看的，请选“只在系统内查看”。"
        return ""


def _is_mail(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return text.isascii()


def _length(start: time, end: time) -> timedelta:
    minutes = (end.hour - start.hour) * 60 + end.minute - start.minute
    return timedelta(minutes=minutes % (24 * 60))


def values_of(preference: Preference | None) -> PreferenceValues:
    """Return what a person chose, the mail address opened: for the person and for sending alone."""
    if preference is None:
        return PreferenceValues()
    return PreferenceValues(preference.rhythm, mail_of(preference), preference.quiet_from, preference.quiet_to)


def mail_of(preference: Preference) -> str:
    """Return the mail address; nothing when there is none, or when it was sealed by a key that is gone."""
    try:
        return unseal(preference.mail, purpose=PURPOSE) if preference.mail else ""
    except Unreadable:
        return ""


@transaction.atomic
def save_preference(*, values: PreferenceValues, by: Account, at: datetime) -> Preference:
    """Keep how the person wants to be told. Raises BadInput.

    Who begins to be told by mail is not sent what came before: it stays in the list of messages.
    """
    if fault := values.fault():
        raise BadInput(fault)
    Account.objects.select_for_update(of=("self",)).get(pk=by.pk)  # two tabs make no two rows
    preference = Preference.objects.filter(account=by).first()
    before = values_of(preference)
    names = ("rhythm", "mail", "quiet_from", "quiet_to")
    changed = [name for name in names if getattr(before, name) != getattr(values, name)]
    if preference and not changed:
        return preference
    preference = preference or Preference(account=by)
    was_told = bool(before.mail) and before.rhythm != _Rhythm.NEVER
    _set(preference, values, seal_mail=values.mail != before.mail)
    if not was_told:
        Message.objects.filter(account=by, gathered_at=None, sent_at__lt=at).update(gathered_at=at)
    record(verb="inbox.save_preference", thing=preference, by=by, at=at, changed=changed)
    return preference


def _set(preference: Preference, values: PreferenceValues, *, seal_mail: bool) -> None:
    if seal_mail:
        preference.mail = seal(values.mail, purpose=PURPOSE) if values.mail else ""
    preference.rhythm = values.rhythm
    preference.quiet_from, preference.quiet_to = values.quiet_from, values.quiet_to
    preference.save()


def erase_preference(account: Account) -> None:
    """Forget how to reach a person whose account is closed, and texts that address him by name; part of the closing."""
    Preference.objects.filter(account=account).delete()
    Delivery.objects.filter(account=account).update(body=ERASED_BODY)
