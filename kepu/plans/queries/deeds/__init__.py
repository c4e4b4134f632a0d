"""定性任务: where each stands, by the deeds that the office confirmed; counted apart from what has a number."""

from kepu.plans.queries.deeds.records import Record, records_for, told_of_record
from kepu.plans.queries.deeds.standing import (
    STATE_LIGHTS,
    STATES,
    TASK_RULE,
    Stand,
    Tally,
    milestones_of,
    quantitative_tasks,
    stands_of,
    states_of_year,
    takes_deeds,
    tally_of,
)
from kepu.plans.queries.deeds.telling import ToldDeed, deeds_of, moves_of, open_tasks
from kepu.plans.queries.deeds.waiting import deeds_todo

__all__ = [
    "STATES", "STATE_LIGHTS", "TASK_RULE", "Record", "Stand", "Tally", "ToldDeed", "deeds_of", "deeds_todo", "milestones_of", "moves_of",
    "open_tasks", "quantitative_tasks", "records_for", "stands_of", "states_of_year", "takes_deeds", "tally_of", "told_of_record",
]  # fmt: skip
