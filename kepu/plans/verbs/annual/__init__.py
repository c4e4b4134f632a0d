"""The year's work: opened from the plan, changed while drafted, issued, shown to the public."""

from kepu.plans.verbs.annual.following import follow_plan
from kepu.plans.verbs.annual.issuing import issue_year, rename_year
from kepu.plans.verbs.annual.items import (
    StaleYear,
    add_year_item,
    edit_year_item,
    move_year_item,
    remove_year_item,
    restore_year_item,
)
from kepu.plans.verbs.annual.opening import YearOpened, open_year
from kepu.plans.verbs.annual.passing import pass_duties
from kepu.plans.verbs.annual.releases import draft_year_release

__all__ = [
    "StaleYear",
    "YearOpened",
    "add_year_item",
    "draft_year_release",
    "edit_year_item",
    "follow_plan",
    "issue_year",
    "move_year_item",
    "open_year",
    "pass_duties",
    "remove_year_item",
    "rename_year",
    "restore_year_item",
]
