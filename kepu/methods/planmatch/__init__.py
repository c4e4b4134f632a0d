"""Which task or target of one plan stands for which of another: the old plan and the next, the upper plan and ours.

Method. Words are compared as character n-grams (one and two characters), weighted by how rare they are among all that
is compared (so that 科学 and 加强 say little), by the cosine of the weighted counts. A task is likened by its title, its
text, who leads and whom it is for; a target by what is counted, its printed words, its kind, unit, level, and whether
the tasks around the two are paired. Pairs below a floor do not count; of the rest the one-to-one pairing with the
greatest sum is taken, exactly (the Hungarian method on each connected piece). The result does not depend on the order
of the items. Whether two values may be compared at all is a separate question: see `values`.
"""

from kepu.methods.planmatch.match import Pair, match_targets, match_tasks
from kepu.methods.planmatch.model import TargetSide, TaskSide
from kepu.methods.planmatch.values import Standing, falls_short, incomparable, is_share, standing_of

__all__ = [
    "Pair",
    "Standing",
    "TargetSide",
    "TaskSide",
    "falls_short",
    "incomparable",
    "is_share",
    "match_targets",
    "match_tasks",
    "standing_of",
]
