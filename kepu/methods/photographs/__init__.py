"""Photographs compared by what they show and by where they were taken: a difference hash, distances, parts to search by."""

from kepu.methods.photographs.hashes import ACROSS, DOWN, NEAR, difference_hash, distance, neighbours, parts
from kepu.methods.photographs.spots import kilometres, middle

__all__ = [
    "ACROSS", "DOWN", "NEAR", "difference_hash", "distance", "kilometres", "middle", "neighbours", "parts",
]  # fmt: skip
