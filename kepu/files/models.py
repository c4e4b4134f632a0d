"""Tables: stored files. The bytes lie under ``FILES_ROOT`` by hash; the row says what they are."""

from django.db import models


class StoredFile(models.Model):
    """One file's content. An erased one keeps its row as a tombstone: `erased_at` set, bytes gone."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.sha256[:12]
