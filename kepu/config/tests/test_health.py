"""Watchers learn whether the process lives, and whether it can work."""

from datetime import timedelta
from typing import Any

from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from kepu.config import health


def job(minutes: int) -> None:
    """A job that has waited for some minutes."""
    from django_tasks_db.models import DBTaskResult

    at = timezone.now() - timedelta(minutes=minutes)
    made = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}}, task_path="a.b", queue_name="default", backend_name="default",
        run_after=at, exception_class_path="", traceback="", status="READY",
    )  # fmt: skip
    DBTaskResult.objects.filter(pk=made.pk).update(enqueued_at=at)


def test_the_process_answers_without_a_database_and_under_any_host() -> None:
    answer = Client().get("/healthz", headers={"Host": "10.0.0.7:8000"})
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_ready_when_all_parts_are(db: None) -> None:
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"database": True, "migrations": True, "queue": True})


def test_not_ready_while_the_database_is_behind(db: None, monkeypatch: Any) -> None:
    monkeypatch.setattr(health, "_migrated", set())
    MigrationRecorder.Migration.objects.filter(app="plans").delete()
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": True, "migrations": False, "queue": False})


def test_not_ready_when_nobody_takes_the_jobs(db: None) -> None:
    job(9)
    assert Client().get("/readyz").status_code == 200
    job(11)
    assert Client().get("/readyz").json() == {"database": True, "migrations": True, "queue": False}


def test_not_ready_without_a_database(own_database: None) -> None:
    connections.close_all()
    name = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = "/nowhere/at/all.sqlite3" if connection.vendor == "sqlite" else "kepu_nowhere"
    try:
        answer = Client().get("/readyz")
    finally:
        connection.settings_dict["NAME"] = name
    assert (answer.status_code, answer.json()["database"]) == (503, False)
