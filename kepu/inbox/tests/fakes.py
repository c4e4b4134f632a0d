"""Fakes of outside services: a robot of a group chat and a mail server, on real sockets of this machine."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class FakeRobot(ThreadingHTTPServer):
    """Notes what it is asked to post, and answers what it is told to: a status and a JSON body."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taker)
        self.paths: list[str] = []
        self.posted: list[Any] = []
        self.answer: tuple[int, Any] = (200, {"errcode": 0, "code": 0})
        self.location = ""
        self.arrived, self.go_on = threading.Event(), threading.Event()
        self.go_on.set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_: Any) -> None:
        """A client that hangs up in the middle is no news."""


class _Taker(BaseHTTPRequestHandler):
    server: FakeRobot

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.paths.append(self.path)
        self.server.posted.append(json.loads(body))
        self.server.arrived.set()
        self.server.go_on.wait(30)
        status, answer = self.server.answer
        self.send_response(status)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.end_headers()
        self.wfile.write(answer if isinstance(answer, bytes) else json.dumps(answer).encode())

    def log_message(self, *_: object) -> None:
        pass


class FakeMailServer(socketserver.ThreadingTCPServer):
    """A mail server that keeps what it is given; it may refuse the sign-in or the recipient."""

    daemon_threads = allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.taken: list[tuple[str, list[str], EmailMessage]] = []
        self.refuse_sign_in = self.refuse_recipient = False

    @property
    def url(self) -> str:
        port = self.server_address[1]
        return f"smtp://office%40example.cn:app-password@127.0.0.1:{port}?tls=no"


class _Session(socketserver.StreamRequestHandler):
    server: FakeMailServer

    def handle(self) -> None:
        self.sender, self.to = "", []
        self._say("220 fake")
        while line := self.rfile.readline().decode().strip():
            if not self._answer(line.partition(" ")[0].upper(), line):
                return

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def _answer(self, word: str, line: str) -> bool:
        if word == "EHLO":
            self._say("250-fake\r\n250 AUTH PLAIN")
        elif word == "AUTH":
            self._say("535 5.7.8 authentication failed" if self.server.refuse_sign_in else "235 ok")
        elif word == "MAIL":
            self.sender = line.partition("<")[2].partition(">")[0]
            self._say("250 ok")
        elif word == "RCPT":
            self.to.append(line.partition("<")[2].partition(">")[0])
            self._say("550 no such user here" if self.server.refuse_recipient else "250 ok")
        elif word == "DATA":
            self._data()
        else:
            self._say("221 bye" if word == "QUIT" else "250 ok")
        return word != "QUIT"

    def _data(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line[1:] if line.startswith(b"..") else line)
        message = message_from_bytes(b"".join(lines), policy=policy.default)
        self.server.taken.append((self.sender, self.to, message))
        self._say("250 ok")


@contextmanager
def running(server: Any) -> Iterator[Any]:
    """Serve in a thread for the time of the block."""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
