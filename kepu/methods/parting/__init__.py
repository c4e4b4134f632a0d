"""Part a whole number over places and years so that the parts come to exactly the whole."""

from kepu.methods.parting.parts import by_weight, equal, evenly, paced, turns

__all__ = ["by_weight", "equal", "evenly", "paced", "turns"]
