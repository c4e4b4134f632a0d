"""A backup of a small installation by each release, which later releases must be able to restore and to upgrade."""
