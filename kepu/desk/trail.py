"""The audit as an auditor reads it: opaque ids and codes become names and words at the moment of reading."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model, Q, QuerySet
from django.urls import reverse

from kepu.audit.models import Entry, SignIn
from kepu.desk import words
from kepu.methods.sheets import Column, write_table
from kepu.people.models import Account, Role

DEED_COLUMNS = (
    Column("at", "时间", width=18),
    Column("who", "办理人"),
    Column("deed", "操作", width=24),
    Column("thing", "对象", width=30),
    Column("changed", "改动内容", width=40),
)
MOST_EXPORTED = 50_000


@dataclass(frozen=True)
class Line:
    """One line of a trail in words; `url` leads to the thing where an auditor has a page of it."""

    at: datetime
    who: str
    deed: str
    thing: str
    changed: str
    url: str = ""


def titles() -> dict[str, str]:
    """Return the Chinese title of each verb that an app's rules name."""
    found: dict[str, str] = {}
    for app in apps.get_app_configs():
        if app.name.startswith("kepu.") and find_spec(f"{app.name}.access"):
            rules = getattr(import_module(f"{app.name}.access"), "RULES", ())
            found |= {rule.verb: rule.title for rule in rules}
    return found | words.DEEDS


def deeds(*, who: str = "", verb: str = "", since: date | None = None, until: date | None = None) -> QuerySet[Entry]:
    """Return the audit's entries, newest first: of persons whose name or sign-in name holds `who`, between two days."""
    entries = Entry.objects.all()
    if who:
        entries = entries.filter(by__in=_accounts(who))
    if verb:
        entries = entries.filter(verb=verb)
    return entries.filter(_between(since, until))


def sign_ins(*, who: str = "", since: date | None = None, until: date | None = None) -> QuerySet[SignIn]:
    """Return the log of sign-ins, newest first."""
    rows = SignIn.objects.filter(account__in=_accounts(who)) if who else SignIn.objects.all()
    return rows.filter(_between(since, until))


def _accounts(who: str) -> list[int]:
    return list(Account.objects.filter(Q(name__contains=who) | Q(username__icontains=who)).values_list("pk", flat=True))


def _between(since: date | None, until: date | None) -> Q:
    condition = Q(at__date__gte=since) if since else Q()
    return condition & Q(at__date__lte=until) if until else condition


def names(ids: Iterable[int | None]) -> dict[int | None, str]:
    """Return the names behind account ids in one query; 系统 for deeds without a person."""
    accounts = Account.objects.filter(pk__in={i for i in ids if i})
    return {account.pk: str(account) for account in accounts} | {None: "系统"}


def lines(entries: Iterable[Entry]) -> list[Line]:
    """Return entries in words: two queries for any number of them, one of which made the entries."""
    entries, named = list(entries), titles()
    people = names(entry.by for entry in entries)
    return [
        Line(
            e.at,
            _who(e, people),
            named.get(e.verb) or words.deed(e.verb),
            _thing(e.object),
            _fields(e.object, e.changed),
            _page(e.object),
        )
        for e in entries
    ]


def _who(entry: Entry, people: dict[int | None, str]) -> str:
    """Whoever acts by a one-time link has no account: the link itself, in the next column, says which unit it was."""
    if entry.by is None and entry.object.startswith("people.onetimelink:"):
        return "持链接的单位"
    return people.get(entry.by, "已注销")


def _thing(reference: str) -> str:
    """``people.unit:7`` in words: the sort of thing and its number."""
    label, _, number = reference.partition(":")
    return f"{words.MODELS[label]} {number}" if label in words.MODELS else reference


def _page(reference: str) -> str:
    """Return the page of an account, the one sort of thing that auditors read; of others sort and number must do."""
    label, _, number = reference.partition(":")
    return reverse("people:account", args=[number]) if label == "people.account" and number.isdecimal() else ""


def _fields(reference: str, changed: Iterable[str]) -> str:
    try:
        model = apps.get_model(reference.partition(":")[0])
    except (LookupError, ValueError):
        return "、".join(changed)
    return "、".join(_field(model, name) for name in changed)


def _field(model: type[Model], name: str) -> str:
    """A field's Chinese name where the model gives one; otherwise the word of the thing it points to."""
    sort, _, code = name.partition(":")
    if sort == "role" and code in Role.values:
        return str(Role(code).label)
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return words.FIELDS.get(name, name)
    if not isinstance(field, Field):
        return words.FIELDS.get(name, name)
    if field.related_model and str(field.verbose_name).isascii():
        return words.MODELS.get(field.related_model._meta.label_lower, name)
    return str(field.verbose_name)


def workbook(entries: QuerySet[Entry]) -> bytes:
    """Return the entries as .xlsx, the newest 50,000 at most."""
    rows = ({**vars(line), "at": f"{line.at:%Y-%m-%d %H:%M:%S}"} for line in lines(entries[:MOST_EXPORTED]))
    return write_table("操作日志", DEED_COLUMNS, rows)
