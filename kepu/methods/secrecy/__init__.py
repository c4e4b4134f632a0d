"""Marks of secrecy in a text."""

from kepu.methods.secrecy.marks import first_mark

__all__ = ["first_mark"]
