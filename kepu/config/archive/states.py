"""The tables as they stood at a migration state, and how each kind of column is written in an archive."""

import base64
import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from kepu.config.archive.manifest import Refused

Node = tuple[str, str]
Model = type[models.Model]
Convert = Callable[[Any], Any]

PLAIN = {
    "AutoField", "BigAutoField", "SmallAutoField", "BigIntegerField", "BooleanField", "CharField", "EmailField",
    "FileField", "FloatField", "GenericIPAddressField", "IntegerField", "JSONField", "PositiveBigIntegerField",
    "PositiveIntegerField", "PositiveSmallIntegerField", "SlugField", "SmallIntegerField", "TextField", "URLField",
}  # fmt: skip


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


def _binary(value: bytes | memoryview) -> str:
    return base64.b64encode(bytes(value)).decode("ascii")


def _microseconds(value: timedelta) -> int:
    return value // timedelta(microseconds=1)


OUT: dict[str, Convert] = {
    "BinaryField": _binary, "DateField": date.isoformat, "DateTimeField": _instant, "DecimalField": str,
    "DurationField": _microseconds, "TimeField": time.isoformat, "UUIDField": str,
}  # fmt: skip
IN: dict[str, Convert] = {
    "BinaryField": base64.b64decode, "DateField": date.fromisoformat, "DateTimeField": datetime.fromisoformat,
    "DecimalField": Decimal, "DurationField": lambda n: timedelta(microseconds=n), "TimeField": time.fromisoformat,
    "UUIDField": UUID,
}  # fmt: skip


def applied_nodes() -> list[Node]:
    """Return the migrations applied to the database, sorted; empty for one without tables.

    Raises Refused when an app of this program was migrated further than this program knows.
    """
    known = MigrationLoader(None).disk_migrations
    applied = MigrationRecorder(connection).applied_migrations()
    labels = {app for app, _ in known}
    ahead = [f"{app}.{name}" for app, name in applied if app in labels and (app, name) not in known]
    if ahead:
        raise Refused(f"数据库由更新版本的程序建立（{ahead[0]}），本机程序不能备份。请用升级后的程序。")
    return sorted(node for node in applied if node in known)


def models_at(nodes: Iterable[Node]) -> list[Model]:
    """Return the models with a table of their own at a state of migrations, ordered by table."""
    state = MigrationLoader(None).project_state(list(nodes))
    found = state.apps.get_models(include_auto_created=True)
    ours = [m for m in found if m._meta.managed and not m._meta.proxy and not m._meta.swapped]
    return sorted(ours, key=lambda m: m._meta.db_table)


def columns(model: Model) -> list[models.Field]:
    """Return the stored fields of a model's own table, without those the database computes."""
    return [f for f in model._meta.local_concrete_fields if not f.generated]


def kind(field: models.Field) -> str:
    """Return the kind of a column; a foreign key is of the kind of what it points to.

    Raises Refused for a kind that archives do not know.
    """
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    name = field.get_internal_type()
    if name not in PLAIN and name not in OUT:
        raise Refused(f"备份不认识字段类型 {name}（{field}）。")
    return name


def encoder(model: Model) -> Callable[[tuple[Any, ...]], str]:
    """Return what turns a row of Python values into a line."""
    special = [(i, OUT[k]) for i, f in enumerate(columns(model)) if (k := kind(f)) in OUT]
    dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

    def encode(row: tuple[Any, ...]) -> str:
        values = list(row)
        for i, convert in special:
            if values[i] is not None:
                values[i] = convert(values[i])
        return dump(values)

    return encode


def decoder(model: Model, to: BaseDatabaseWrapper) -> Callable[[str], list[Any]]:
    """Return what turns a line into the values the database's driver takes. Raises ValueError for a line that is wrong."""
    prepare = [_preparation(field, to) for field in columns(model)]
    load = json.loads

    def decode(line: str) -> list[Any]:
        return [p(v) if p else v for p, v in zip(prepare, load(line), strict=True)]

    return decode


def _preparation(field: models.Field, to: BaseDatabaseWrapper) -> Convert | None:
    """Return how one column's value is made ready for the driver, None when it already is."""
    convert = IN.get(kind(field))
    if convert is None and field.get_internal_type() in PLAIN - {"JSONField", "GenericIPAddressField"}:
        return None

    def prepare(value: Any) -> Any:
        if value is None and field.null:
            return None
        return field.get_db_prep_value(convert(value) if convert else value, to, prepared=False)

    return prepare
