"""The scheduler: a short list of chores, each with how often; every chore may run twice or late without harm."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.core.management import call_command
from django.db import close_old_connections, connection
from django.utils import timezone

from kepu.audit.verbs import expire_sign_ins
from kepu.config.archive import back_up_tonight, note_taken_away
from kepu.files.verbs import remove_erased, sweep
from kepu.inbox.jobs import send_messages
from kepu.inbox.verbs import expire_contacts, expire_deliveries
from kepu.ledger.jobs import requeue_imports
from kepu.ledger.verbs import check_cells, drain_all, load_catalogue
from kepu.ledger.verbs.imports import drop_waiting
from kepu.people.handover import pass_on
from kepu.plans.jobs import requeue_letter_archives, requeue_stuck_documents
from kepu.plans.verbs import drop_archives, expire_letters

logger = logging.getLogger("kepu.scheduler")


@dataclass
class Chore:
    """Something done again and again: its name in the log, what it does, how often, and when it is next due."""

    name: str
    do: Callable[[], object]
    every: timedelta
    due: float = 0.0


def chores() -> list[Chore]:
    """Return all chores, each due at once."""
    hour, day = timedelta(hours=1), timedelta(days=1)
    return [
        Chore("learn how full the tables are", look_at_tables, day),
        Chore("requeue documents left by a killed worker", requeue_stuck_documents, timedelta(minutes=1)),
        Chore("add pending facts to the cells", lambda: drain_all(at=timezone.now()), timedelta(seconds=5)),
        Chore("recount all cells", lambda: check_cells(at=timezone.now()), day),
        Chore("bring the catalogue of measures up to date", lambda: load_catalogue(at=timezone.now()), day),
        Chore("requeue imports left by a killed worker", requeue_imports, timedelta(minutes=1)),
        Chore("drop imports that nobody confirmed", lambda: drop_waiting(at=timezone.now()), day),
        Chore("send messages", send_messages, timedelta(minutes=1)),
        Chore("delete texts sent long ago", lambda: expire_deliveries(at=timezone.now()), day),
        Chore("requeue archives of letters left by a killed worker", requeue_letter_archives, timedelta(minutes=1)),
        Chore("delete bytes of erased files left by a killed worker", remove_erased, hour),
        Chore("delete bytes that no row tells of", lambda: sweep(at=timezone.now()), day),
        Chore("delete old archives of letters", lambda: drop_archives(at=timezone.now()), hour),
        Chore("file letters away after their term", lambda: expire_letters(at=timezone.now()), hour),
        Chore("delete sign-in rows past their keeping time", lambda: expire_sign_ins(at=timezone.now()), day),
        Chore("pass on the work of units whose last day is over", lambda: pass_on(by=None, at=timezone.now()), hour),
        Chore("erase who asked, some time after the answer", lambda: expire_contacts(at=timezone.now()), hour),
        Chore("delete sessions that ended", lambda: call_command("clearsessions"), hour),
        Chore("note what was taken away", note_taken_away, timedelta(minutes=1)),
        Chore("back up", lambda: back_up_tonight(at=timezone.localtime()), hour),
        Chore("delete results of old jobs", lambda: call_command("prune_db_task_results", verbosity=0), day),
    ]


def look_at_tables() -> None:
    """Let SQLite learn how full its tables are, so that it takes the right indexes; PostgreSQL does so by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("ANALYZE")


def run_due(waiting: list[Chore], now: float) -> int:
    """Do what is due at `now` (seconds of a monotonic clock); a chore that fails is logged and tried next time."""
    done = 0
    for chore in waiting:
        if chore.due > now:
            continue
        try:
            chore.do()
        except Exception:
            logger.exception("chore failed: %s", chore.name)
        chore.due = now + chore.every.total_seconds()
        done += 1
    return done


def run_forever() -> None:
    """Run chores until the process is ended."""
    waiting = chores()
    while True:
        close_old_connections()
        run_due(waiting, time.monotonic())
        time.sleep(5)
