"""``kepu serve``: web, worker and scheduler as three processes under one; with ``--only`` just one of them."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field

from kepu.config.commands import Groups, start_django

PARTS = ("web", "worker", "scheduler")
PATIENCE = 10.0


def register(groups: Groups) -> None:
    """Add ``serve`` to the command."""
    parser = groups.add_parser("serve", help="启动服务（网页、后台任务、定时任务）")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址，默认 127.0.0.1（只供本机访问）")
    parser.add_argument("--port", type=int, default=int(os.environ.get("KEPU_PORT", "8000")), help="端口，默认 8000")
    parser.add_argument("--workers", type=int, default=2, help="网页进程数，默认 2")
    parser.add_argument("--only", choices=PARTS, help="只启动其中一项，用于生产环境分别管理")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until interrupted; 1 when the port is taken."""
    if arguments.only != "worker" and arguments.only != "scheduler" and not _port_is_free(arguments):
        print(
            f"端口 {arguments.port} 已被占用：可能 kepu 已在运行。换一个端口：kepu serve --port 8001", file=sys.stderr
        )
        return 1
    if arguments.only == "scheduler":
        return _run_scheduler()
    names = (arguments.only,) if arguments.only else PARTS
    return Supervisor({name: _command(name, arguments) for name in names}).run()


def _port_is_free(arguments: argparse.Namespace) -> bool:
    family = socket.AF_INET6 if ":" in arguments.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((arguments.host, arguments.port))
        except OSError:
            return False
    return True


def _run_scheduler() -> int:
    start_django()
    from kepu.config.scheduler import run_forever  # noqa: PLC0415 -- needs Django

    run_forever()
    return 0


def _command(name: str, arguments: argparse.Namespace) -> list[str]:
    if name == "web":
        return [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", arguments.host,
            "--port", str(arguments.port), "--workers", str(arguments.workers), "--blocking-threads", "4",
            "--no-ws", "--log-level", "warning", "--respawn-failed-workers", "kepu.config.wsgi:application",
        ]  # fmt: skip
    if name == "worker":
        return [sys.executable, "-m", "django", "db_worker", "--interval", "0.5", "--no-startup-delay", "--no-reload"]
    return [sys.executable, "-m", "kepu", "serve", "--only", "scheduler"]


@dataclass
class Supervisor:
    """Keeps its children running: one that dies is started again, after a wait that grows; all end together."""

    commands: dict[str, list[str]]
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    failures: dict[str, int] = field(default_factory=dict)
    due: dict[str, float] = field(default_factory=dict)
    stopping: bool = False

    def run(self) -> int:
        """Start everything and watch it until a signal to stop."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        for name in self.commands:
            self._start(name)
        while not self.stopping:
            time.sleep(0.3)
            self._watch()
        self._end()
        return 0

    def _start(self, name: str) -> None:
        self.children[name] = subprocess.Popen(self.commands[name], start_new_session=True)  # noqa: S603 -- our own
        self.due.pop(name, None)

    def _watch(self) -> None:
        for name, child in list(self.children.items()):
            if child.poll() is None:
                continue
            if name not in self.due:
                self.failures[name] = self.failures.get(name, 0) + 1
                wait = min(30.0, 0.5 * 2 ** self.failures[name])
                self.due[name] = time.monotonic() + wait
                print(f"{name} 意外退出（{child.returncode}），{wait:.0f} 秒后重新启动。", file=sys.stderr, flush=True)
            elif time.monotonic() >= self.due[name]:
                self._start(name)

    def _stop(self, *_: object) -> None:
        self.stopping = True

    def _end(self) -> None:
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + PATIENCE
        for child in self.children.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
