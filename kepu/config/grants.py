"""What the serving role may do on PostgreSQL: everything to rows, but on append-only tables only read and insert."""

from django.apps import apps
from django.db import connection, transaction

from kepu.audit.append_only import guarded_models

GUARDED_MAY = ("SELECT", "INSERT")
ORDINARY_MAY = ("SELECT", "INSERT", "UPDATE", "DELETE")
READ_ONLY = "django_migrations"


def guarded_tables() -> list[str]:
    """Return the append-only tables, sorted."""
    return sorted(model._meta.db_table for model in guarded_models())


def ordinary_tables() -> list[str]:
    """Return all other tables, sorted."""
    every = {m._meta.db_table for m in apps.get_models(include_auto_created=True) if m._meta.managed}
    return sorted(every - set(guarded_tables()))


def statements(role: str) -> list[str]:
    """Return the SQL that gives `role` its rights and no others; run it again after every upgrade.

    Raises ValueError for a role whose name is no plain word.
    """
    if not role.isidentifier() or not role.isascii():
        raise ValueError(f"账号名只能由字母、数字和下划线组成：{role}")
    names = ", ".join(f'"{t}"' for t in [*guarded_tables(), *ordinary_tables(), READ_ONLY])
    given = [_grant(GUARDED_MAY, t, role) for t in guarded_tables()]
    given += [_grant(ORDINARY_MAY, t, role) for t in ordinary_tables()]
    return [
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"REVOKE ALL ON {names} FROM {role}",
        *given,
        _grant(("SELECT",), READ_ONLY, role),
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    ]


def apply(role: str) -> None:
    """Give `role` its rights, in one transaction. Raises ValueError unless the present connection owns the tables.

    PostgreSQL itself only warns when somebody else tries.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_tables WHERE tablename = ANY(%s) AND NOT pg_has_role(tableowner, 'USAGE')",
            [[*guarded_tables(), *ordinary_tables()]],
        )
        if cursor.fetchone()[0]:
            raise ValueError("当前数据库账号不是表的所有者，请用所有者账号（kepu_owner）执行。")
        for statement in statements(role):
            cursor.execute(statement)


def _grant(rights: tuple[str, ...], table: str, role: str) -> str:
    return f'GRANT {", ".join(rights)} ON "{table}" TO {role}'
