"""For watchers: ``/healthz`` answers while the process lives, ``/readyz`` when it can do its work.

They answer before anything else, whatever host name was asked for, and tell no more than yes or no for each part.
"""

from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

WAITING_TOO_LONG = timedelta(minutes=10)
_migrated: set[str] = set()  # the databases seen to be of this version, which does not change while the process lives

Respond = Callable[[HttpRequest], HttpResponse]


def probes(get_response: Respond) -> Respond:
    """Answer the two addresses, pass on all others."""

    def respond(request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz":
            return HttpResponse("ok", content_type="text/plain")
        return ready() if request.path_info == "/readyz" else get_response(request)

    return respond


def ready() -> HttpResponse:
    """Return 200 with each part true, 503 when one is not."""
    parts = {"database": False, "migrations": False, "queue": False}
    try:
        connection.ensure_connection()
        parts["database"] = True
        parts["migrations"] = is_migrated()
        parts["queue"] = parts["migrations"] and not queue_is_stuck()
    except DatabaseError:
        connection.close()
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)


def is_migrated() -> bool:
    """Return whether the database has every migration of this program."""
    name = str(connection.settings_dict["NAME"])
    if name not in _migrated:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _migrated.add(name)
    return True


def queue_is_stuck() -> bool:
    """Return whether a job has waited for more than ten minutes past its time: no worker is at work."""
    late = timezone.now() - WAITING_TOO_LONG
    return DBTaskResult.objects.filter(status="READY", enqueued_at__lt=late, run_after__lt=late).exists()
