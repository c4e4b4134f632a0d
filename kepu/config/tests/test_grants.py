"""The serving role may read and insert where tables are append-only, and no more; it owns nothing."""

import re
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction

from kepu.audit.append_only import guarded_models
from kepu.config import grants, production

ROLE = "kepu_grants_test"


def execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def test_append_only_tables_are_those_with_a_guard() -> None:
    given = [re.fullmatch(r'GRANT (.*) ON "(\w+)" TO kepu_web', s) for s in grants.statements("kepu_web")]
    rights = {found[2]: found[1] for found in given if found}
    only = {table for table, may in rights.items() if may == "SELECT, INSERT"}
    assert only == {model._meta.db_table for model in guarded_models()}
    assert "audit_entry" in only
    assert rights["django_migrations"] == "SELECT"
    assert rights["people_account"] == "SELECT, INSERT, UPDATE, DELETE"


def test_every_table_is_decided_on(db: None) -> None:
    text = "".join(grants.statements("kepu_web"))
    assert [t for t in connection.introspection.table_names() if f'"{t}"' not in text] == []


@pytest.mark.parametrize("role", ["kepu web", "x; DROP TABLE a", 'a"b', "县"])
def test_a_name_that_is_no_word_is_refused(role: str) -> None:
    with pytest.raises(ValueError, match="账号名只能由"):
        grants.statements(role)


@pytest.fixture
def serving(own_database: None) -> Iterator[None]:
    """The connection acts as the serving role."""
    if connection.vendor != "postgresql":
        pytest.skip("roles exist on PostgreSQL alone")
    execute(f"DROP ROLE IF EXISTS {ROLE}", f"CREATE ROLE {ROLE}")
    grants.apply(ROLE)
    execute(f"SET ROLE {ROLE}")
    try:
        yield
    finally:
        execute("RESET ROLE", f"DROP OWNED BY {ROLE}", f"DROP ROLE {ROLE}")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET verb = 'x'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "DROP TRIGGER audit_entry_no_change ON audit_entry",
        "CREATE TABLE mine (a int)",
        "DROP TABLE people_unit",
        "DELETE FROM django_migrations",
    ],
)
def test_what_the_role_may_not_do(serving: None, statement: str) -> None:
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
        execute(statement)


def test_what_the_role_may_do(serving: None) -> None:
    from django.utils import timezone

    from kepu.audit.verbs import record
    from kepu.people.models import Account

    with transaction.atomic():
        account = Account.objects.create(username="a", name="a", created_at=timezone.now())
        record(verb="x", thing=account, by=account, at=timezone.now())
    account.delete()
    assert production.role_problems() == []


def test_the_role_can_back_up(serving: None, tmp_path) -> None:  # type: ignore[no-untyped-def]
    from django.utils import timezone

    from kepu.config.archive import backup

    assert backup(tmp_path / "b.zip", at=timezone.now(), progress=lambda *_: None).rows > 0


def test_an_owner_as_serving_role_is_a_problem(db: None) -> None:
    if connection.vendor == "postgresql":
        assert "权限过大" in production.role_problems()[0]
    else:
        assert production.role_problems() == []


def test_a_right_too_many_is_named(serving: None) -> None:
    execute("RESET ROLE", f"GRANT UPDATE ON audit_entry TO {ROLE}", f"SET ROLE {ROLE}")
    assert ["audit_entry" in line and "kepu grants" in line for line in production.role_problems()] == [True]
