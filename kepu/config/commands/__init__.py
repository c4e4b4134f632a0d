"""The subcommands of ``kepu``, one module a group; each has ``register(groups)``."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Groups = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Groups = argparse._SubParsersAction


def start_django() -> None:
    """Set Django up; settings that are wrong end the command with one clear line."""
    import django  # noqa: PLC0415 -- commands that need no database start without Django
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise SystemExit(f"配置有误：{error}") from None


def show_help(parser: argparse.ArgumentParser) -> Callable[[argparse.Namespace], int]:
    """Return what a command without a verb does: it teaches."""

    def show(_: argparse.Namespace) -> int:
        parser.print_help()
        return 0

    return show
