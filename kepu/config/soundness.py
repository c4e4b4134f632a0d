"""What can be wrong with an installation, found by looking, each named in one Chinese sentence."""

import os
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from kepu.audit.append_only import missing_guards
from kepu.config import production
from kepu.files.models import StoredFile
from kepu.files.verbs import path_of


def problems(*, as_owner: bool = False) -> list[str]:
    """Return every problem found; the checks that read tables are left out while the database is behind.

    `as_owner` says that the tables' owner asks, as in an upgrade, so that its rights are no problem.
    """
    found = [*_settings(), *_folder(Path(settings.VAR))]
    try:
        behind = _migrations()
    except DatabaseError as error:
        return [*found, f"连接不上数据库：{error}"]
    found += behind
    checks: list[Callable[[], list[str]]] = [] if behind else [_guards, _files]
    if settings.PRODUCTION and not behind:
        checks += [production.data_problems] if as_owner else [production.data_problems, production.role_problems]
    return found + [line for check in checks for line in check()]


def _settings() -> list[str]:
    lines = [*production.settings_problems(), *production.machine_problems()] if settings.PRODUCTION else []
    if settings.DEBUG:
        lines.append("调试开关 KEPU_DEBUG 处于打开状态，正式使用前请关闭。")
    return lines


def _folder(folder: Path) -> list[str]:
    if not os.access(folder, os.W_OK):
        return [f"运行数据目录不可写：{folder}"]
    free = os.statvfs(folder)
    if free.f_bavail * free.f_frsize < 500 * 1024 * 1024:
        return [f"磁盘剩余空间不足500MB：{folder}"]
    return []


def _migrations() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"数据库落后{len(plan)}步，请运行 kepu migrate。"] if plan else []


def _guards() -> list[str]:
    return [f"只增不改的保护缺失：{name}。请运行 kepu migrate，仍缺失请联系维护人员。" for name in missing_guards()]


def _files() -> list[str]:
    rows = StoredFile.objects.filter(erased_at__isnull=True).values_list("sha256", "size")
    lost = [sha for sha, size in rows.iterator() if not path_of(sha).exists() or path_of(sha).stat().st_size != size]
    return [f"有{len(lost)}个上传文件丢失或损坏，例如 {lost[0]}。请从备份恢复。"] if lost else []
