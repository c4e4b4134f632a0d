"""The ``kepu`` command: one door to everything that is done outside the browser."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

import kepu

INTRODUCTION = """\
科普：县（区、市）全民科学素质行动工作平台。

常用步骤：
  kepu plan read 方案.docx          读出方案中的任务、单位、目标任务（不需要数据库）
  kepu migrate                      建立或升级数据库
  kepu demo                         在空数据库中装入示范县（内容均为虚构）
  kepu serve                        启动服务：网页、后台任务、定时任务
  kepu divisions                    装入全国行政区划
  kepu user add 登录名 --name 张三 --role 纲要办   建立账号
  kepu backup / kepu restore        备份；恢复到空数据库（SQLite、PostgreSQL 通用）
  kepu upgrade                      升级数据库：先备份，再升级，再检查
  kepu release export / import      公众端单独安装时：导出、导入签名的公开数据包
  kepu check                        检查本机配置和数据库，逐条说明问题
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with `argv` (the process's own by default) and return its exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kepu.config.settings")
    arguments = build_parser().parse_args(argv)
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        return run(arguments)
    except KeyboardInterrupt:
        print("已中断。", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 0


def build_parser() -> argparse.ArgumentParser:
    """Return the parser; each group of subcommands registers itself."""
    from kepu.config.commands import archive, installation, plan, release, serve, show_help, user  # noqa: PLC0415 -- stays quick

    parser = argparse.ArgumentParser(
        prog="kepu", description=INTRODUCTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", action="version", version=f"kepu {kepu.VERSION}")
    parser.set_defaults(run=show_help(parser))
    groups = parser.add_subparsers(title="命令", metavar="命令")
    for group in (plan, serve, installation, archive, release, user):
        group.register(groups)
    return parser


if __name__ == "__main__":
    sys.exit(main())
