"""What is wrong with an installation that is meant for real use, each in one Chinese sentence."""

import os
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.db import connection
from django.utils import timezone

from kepu.config.archive import Refused, is_behind, kept
from kepu.config.grants import GUARDED_MAY, guarded_tables
from kepu.config.health import queue_is_stuck
from kepu.people.models import Holding, Role
from kepu.portal.models import Parcel
from kepu.portal.signing import public_key

SAMPLE_PREFIX = "99"
NEEDED = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR, Role.SECRETARIAT)
# Django's own checks that do not apply: the reason stands beside each.
_NOT_OURS = {
    "security.W009",  # the signing key: said in words above
    "security.W005",  # HSTS for subdomains: the office does not own its parent's other hosts
    "security.W019",  # frames: our own preview of a page in a page, same origin only
    "security.W021",  # HSTS preload: a registration at a foreign list
}


def settings_problems() -> list[str]:
    """Return what is wrong with the settings alone."""
    found = []
    if connection.vendor == "sqlite":
        found.append("生产环境建议使用 PostgreSQL：请设置 DATABASE_URL。")
    if "desk" not in settings.FACES:
        found += _portal_problems()
    elif not settings.SECOND_FACTOR:
        found.append("生产环境应要求管理员使用动态口令：请勿把 KEPU_SECOND_FACTOR 设为 0。")
    if "desk" in settings.FACES and not settings.SMALL_OFFICE_SAID:
        found.append(
            "没有写明是否小机构模式，现按三员分立、起草与审查分开执行：请把 KEPU_SMALL_OFFICE 设为 0，"
            "人手不足时由领导决定设为 1。"
        )
    if "*" in settings.ALLOWED_HOSTS:
        found.append("KEPU_HOSTS 不能是 *：请写明主机名。")
    if not settings.CSRF_TRUSTED_ORIGINS or not all(o.startswith("https://") for o in settings.CSRF_TRUSTED_ORIGINS):
        found.append("KEPU_ORIGINS 应写明访问地址，并以 https:// 开头。")
    if settings.HOME_REGION.startswith(SAMPLE_PREFIX):
        found.append(f"KEPU_REGION 还是示范县的代码 {settings.HOME_REGION}，请改为本级区划代码。")
    if len(set(settings.SECRET_KEY)) < 10:
        found.append("KEPU_SECRET_KEY 过于简单，请换成随机生成的密钥。")
    left = [m for m in _django() if m.id not in _NOT_OURS and not m.is_silenced()]
    return found + [f"安全设置 {m.id}：{m.msg}" for m in left]


def _portal_problems() -> list[str]:
    """Return what an installation without a desk lacks to be shown anything."""
    try:
        known = [public_key(text) for text in settings.RELEASE_KEYS]
    except ValueError:
        return ["KEPU_RELEASE_KEY 不是公钥：请在工作台一侧运行 kepu release key，把显示的一行抄过来。"]
    return [] if known else ["公众端单独安装时须设置 KEPU_RELEASE_KEY：工作台一侧 kepu release key 显示的公钥。"]


def _django() -> list[checks.CheckMessage]:
    return checks.run_checks(tags=[checks.Tags.security], include_deployment_checks=True)


def machine_problems() -> list[str]:
    """Return what is wrong with the process, its folder, and the backups."""
    found, folder = [], Path(settings.VAR)
    if os.geteuid() == 0:
        found.append("请用专门的系统账号运行，不要用 root。")
    if folder.stat().st_mode & 0o007:
        found.append(f"运行数据目录对其他系统账号开放：请执行 chmod o= {folder}。")
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        found.append("网页样式文件没有就绪，请运行 kepu migrate。")
    return found + _backup_problems()


def _backup_problems() -> list[str]:
    if not settings.BACKUP_DIR:
        return ["没有设置每夜自动备份：请设置 KEPU_BACKUP_DIR。"]
    taken = kept(Path(settings.BACKUP_DIR))
    if not taken:
        return [f"还没有每夜备份：{settings.BACKUP_DIR}。刚安装的请等到明天，否则请检查定时任务是否在运行。"]
    age = timezone.now().timestamp() - taken[-1].stat().st_mtime
    return ["最近一次每夜备份已超过两天，请检查定时任务和磁盘空间。"] if age > timedelta(days=2).total_seconds() else []


def data_problems() -> list[str]:
    """Return what is wrong in the database: roles nobody holds, demo accounts, no worker."""
    if "desk" not in settings.FACES:
        nothing = [] if Parcel.objects.exists() else ["还没有导入公开数据包：请运行 kepu release import。"]
        return [*nothing, *_queue_problems()]
    held = set(Holding.objects.filter(until=None).values_list("role", flat=True))
    found = [f"还没有{role.label}账号。" for role in NEEDED if role not in held]
    if (Path(settings.VAR) / "sign-ins.txt").exists():
        found.append("运行数据目录中有示范县的登录名和密码（sign-ins.txt）：示范数据不能用于正式环境。")
    return [*found, *_list_problems(), *_queue_problems()]


def _list_problems() -> list[str]:
    """Return what is wrong with the list of what was taken away, without which an older backup would bring it back."""
    try:
        behind = is_behind(timezone.now())
    except Refused as error:
        return [str(error)]
    return ["收回清单没有跟上：请检查定时任务是否在运行、备份目录能否写入。"] if behind else []


def _queue_problems() -> list[str]:
    stuck = "有后台任务等候超过10分钟：请检查 kepu serve --only worker 是否在运行。"
    return [stuck] if queue_is_stuck() else []


def role_problems() -> list[str]:
    """Return what the database account of the web service may do and should not; PostgreSQL alone has such rights."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
        (powerful,) = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user AND schemaname = 'public'")
        (owned,) = cursor.fetchone()
        cursor.execute(
            "SELECT t FROM unnest(%s::text[]) t WHERE has_table_privilege(t, 'UPDATE') OR has_table_privilege(t, 'DELETE')",
            [guarded_tables()],
        )
        open_tables = [row[0] for row in cursor.fetchall()]
    if powerful or owned:
        return [
            "网页服务所用的数据库账号权限过大（是管理员或表的所有者）：请改用 deploy/postgresql.sql 中的 kepu_web。"
        ]
    allowed = "、".join(GUARDED_MAY)
    return [f"数据库账号对只增不改的表 {t} 有多余的权限（只应有 {allowed}）：请运行 kepu grants。" for t in open_tables]
