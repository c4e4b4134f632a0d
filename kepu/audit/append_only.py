"""A migration operation that lets a table be inserted into and nothing else, on both databases.

SQLite rebuilds a table without its triggers, so the operation comes last in every migration that touches the table.
On SQLite ``INSERT OR REPLACE`` passes update and delete triggers: an insert over an existing key is refused as well.
"""

from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

MESSAGE = "append-only table"


def unique_keys(model: type[models.Model]) -> list[list[str]]:
    """Return the column lists of every unconditional unique key of the model, the primary key first."""
    meta = model._meta
    names = [[f.name] for f in meta.local_fields if f.unique]
    names += [list(group) for group in meta.unique_together]
    names += [list(c.fields) for c in meta.constraints if isinstance(c, models.UniqueConstraint) and c.fields]
    return [[_column(model, name) for name in group] for group in names]


def _column(model: type[models.Model], name: str) -> str:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    return str(field.column)


def sqlite_triggers(model: type[models.Model]) -> list[str]:
    """Return the statements that guard the model's table on SQLite: update, delete, insert over a key."""
    table = model._meta.db_table
    body = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE} {table}'); END"
    same = [" AND ".join(f'"{c}" = NEW."{c}"' for c in key) for key in unique_keys(model)]
    taken = " OR ".join(f"({clause})" for clause in same)
    exists = f'EXISTS (SELECT 1 FROM "{table}" WHERE {taken})'  # noqa: S608 -- names of our own model
    return [
        f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" {body}',
        f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" {body}',
        f'CREATE TRIGGER "{table}_no_replace" BEFORE INSERT ON "{table}" WHEN {exists} {body}',
    ]


def postgresql_triggers(model: type[models.Model]) -> list[str]:
    """Return the statements that guard the model's table on PostgreSQL: update, delete, truncate."""
    table = model._meta.db_table
    function = (
        "CREATE OR REPLACE FUNCTION kepu_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{MESSAGE} %', TG_TABLE_NAME; END $$"
    )
    row = f'BEFORE UPDATE OR DELETE ON "{table}" FOR EACH ROW EXECUTE FUNCTION kepu_append_only()'
    whole = f'BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION kepu_append_only()'
    return [function, f'CREATE TRIGGER "{table}_no_change" {row}', f'CREATE TRIGGER "{table}_no_truncate" {whole}']


def trigger_names(table: str, vendor: str) -> list[str]:
    """Return the names of the guards a table must have on a database vendor."""
    kinds = {"sqlite": ("update", "delete", "replace"), "postgresql": ("change", "truncate")}[vendor]
    return [f"{table}_no_{kind}" for kind in kinds]


class AppendOnly(Operation):
    """``AppendOnly("entry")`` as the last operation of a migration guards that model's table."""

    reversible = True

    def __init__(self, model: str) -> None:
        self.model = model.lower()

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.models[app_label, self.model].options.setdefault("indexes", [])

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model)
        self._drop(model, schema_editor)
        vendor = schema_editor.connection.vendor
        build = sqlite_triggers if vendor == "sqlite" else postgresql_triggers
        for statement in build(model):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        self._drop(from_state.apps.get_model(app_label, self.model), schema_editor)

    def _drop(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> None:
        table, vendor = model._meta.db_table, schema_editor.connection.vendor
        on = "" if vendor == "sqlite" else f' ON "{table}"'
        for name in trigger_names(table, vendor):
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on}', params=None)

    def describe(self) -> str:
        return f"Make {self.model} append-only"


def guarded_models() -> list[type[models.Model]]:
    """Return the models whose tables must be guarded: those that say ``append_only = True``."""
    return [model for model in apps.get_models() if getattr(model, "append_only", False)]


def missing_guards() -> list[str]:
    """Return the names of guards that the present database lacks; empty when every append-only table is safe."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    wanted = [n for m in guarded_models() for n in trigger_names(m._meta.db_table, connection.vendor)]
    return [name for name in wanted if name not in present]
