"""What the tests back up, and how they compare: rows read by plain SQL, not by what is under test."""

import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

AT = datetime(2026, 11, 22, 1, 30, 15, 123456, tzinfo=UTC)
NASTY = "引号\" ' 反斜杠\\N \\t 换行\n回车\r 制表\t 竖线| 行分隔\u2028 表情🧪 NULL"
BYTES = bytes(range(256)) * 400

Dump = dict[str, list[tuple[Any, ...]]]


def silent(what: str, done: int, of: int) -> None:
    """Progress that nobody watches."""


def fill() -> None:
    """A plan adopted through the verbs, and rows of the kinds of columns that it lacks; the last audit row's id is not the highest."""
    from allauth.mfa.models import Authenticator
    from django.contrib.sessions.models import Session
    from django_tasks_db.models import DBTaskResult

    from kepu.audit.models import SignIn
    from kepu.files.verbs import store
    from kepu.inbox.models import Message
    from kepu.people.models import Account, Population
    from kepu.plans.tests import builders

    builders.units()
    office = builders.account()
    office.set_password("korrekt-pferd-9")
    office.save()
    builders.released(builders.adopted(office), office)
    from kepu.files.models import StoredFile

    StoredFile.objects.update(erased_at=AT)  # the builders' file has no bytes
    store(data=BYTES, media_type="image/png", at=AT)
    SignIn.objects.create(at=AT, account=office.pk, event="in", address="2001:db8::7", agent=NASTY)
    Session.objects.create(session_key="k" * 32, session_data="", expire_date=AT + timedelta(days=1))
    Authenticator.objects.create(user=office, type="totp", data={"secret": "x", "深": [1, 2.5, None, {"a": True}]})
    Population.objects.create(region=builders.region(), year=2025, basis="resident", count=512_345, source=NASTY)
    DBTaskResult.objects.create(
        args_kwargs={"args": [1], "kwargs": {}}, task_path="a.b", queue_name="default", backend_name="default",
        run_after=AT, exception_class_path="", traceback="",
    )  # fmt: skip
    Account.objects.create(username="gone", name="已删", created_at=AT).delete()
    assert Message._meta.db_table


def dump() -> Dump:
    """Every row of every table but the record of migrations (its times differ), JSON texts as values, keys in order."""
    from django.db import connection

    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names()):
            if table != "django_migrations":
                cursor.execute(f'SELECT * FROM "{table}"')
                names = sorted(
                    range(len(cursor.description)),
                    key=lambda i, d=cursor.description: d[i].name if hasattr(d[i], "name") else d[i][0],
                )
                found[table] = sorted((tuple(_value(row[i]) for i in names) for row in cursor.fetchall()), key=str)
    return found


def _value(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in "[{":
        try:
            return json.dumps(json.loads(value), sort_keys=True)
        except ValueError:
            return value
    return json.dumps(value, sort_keys=True) if isinstance(value, dict | list) else value


def rewrite(path: Path, change: Callable[[str, bytes], bytes | None]) -> None:
    """Write an archive again with changed members; None leaves one out."""
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in members.items():
            if (changed := change(name, data)) is not None:
                new.writestr(name, changed)


def remanifest(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the manifest of an archive as a dict."""

    def edit(name: str, data: bytes) -> bytes:
        if name != "manifest.json":
            return data
        manifest = json.loads(data)
        change(manifest)
        return json.dumps(manifest).encode()

    rewrite(path, edit)
