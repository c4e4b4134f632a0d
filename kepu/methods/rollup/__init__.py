"""Rolling up: facts in columns become the sums of every place, thing, group and year, place by place up a tree. Pure.

Integers in, integers out: what a number stands for is the caller's. Columns are NumPy arrays of one length; they may come
in blocks, and memory grows with the sums, not with the facts.
"""

from kepu.methods.rollup.places import once_each, raised
from kepu.methods.rollup.sums import Columns, Sums

__all__ = ["Columns", "Sums", "once_each", "raised"]
