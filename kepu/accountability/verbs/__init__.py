"""All writes of reporting."""

from kepu.accountability.verbs.closing import close_cycle
from kepu.accountability.verbs.cycles import (
    CycleDrafted,
    CycleValues,
    draft_cycle,
    drop_cycle,
    edit_cycle,
    set_prompts,
)
from kepu.accountability.verbs.opening import make_exception, open_cycle

__all__ = [
    "CycleDrafted", "CycleValues", "close_cycle", "draft_cycle", "drop_cycle", "edit_cycle", "make_exception", "open_cycle",
    "set_prompts",
]  # fmt: skip
