"""How the targets of a plan stand, computed from the ledger; nobody types a percentage."""

from kepu.plans.queries.progress.board import Board, Progress, board_of, is_countable, may_count
from kepu.plans.queries.progress.brief import brief_paper
from kepu.plans.queries.progress.course import Course, course_for, town_course
from kepu.plans.queries.progress.heat import Heat, HeatCell, HeatRow, heat_of, lights_of_unit
from kepu.plans.queries.progress.mine import UnitLine, lines_of_unit
from kepu.plans.queries.progress.needed import Needed, needed_for
from kepu.plans.queries.progress.outlook import RULE, Prospect, prospects_of, tried
from kepu.plans.queries.progress.shared import LIGHTS, ShareCell
from kepu.plans.queries.progress.suggesting import Offer, default_counting, offers_for
from kepu.plans.queries.progress.towns import TownRow, Towns, towns_of

__all__ = [
    "LIGHTS", "RULE", "Board", "Course", "Heat", "HeatCell", "HeatRow", "Needed", "Offer", "Progress", "Prospect",
    "ShareCell", "TownRow", "Towns", "UnitLine", "board_of", "brief_paper", "course_for", "default_counting", "heat_of",
    "is_countable", "lights_of_unit", "lines_of_unit", "may_count", "needed_for", "offers_for", "prospects_of", "town_course", "towns_of",
    "tried",
]  # fmt: skip
