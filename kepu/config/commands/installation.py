"""``kepu migrate``, ``kepu demo``, ``kepu check``: making an installation and seeing that it is sound."""

import argparse
import sys

from kepu.config.commands import Groups, start_django


def register(groups: Groups) -> None:
    """Add the commands."""
    migrate = groups.add_parser("migrate", help="建立或升级数据库")
    migrate.set_defaults(run=run_migrate)
    divisions = groups.add_parser("divisions", help="装入全国行政区划（到乡镇），可重复运行")
    divisions.add_argument("--succeed", nargs=2, metavar=("原代码", "现代码"), help="登记一条区划变更，不装入区划")
    divisions.add_argument("--on", default="", metavar="年-月-日", help="区划变更的生效日期")
    divisions.add_argument("--paper", default="", metavar="文号", help="区划变更的批复文号")
    divisions.set_defaults(run=run_divisions)
    demo = groups.add_parser("demo", help="在空数据库中装入示范县（内容均为虚构）")
    demo.add_argument("--if-empty", action="store_true", help="数据库已有数据时不报错，原样保留")
    demo.set_defaults(run=run_demo)
    check = groups.add_parser("check", help="检查配置和数据库")
    check.add_argument("--as-owner", action="store_true", help="正在用数据库所有者账号：不把它的权限算作问题")
    check.set_defaults(run=run_check)
    grants = groups.add_parser("grants", help="输出给网页服务数据库账号授权的 SQL（PostgreSQL）")
    grants.add_argument("role", nargs="?", default="kepu_web", metavar="账号", help="数据库账号，默认 kepu_web")
    grants.add_argument("--apply", action="store_true", help="直接执行，须用数据库所有者账号")
    grants.set_defaults(run=run_grants)
    roles = groups.add_parser("roles", help="按各应用的权限规则生成 docs/roles.md")
    roles.set_defaults(run=run_roles)


def run_migrate(_: argparse.Namespace) -> int:
    """Bring the database to this version's tables."""
    start_django()
    from django.conf import settings  # noqa: PLC0415 -- needs Django set up
    from django.core.management import call_command  # noqa: PLC0415

    print("正在建立或升级数据库……", flush=True)
    call_command("migrate", verbosity=0, interactive=False)
    if settings.PRODUCTION:
        call_command("collectstatic", verbosity=0, interactive=False)
    print("数据库已就绪。")
    return 0


def run_divisions(arguments: argparse.Namespace) -> int:
    """Load the official divisions, or bring them up to the vintage that ships; or note one change of codes."""
    start_django()
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from kepu.people.commandline import note_succession  # noqa: PLC0415
    from kepu.people.verbs import load_divisions  # noqa: PLC0415

    if arguments.succeed:
        return note_succession(*arguments.succeed, day=arguments.on, paper=arguments.paper)
    print("正在装入全国行政区划（到乡镇）……", flush=True)
    print(f"已装入{load_divisions(at=timezone.now())}个区划。")
    return 0


def run_demo(arguments: argparse.Namespace) -> int:
    """Migrate and load the sample county; 1 when refused."""
    start_django()
    from kepu.config.demo import Refused, load, print_sign_ins  # noqa: PLC0415 -- needs Django set up

    try:
        load(say=lambda text: print(text, flush=True), if_empty=arguments.if_empty)
    except Refused as error:
        print(error, file=sys.stderr)
        return 1
    print_sign_ins()
    return 0


def run_check(arguments: argparse.Namespace) -> int:
    """Print each thing that is wrong, one a line; 1 when there is any."""
    start_django()
    from kepu.config.soundness import problems  # noqa: PLC0415 -- needs Django set up

    found = problems(as_owner=getattr(arguments, "as_owner", False))
    for line in found:
        print(f"✗ {line}")
    print(f"发现{len(found)}个问题。" if found else "检查通过：未发现问题。")
    return 1 if found else 0


def run_grants(arguments: argparse.Namespace) -> int:
    """Print what the serving role may do, or give it; 1 when refused."""
    start_django()
    from django.db import DatabaseError, connection  # noqa: PLC0415 -- needs Django set up

    from kepu.config.grants import apply, statements  # noqa: PLC0415

    try:
        if not arguments.apply:
            print(";\n".join(statements(arguments.role)) + ";")
            return 0
        if connection.vendor != "postgresql":
            raise ValueError("只有 PostgreSQL 才有数据库账号，SQLite 不需要授权。")
        apply(arguments.role)
    except (ValueError, DatabaseError) as error:
        print(f"没有授权：{error}", file=sys.stderr)
        return 1
    print(f"已给 {arguments.role} 授权。")
    return 0


def run_roles(_: argparse.Namespace) -> int:
    """Write docs/roles.md from the rules of all apps."""
    start_django()
    from kepu.people.roles_table import write_roles  # noqa: PLC0415 -- needs Django set up

    print(f"已生成 {write_roles()}")
    return 0
