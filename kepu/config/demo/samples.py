"""The registers of the sample county as they stand in ``samples/``."""

from kepu.config.environment import ROOT
from kepu.methods.sheets import Column, Row, read_table

SAMPLES = ROOT / "samples"


def rows(name: str, columns: tuple[Column, ...]) -> list[Row]:
    """Return the rows of one register."""
    return list(read_table((SAMPLES / name).read_bytes(), columns).rows)
