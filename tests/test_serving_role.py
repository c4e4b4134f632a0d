"""The account that serves in production does all the work of the desk and the portal, and changes nothing that is append-only.

On a real PostgreSQL alone: SQLite has no accounts. Every address is opened, and posted to, by everybody who is let in.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from kepu.config import grants, production
from kepu.config.scheduler import chores, run_due
from kepu.files.models import StoredFile
from kepu.people.models import Role
from tests.architecture.access_decisions import DECISIONS, PUBLIC
from tests.architecture.access_map import Sample, addresses, of_role, person

pytestmark = pytest.mark.slow
ROLE = "kepu_serving_test"


def execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def sample(own_database: None) -> Iterator[Sample]:
    """The things that addresses name, and from then on the connection acts as the serving account."""
    if connection.vendor != "postgresql":
        pytest.skip("accounts of the database exist on PostgreSQL alone")
    made = Sample()
    StoredFile.objects.filter(sha256__in=["0" * 64, "1" * 64]).update(erased_at=timezone.now())  # they have no bytes
    execute(f"DROP ROLE IF EXISTS {ROLE}", f"CREATE ROLE {ROLE} NOSUPERUSER NOCREATEDB NOCREATEROLE")
    grants.apply(ROLE)
    execute(f"SET ROLE {ROLE}")
    try:
        yield made
    finally:
        execute("RESET ROLE", f"DROP OWNED BY {ROLE}", f"DROP ROLE {ROLE}")


def answer(client: Client, url: str, body: dict[str, object]) -> int:
    """The worse of GET and POST; what either did is taken back."""
    codes = []
    for send, sent in ((client.get, {}), (client.post, body)):
        with transaction.atomic():
            codes.append(send(url, sent).status_code)
            transaction.set_rollback(True)
    return max(code for code in codes if code != 405)


@pytest.mark.parametrize("role", [*Role, None], ids=of_role)
def test_it_serves_every_address(sample: Sample, role: Role | None) -> None:
    client, failed = Client(raise_request_exception=False), []
    if role:
        client.force_login(person(sample, role))
    for address in addresses():
        decision = DECISIONS[address.name]
        if decision == PUBLIC or (role is not None and role in decision):
            code = answer(client, sample.url(address), sample.body())
            if code >= 500:
                failed.append((address.name, code))
    assert failed == []


def test_it_does_every_chore(sample: Sample, caplog: pytest.LogCaptureFixture, settings: Any, tmp_path: Path) -> None:
    settings.BACKUP_DIR = str(tmp_path)
    waiting = chores()
    assert run_due(waiting, 0.0) == len(waiting)
    assert [record.getMessage() for record in caplog.records] == []


def test_it_changes_nothing_that_is_append_only(sample: Sample) -> None:
    tables = grants.guarded_tables()
    assert {"audit_entry", "plans_cellchange"} <= set(tables)
    for table in tables:
        column = connection.introspection.get_primary_key_column(connection.cursor(), table)
        for statement in (
            f'UPDATE "{table}" SET "{column}" = "{column}"', f'DELETE FROM "{table}"', f'TRUNCATE "{table}" CASCADE',
            f'ALTER TABLE "{table}" DISABLE TRIGGER ALL', f'DROP TABLE "{table}" CASCADE',
        ):  # fmt: skip
            with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
                execute(statement)
    assert production.role_problems() == []
