"""What the journeys stand on: a real browser, a real server over the sample county, checks, pictures."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.pictures import pack

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MISSING = "没有找到 Chromium，浏览器测试全部跳过。安装 chromium，或用 KEPU_CHROMIUM 指出它的路径。"
PATIENCE = 60.0


def find_chromium() -> str | None:
    """Return the path of the browser: KEPU_CHROMIUM, else the first of the usual names that is installed."""
    if asked := os.environ.get("KEPU_CHROMIUM"):
        return asked if Path(asked).exists() else None
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without a browser, skip the journeys and say so where everyone looks: in the summary."""
    journeys = [item for item in items if item.get_closest_marker("browser")]
    if journeys and not find_chromium():
        warnings.warn(pytest.PytestWarning(f"{MISSING}（{len(journeys)}项）"), stacklevel=1)
        for item in journeys:
            item.add_marker(pytest.mark.skip(reason=MISSING))


@dataclass(frozen=True)
class Site:
    """A running installation: its address, its data folder, and the sign-in of each role by the role's Chinese name."""

    url: str
    folder: Path
    people: dict[str, tuple[str, str]]


def environment(folder: Path) -> dict[str, str]:
    """A clean environment over `folder`: nothing of the test run's own settings leaks into the server."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KEPU_", "DATABASE_", "DJANGO_"))}
    return {**kept, "KEPU_VAR": str(folder), "KEPU_HOTLINE": "0999-5551234"}


@pytest.fixture(scope="session")
def sample_county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample county, made once by `kepu demo`."""
    folder = tmp_path_factory.mktemp("county")
    made = subprocess.run(
        [sys.executable, "-m", "kepu", "demo"], cwd=ROOT, env=environment(folder), capture_output=True, text=True
    )
    assert made.returncode == 0, made.stdout + made.stderr
    return folder


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert server.poll() is None, f"服务没有启动：\n{log.read_text('utf-8', 'replace')}"
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"服务{PATIENCE:.0f}秒内没有应答：\n{log.read_text('utf-8', 'replace')}")


def _people(folder: Path) -> dict[str, tuple[str, str]]:
    lines = (folder / "sign-ins.txt").read_text("utf-8").splitlines()
    return {title: (username, password) for title, username, password in (line.split("\t") for line in lines)}


@pytest.fixture(scope="module")
def site(sample_county: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample county served by `kepu serve` from a fresh copy, for the tests of one file."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(sample_county, folder, dirs_exist_ok=True)
    with serving(folder) as url:
        yield Site(url, folder, _people(folder))


@contextlib.contextmanager
def serving(folder: Path, **variables: str) -> Iterator[str]:
    """Run `kepu serve` over a data folder; yields its address and ends it afterwards."""
    port, log = _free_port(), folder / "serve.log"
    command = [sys.executable, "-m", "kepu", "serve", "--port", str(port), "--workers", "1"]
    with log.open("wb") as out:
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment(folder) | variables, stdout=out, stderr=out, start_new_session=True
        )
    try:
        _wait_for(f"http://127.0.0.1:{port}/", server, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The installed Chromium, driven by playwright."""
    from playwright.sync_api import sync_playwright

    # playwright keeps an event loop open in this thread; Django would take every later test for asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--headless=new"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="module")
def signed_in() -> dict[str, Any]:
    """The cookies of persons who signed in before in this file, so that not every test pays for a password."""
    return {}


@pytest.fixture
def visit(chromium: Any, site: Site, signed_in: dict[str, Any]) -> Iterator[Callable[..., Any]]:
    """Open a page as a person: ``visit("纲要办", "/desk/", width=390)``; no person is a resident.

    A person's session is shared by the tests of a file; a test that signs out asks for its own with ``own=True``.
    At the end of the test the consoles of all pages must be clean; a test that provokes a failure on purpose empties
    the page's list of complaints: ``page.complaints.clear()``.
    """
    contexts: list[Any] = []
    complaints: list[str] = []

    def open_page(person: str = "", path: str = "/", *, width: int = 1280, height: int = 800, script: bool = True,
                  own: bool = False) -> Any:  # fmt: skip
        context = chromium.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", timezone_id="Asia/Shanghai",
            base_url=site.url, java_script_enabled=script, storage_state=None if own else signed_in.get(person),
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.complaints = complaints
        page.on(
            "console", lambda m: complaints.append(f"{m.type}: {m.text}") if m.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if person and (own or person not in signed_in):
            sign_in(page, *site.people[person])
            if not own:
                signed_in[person] = {"cookies": context.cookies(), "origins": []}
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def sign_in(page: Any, username: str, password: str) -> None:
    """Sign in by the real page; afterwards the page is where the person lands."""
    page.goto("/account/login/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/account/login/" not in url)


@pytest.fixture(scope="session")
def axe() -> Callable[..., None]:
    """Assert that axe-core finds nothing to complain about on a page: ``axe(page)``; ``strict`` asks contrast 7 : 1."""
    from axe_playwright_python.sync_playwright import Axe

    def check(page: Any, *, strict: bool = False) -> None:
        page.wait_for_load_state()
        options = {"resultTypes": ["violations"], "rules": {"color-contrast-enhanced": {"enabled": strict}}}
        violations = Axe().run(page, options=options).response["violations"]
        told = [f"{v['id']}: {v['help']} {[n['html'][:120] for n in v['nodes'][:3]]}" for v in violations]
        assert told == [], f"{page.url}\n" + "\n".join(told)

    return check


@pytest.fixture(scope="session")
def shoot() -> Callable[..., None]:
    """Keep a picture for the handbook when KEPU_PICTURES=1: ``shoot(page, "matrix")`` is docs/pictures/matrix.png."""

    def take(page: Any, name: str, **options: Any) -> None:
        if os.environ.get("KEPU_PICTURES") == "1":
            PICTURES.mkdir(parents=True, exist_ok=True)
            (PICTURES / f"{name}.png").write_bytes(pack(page.screenshot(animations="disabled", **options)))

    return take
