"""A backup restored is the same database: every row, every file, the guards, the ids that were used up."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection

from kepu.audit.append_only import missing_guards
from kepu.config.archive import Archive, backup, restore
from kepu.config.archive.states import applied_nodes, columns, kind, models_at
from kepu.config.archive.tests.conftest import emptied
from kepu.config.archive.tests.content import AT, BYTES, NASTY, dump, silent
from kepu.files.verbs import path_of


def bring_back(path: Path) -> None:
    with Archive(path) as opened:
        restore(opened, progress=silent)


def test_every_row_and_every_file_comes_back(filled: None, tmp_path: Path, settings: Any) -> None:
    before = dump()
    backup(tmp_path / "b.zip", at=AT, progress=silent)
    assert dump() == before
    settings.FILES_ROOT = tmp_path / "restored"
    with emptied(tmp_path):
        bring_back(tmp_path / "b.zip")
        assert dump() == before
    assert {len(before[t]) for t in ("plans_task", "people_unit", "audit_signin")} == {2, 5, 1}
    assert NASTY in str(before["audit_signin"][0]) or NASTY in before["audit_signin"][0]
    assert path_of(hashlib.sha256(BYTES).hexdigest()).read_bytes() == BYTES
    assert not (tmp_path / "restored" / ".restoring").exists()


def test_the_guards_are_on_after_restoring(empty: None, archive: Path) -> None:
    bring_back(archive)
    assert missing_guards() == []
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET verb = 'x'")


def test_an_id_that_was_used_is_not_used_again(empty: None, archive: Path) -> None:
    from kepu.people.models import Account

    bring_back(archive)
    highest = Account.objects.order_by("-pk").first()
    assert Account.objects.create(username="new", name="新", created_at=AT).pk == highest.pk + 2


def test_a_database_migrated_and_never_used_counts_as_empty(empty: None, archive: Path) -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    bring_back(archive)
    assert missing_guards() == []


def test_an_archive_of_an_older_state_is_brought_forward(filled: None, tmp_path: Path, settings: Any) -> None:
    from django.db.migrations.executor import MigrationExecutor

    before = dump()
    MigrationExecutor(connection).migrate([("axes", "0008_accessfailurelog"), ("mfa", "0001_initial")])
    manifest = backup(tmp_path / "old.zip", at=AT, progress=silent)
    assert manifest.migrations["mfa"] == ["0001_initial"]
    assert "created_at" not in [c for t in manifest.tables if t.table == "mfa_authenticator" for c, _ in t.columns]
    settings.FILES_ROOT = tmp_path / "restored"
    with emptied(tmp_path):
        bring_back(tmp_path / "old.zip")
        after = dump()
        assert ("mfa", "0003_authenticator_type_uniq") in applied_nodes()
    changed = {"mfa_authenticator", "axes_accesslog", "django_content_type", "auth_permission"}
    assert {t: rows for t, rows in after.items() if t not in changed} == {
        t: rows for t, rows in before.items() if t not in changed
    }
    assert len(after["mfa_authenticator"]) == 1
    assert len(after["django_content_type"]) == len(before["django_content_type"])


def test_the_backup_shows_one_moment_and_stops_no_writer(filled: None, tmp_path: Path) -> None:
    from threading import Thread

    from django.contrib.sessions.models import Session

    written = []

    def write() -> None:
        Session.objects.create(session_key="later", session_data="", expire_date=AT)
        written.append(True)
        connection.close()

    def meanwhile(what: str, done: int, of: int) -> None:
        if not written:
            thread = Thread(target=write)
            thread.start()
            thread.join(10)

    manifest = backup(tmp_path / "b.zip", at=AT, progress=meanwhile)
    assert [t.rows for t in manifest.tables if t.table == "django_session"] == [1]
    assert Session.objects.count() == 2


def test_every_table_of_the_program_is_in_a_backup(db: None) -> None:
    ours = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]
    assert {m._meta.db_table for m in models_at(applied_nodes())} == {m._meta.db_table for m in ours}
    assert all(kind(f) for m in ours for f in columns(m))


def test_only_the_owner_reads_a_backup(archive: Path) -> None:
    assert archive.stat().st_mode & 0o077 == 0
