"""Reads of the breakdown of targets: what a year asks of a place, the list of targets, the grid of one."""

from kepu.plans.queries.breakdown.cells import cell_words, cells_of

__all__ = ["cell_words", "cells_of"]
