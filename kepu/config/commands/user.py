"""``kepu user …``: accounts from the command line; what each does stands in `people`."""

import argparse

from kepu.config.commands import Groups, start_django


def register(groups: Groups) -> None:
    """Add ``user``; the arguments after it are read by `people` once Django is set up."""
    user = groups.add_parser("user", help="账号：list、add、password、role、disable", add_help=False)
    user.add_argument("-h", "--help", action="store_true", dest="asks")
    user.add_argument("rest", nargs=argparse.REMAINDER)
    user.set_defaults(run=run_user)


def run_user(arguments: argparse.Namespace) -> int:
    """Hand the arguments to `people`."""
    start_django()
    from kepu.people.commandline import run  # noqa: PLC0415 -- needs Django set up

    return run(["--help"] if arguments.asks else arguments.rest)
