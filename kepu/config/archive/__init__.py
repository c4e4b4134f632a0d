"""Backup and restore: one archive, the same for both engines, of every row and every stored file.

An archive is a zip: ``tables/<table>.jsonl`` (a JSON array a row), ``files/<sha256>``, and ``manifest.json``, which is
written last and says what must be there: version, applied migrations, columns, row counts, hashes, sequences.
"""

from kepu.config.archive.manifest import FORMAT, Manifest, Refused
from kepu.config.archive.nightly import back_up_tonight, kept
from kepu.config.archive.reading import Archive
from kepu.config.archive.restoring import restore
from kepu.config.archive.taken_away import default_list, is_behind, note_restored, note_taken_away
from kepu.config.archive.writing import backup, default_path

__all__ = [
    "FORMAT",
    "Archive",
    "Manifest",
    "Refused",
    "back_up_tonight",
    "backup",
    "default_list",
    "default_path",
    "is_behind",
    "kept",
    "note_restored",
    "note_taken_away",
    "restore",
]
