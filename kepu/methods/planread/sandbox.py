"""Reading an untrusted document in a child process, with limits of memory and time.

The child is a fresh interpreter: it inherits no sockets, no open files, no environment and no framework, and may
write no file. What comes back over its pipe is plain data and the dataclasses of this package, checked while it is
unpacked, so that a child taken over by a hostile file cannot run code in the parent.
"""

import importlib
import io
import json
import os
import pickle
import resource
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import is_dataclass
from datetime import date
from enum import Enum
from typing import IO, Any, Final

from kepu.methods.planread.extract.refused import Refused

Progress = Callable[[int, int], None]

_PACKAGE: Final = "kepu.methods.planread"
_DEFAULT: Final = f"{_PACKAGE}.extract.extract"
_HEAD: Final = struct.Struct("<cI")
_LONGEST_ANSWER: Final = 256 * 1024 * 1024
_MEGABYTE: Final = 1024 * 1024
_NOT_STARTED: Final = 1  # how Python ends when the function itself could not be loaded


class ChildFailed(Exception):
    """How the child failed to answer, whether it still lives, whether our own code stumbled; the cause of a `Refused`.

    Its text is for the log: it names the kind and the place of an error, never what the document says.
    """

    def __init__(self, how: str, *, alive: bool = False, ours: bool = False) -> None:
        super().__init__(how)
        self.alive, self.ours = alive, ours


def read_safely(
    data: bytes,
    name: str = "",
    *,
    run: str = _DEFAULT,
    seconds: float = 30,
    megabytes: int = 1024,
    progress: Progress | None = None,
) -> Any:
    """Call the function named ``run`` (dotted) with ``data`` and ``name`` in a child process; returns what it does.

    ``seconds`` limits both the wall clock and the processor time, ``megabytes`` the child's address space (not on
    macOS, which has no such limit). With ``progress`` the function gets a keyword argument of that name, which
    passes two numbers, done and of how many, on to it. Raises `Refused` for what the function refuses, when the child
    takes too long, needs too much memory or crashes, and with the code ``fault`` when our own code raised an error.
    """
    with SafeReader(run, seconds=seconds, megabytes=megabytes) as reader:
        return reader.read(data, name, progress)


class SafeReader:
    """A child process that reads one document after another; it is started at once, so that it is warm when needed.

    For a folder of one's own documents, where the start of a child for each would take longer than the reading.
    Uploads of different people should each get a child of their own (`read_safely`). One that dies is replaced.
    """

    def __init__(self, run: str = _DEFAULT, *, seconds: float = 30, megabytes: int = 1024) -> None:
        self._run, self._seconds, self._megabytes = run, seconds, megabytes
        self._child: subprocess.Popen[bytes] | None = _child(run)

    def read(self, data: bytes, name: str = "", progress: Progress | None = None) -> Any:
        """Call the function with one document; as `read_safely`."""
        child = self._child = self._child or _child(self._run)
        order = {"name": name, "seconds": self._seconds, "megabytes": self._megabytes, "progress": bool(progress)}
        watch = _Watch(child, self._seconds)
        try:
            _send(child, json.dumps(order).encode(), data)
            return _answer(child, progress)
        except ChildFailed as failure:
            code = None if failure.alive else child.wait()
            raise Refused(_why(code, watch.expired, failure.ours)) from failure
        finally:
            watch.cancel()
            if child.poll() is not None:
                self.close()

    def close(self) -> None:
        """End the child."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.communicate()

    def __enter__(self) -> "SafeReader":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Watch:
    """Ends the child when its time is over."""

    def __init__(self, child: subprocess.Popen[bytes], seconds: float) -> None:
        self._child = child
        self.expired = False
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._timer.start()

    def _end(self) -> None:
        self.expired = True
        self._child.kill()

    def cancel(self) -> None:
        self._timer.cancel()


def _child(run: str) -> subprocess.Popen[bytes]:
    path = os.pathsep.join(os.path.abspath(entry) for entry in sys.path if entry)
    return subprocess.Popen(  # noqa: S603  (our own interpreter and module, no user input)
        [sys.executable, "-P", "-X", "utf8", "-m", f"{_PACKAGE}.sandbox", run],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        close_fds=True,
        cwd="/",
        env={"PATH": os.defpath, "PYTHONPATH": path},
    )


def _send(child: subprocess.Popen[bytes], *parts: bytes) -> None:
    assert child.stdin is not None
    with suppress(BrokenPipeError):
        for part in parts:
            child.stdin.write(_HEAD.pack(b"D", len(part)))
            child.stdin.write(part)
        child.stdin.flush()


def _answer(child: subprocess.Popen[bytes], progress: Progress | None) -> Any:
    assert child.stdout is not None
    for kind, content in _frames(child.stdout):
        if kind == b"P" and progress is not None:
            progress(*struct.unpack("<qq", content))
        elif kind == b"R":
            return _unpacked(content)
        elif kind == b"F":
            raise Refused(*json.loads(content))
        elif kind == b"E":
            raise ChildFailed(content.decode("utf-8", "replace"), alive=True, ours=True)
    raise ChildFailed("no answer")


def _frames(stream: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    while len(head := stream.read(_HEAD.size)) == _HEAD.size:
        kind, length = _HEAD.unpack(head)
        content = stream.read(length) if length <= _LONGEST_ANSWER else b""
        if len(content) != length:
            return
        yield kind, content


def _why(code: int | None, expired: bool, ours: bool) -> str:
    if expired or code in (-signal.SIGXCPU, -signal.SIGKILL):
        return "too_slow"
    return "fault" if ours or code == _NOT_STARTED else "crashed"


class _Unpacker(pickle.Unpickler):
    """Unpacks plain values and this package's dataclasses and enumerations, nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("datetime", "date"):
            return date
        if module == _PACKAGE or module.startswith(_PACKAGE + "."):
            found = getattr(importlib.import_module(module), name, None)
            if isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum)):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def _unpacked(content: bytes) -> Any:
    try:
        return _Unpacker(io.BytesIO(content)).load()
    except Exception as error:
        raise ChildFailed("answer not understood", alive=True) from error


def _serve() -> None:
    """The child's life: load the function, then for each order keep the limits and answer."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    module, _, function = sys.argv[1].rpartition(".")
    run = getattr(importlib.import_module(module), function)
    frames = _frames(sys.stdin.buffer)
    for (_, order), (_, data) in zip(frames, frames, strict=False):
        _write(out, *_carried_out(run, json.loads(order), data, out))


def _carried_out(run: Callable[..., Any], order: dict[str, Any], data: bytes, out: IO[bytes]) -> tuple[bytes, bytes]:
    try:
        _limit(order["seconds"], order["megabytes"])
        extra = {"progress": _reporter(out)} if order["progress"] else {}
        return b"R", pickle.dumps(run(data, order["name"], **extra), protocol=5)
    except Refused as refused:
        return _refusal(refused)
    except MemoryError:
        return _refusal(Refused("too_complex"))
    except Exception as error:
        return b"E", _place(error).encode()


def _refusal(refused: Refused) -> tuple[bytes, bytes]:
    return b"F", json.dumps([refused.code, refused.message]).encode()


def _place(error: BaseException) -> str:
    """Kind and place of an error, without its message, which may quote the document."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else "?"
    return f"{type(error).__name__} at {where}"


def _reporter(out: IO[bytes]) -> Progress:
    """A progress function that writes at most twenty times a second, and always the end."""
    last = 0.0

    def report(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= 0.05 or done >= total:
            last = now
            _write(out, b"P", struct.pack("<qq", done, total))

    return report


def _write(out: IO[bytes], kind: bytes, content: bytes) -> None:
    out.write(_HEAD.pack(kind, len(content)) + content)
    out.flush()


def _limit(seconds: float, megabytes: int) -> None:
    """Set the limits that the system knows; one that it does not know is left out."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    processor = max(1, int(used.ru_utime + used.ru_stime + seconds + 0.999))
    limits = (
        ("RLIMIT_AS", megabytes * _MEGABYTE),
        ("RLIMIT_CPU", processor),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_NPROC", 0),
    )
    for name, limit in limits:
        with suppress(ValueError, OSError, AttributeError):
            number = getattr(resource, name)
            resource.setrlimit(number, (limit, resource.getrlimit(number)[1]))


if __name__ == "__main__":
    _serve()
