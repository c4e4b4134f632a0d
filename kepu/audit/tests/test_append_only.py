"""The audit can be written to and nothing else, on either database, whoever asks."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from kepu.audit.append_only import missing_guards
from kepu.audit.models import Entry
from kepu.audit.verbs import record

AT = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)


@pytest.fixture
def entry(db: None) -> Entry:
    return record(verb="plans.adopt", thing="plans.plan:1", by=None, at=AT, changed=["status"])


def refuse(statement: str, *values: object) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_update_is_refused(entry: Entry) -> None:
    refuse("UPDATE audit_entry SET verb = 'x' WHERE id = %s", entry.pk)


def test_delete_is_refused(entry: Entry) -> None:
    refuse("DELETE FROM audit_entry WHERE id = %s", entry.pk)


def test_insert_over_an_existing_key_is_refused(entry: Entry) -> None:
    if connection.vendor == "sqlite":
        refuse("INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE id = %s", entry.pk)
    else:
        refuse(
            "INSERT INTO audit_entry SELECT * FROM audit_entry WHERE id = %s ON CONFLICT (id) DO UPDATE SET verb = 'x'",
            entry.pk,
        )


def test_truncate_is_refused(entry: Entry) -> None:
    refuse("TRUNCATE audit_entry" if connection.vendor == "postgresql" else "DELETE FROM audit_entry")


def test_the_next_entry_is_accepted(entry: Entry) -> None:
    record(verb="plans.end", thing="plans.plan:1", by=None, at=AT)
    assert Entry.objects.count() == 2


def test_no_guard_is_missing(db: None) -> None:
    assert missing_guards() == []


def test_a_lost_guard_is_named(db: None) -> None:
    name, on = (
        ("audit_entry_no_update", "") if connection.vendor == "sqlite" else ("audit_entry_no_change", " ON audit_entry")
    )
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on}")
    assert missing_guards() == [name]


def test_an_entry_outside_the_deeds_transaction_is_refused(own_database: None) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        record(verb="x", thing="y:1", by=None, at=AT)
