"""All writes of the breakdown of targets."""

from kepu.plans.verbs.breakdown.carrying import carry_over
from kepu.plans.verbs.breakdown.cells import StaleGrid, save_cells
from kepu.plans.verbs.breakdown.choosing import choose, confirm_breakdown
from kepu.plans.verbs.breakdown.dividing import part_by_increments, part_by_population, part_equally
from kepu.plans.verbs.breakdown.passing import pass_cells
from kepu.plans.verbs.breakdown.tables import import_cells
from kepu.plans.verbs.breakdown.universes import StaleUniverse, keep_universe

__all__ = [
    "StaleGrid",
    "StaleUniverse",
    "carry_over",
    "choose",
    "confirm_breakdown",
    "import_cells",
    "keep_universe",
    "part_by_increments",
    "part_by_population",
    "part_equally",
    "pass_cells",
    "save_cells",
]
