"""How things of a plan read in Chinese: `values` for targets everywhere, `letters` for the 目标责任书."""

from kepu.plans.wording.values import (
    MEANINGS,
    PER,
    amount_words,
    difference_words,
    due_words,
    last_day,
    number_words,
    short_title,
    subject_words,
    value_words,
)

__all__ = [
    "MEANINGS",
    "PER",
    "amount_words",
    "difference_words",
    "due_words",
    "last_day",
    "number_words",
    "short_title",
    "subject_words",
    "value_words",
]
