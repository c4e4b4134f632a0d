"""``python -m tests.releases.take``, run once when a release is made: its backup, to be kept beside this file.

The installation is the sample county without the divisions of the country, with `tests.rows_of_every_table`.
"""

import os
import tempfile
from pathlib import Path

SECRET_KEY, USERNAME, PASSWORD = "x" * 40, "kexie", "korrekt-pferd-9"


def main() -> None:
    """Make the installation in a folder that is thrown away, and back it up."""
    import django

    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    from django.utils import timezone

    import kepu
    from kepu.config import demo
    from kepu.config.archive import backup
    from kepu.people.models import Account
    from tests import rows_of_every_table

    demo.load_divisions = lambda *, at: 0  # forty thousand rows that say nothing of a release
    demo.load(say=print)
    office = Account.objects.get(username=USERNAME)
    office.set_password(PASSWORD)
    office.save()
    rows_of_every_table.fill(USERNAME, PASSWORD)
    out = Path(__file__).parent / f"kepu-{kepu.VERSION}.zip"
    print(backup(out, at=timezone.now(), progress=lambda *_: None).rows, "rows in", out)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(KEPU_VAR=folder, KEPU_SECRET_KEY=SECRET_KEY, DJANGO_SETTINGS_MODULE="kepu.config.settings")
        main()
