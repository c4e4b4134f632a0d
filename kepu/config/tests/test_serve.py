"""`kepu serve` keeps its children running and ends them all; a taken port is one clear line."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = [pytest.mark.engineless, pytest.mark.slow]

SUPERVISE = """
import sys
from kepu.config.commands.serve import Supervisor
child = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()}\\\\n'); time.sleep(60)"
Supervisor({name: [sys.executable, '-c', child, f'{sys.argv[1]}/{name}'] for name in ('web', 'worker')}).run()
"""


def wait_for(path: Path, lines: int) -> list[int]:
    """The process ids written to a file, once there are `lines` of them."""
    for _ in range(150):
        if path.exists() and len(found := path.read_text().split()) >= lines:
            return [int(pid) for pid in found]
        time.sleep(0.1)
    raise AssertionError(f"{path.name} was not started {lines} times")


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-c", SUPERVISE, str(tmp_path)], stderr=subprocess.DEVNULL)
    yield process
    process.kill()


def test_a_child_that_is_killed_starts_again(supervisor: subprocess.Popen[bytes], tmp_path: Path) -> None:
    first = wait_for(tmp_path / "worker", 1)[0]
    os.kill(first, signal.SIGKILL)
    assert wait_for(tmp_path / "worker", 2)[1] != first


def test_all_end_with_their_parent(supervisor: subprocess.Popen[bytes], tmp_path: Path) -> None:
    children = [wait_for(tmp_path / name, 1)[0] for name in ("web", "worker")]
    supervisor.send_signal(signal.SIGTERM)
    assert supervisor.wait(15) == 0
    assert [alive(pid) for pid in children] == [False, False]


def test_a_taken_port_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "kepu", "serve", "--port", port]
        result = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert result.returncode == 1
    assert result.stderr == f"端口 {port} 已被占用：可能 kepu 已在运行。换一个端口：kepu serve --port 8001\n"
