"""Restore: an archive into an empty database of either engine, in one transaction, then forward to this version."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.loader import MigrationLoader

from kepu.audit.append_only import missing_guards
from kepu.audit.lasting import Deed
from kepu.config.archive.loading import load
from kepu.config.archive.manifest import Refused
from kepu.config.archive.reading import Archive
from kepu.config.archive.sequences import set_last_ids
from kepu.config.archive.staging import Staging
from kepu.config.archive.states import Node, applied_nodes, models_at
from kepu.config.archive.taken_away import take_away_again
from kepu.config.archive.writing import Progress

MADE_BY_MIGRATE = {"django_migrations", "django_content_type", "auth_permission"}


def restore(archive: Archive, *, progress: Progress, taken_away: Path | None = None) -> list[Deed]:
    """Verify the archive, then bring all of it in; a failure, or the end of the process, leaves the database empty.

    What the list `taken_away` says was taken away after the backup is taken away again, and returned. Raises Refused:
    the database is not empty, the archive is damaged or too new, a row does not fit, or the list is damaged.
    """
    nodes = archive.nodes(set(MigrationLoader(None).disk_migrations))
    refuse_unless_empty()
    archive.verify(progress)
    with Staging(archive.manifest.files) as staging:
        staging.fetch(archive, progress)
        try:
            with _keys_checked_at_the_end(), transaction.atomic(durable=True):
                _bring_in(archive, nodes, progress)
                again = take_away_again(taken_away, archive.manifest.moment) if taken_away else []
                staging.place()
        except DatabaseError as error:
            raise Refused(f"数据库写入失败，没有恢复任何内容：{str(error).splitlines()[0]}") from error
        staging.keep()
    return again


def refuse_unless_empty() -> None:
    """Raise Refused when any table holds rows, but for those that migrating itself makes."""
    full = [table for table in sorted(_tables() - MADE_BY_MIGRATE) if _has_rows(table)]
    if full:
        raise Refused(
            f"数据库不是空的（{full[0]} 等{len(full)}个表中有数据），没有恢复。"
            "请新建一个空数据库，把 DATABASE_URL 指向它，再恢复。"
        )


def _tables() -> set[str]:
    return set(connection.introspection.table_names())


def _has_rows(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608 -- the catalogue's name
        return cursor.fetchone() is not None


@contextmanager
def _keys_checked_at_the_end() -> Iterator[None]:
    """Foreign keys off on SQLite, before the transaction begins; PostgreSQL defers them by itself."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.disable_constraint_checking()
    try:
        yield
    finally:
        connection.enable_constraint_checking()


def _bring_in(archive: Archive, nodes: list[Node], progress: Progress) -> None:
    refuse_unless_empty()
    _drop_empty_tables()
    _migrate_to(nodes)
    found = models_at(nodes)
    _clear(found)
    connection.check_constraints()  # PostgreSQL: from here on deferred, which migrations may have ended
    load(archive, found, progress)
    connection.check_constraints()  # raises for a row that points nowhere; lets PostgreSQL alter tables again
    set_last_ids(found, archive.manifest.sequences)  # migrating may insert rows, on PostgreSQL with the next ids
    progress("升级", 0, 1)
    _migrate_to_newest()
    set_last_ids(models_at(applied_nodes()), archive.manifest.sequences)  # a table that SQLite rebuilt forgot its own
    if lost := missing_guards():
        raise Refused(f"恢复后只增不改的保护缺失（{lost[0]}），没有恢复。请联系维护人员。")
    progress("升级", 1, 1)


def _drop_empty_tables() -> None:
    """Take away the tables of a database that was migrated and never used: the archive may be of an older state."""
    ours = {m._meta.db_table for m in apps.get_models(include_auto_created=True)} | MADE_BY_MIGRATE
    cascade = " CASCADE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for table in sorted(ours & _tables()):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)}{cascade}")


def _migrate_to(nodes: list[Node]) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(_last(nodes, executor.loader.graph))
    if set(applied_nodes()) != set(nodes):
        raise Refused("备份所写的升级记录前后不一致，不能恢复。请换一份备份。")


def _last(nodes: list[Node], graph: MigrationGraph) -> list[Node]:
    """Return those of the nodes after which no other of the same app comes."""
    inner = {p.key for n in nodes for p in graph.node_map[n].parents if p.key[0] == n[0]}
    return [n for n in nodes if n not in inner]


def _migrate_to_newest() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)


def _clear(found: list) -> None:
    """Delete rows that migrations put in: the archive has its own. An append-only table refuses, and so do we."""
    for model in found:
        if model._base_manager.exists():
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608
