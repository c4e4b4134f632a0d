"""Personal data in texts: hidden in what the public reads, shown to the person who has to look at it."""

from kepu.methods.masking.mask import HIDDEN, Doubt, doubts, has_identity_number, mask
from kepu.methods.masking.spans import personal_spans

__all__ = ["HIDDEN", "Doubt", "doubts", "has_identity_number", "mask", "personal_spans"]
