"""Input of the breakdown of targets, cleaned."""

from kepu.plans.forms.breakdown.choosing import ChooseForm, UniverseForm
from kepu.plans.forms.breakdown.grid import merge, read_grid, seal_seen, unseal_seen

__all__ = ["ChooseForm", "UniverseForm", "merge", "read_grid", "seal_seen", "unseal_seen"]
