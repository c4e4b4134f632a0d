"""The kinds of paper that kepu writes: the placeholders of each, its shipped form, invented sample values."""

from kepu.methods.papers.kinds.blueprints import blueprint
from kepu.methods.papers.kinds.names import KINDS, Name, known_names
from kepu.methods.papers.kinds.samples import sample_values
from kepu.methods.papers.kinds.values import Value, Values, complete

__all__ = ["KINDS", "Name", "Value", "Values", "blueprint", "complete", "known_names", "sample_values"]
