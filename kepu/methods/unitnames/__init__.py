"""Printed names of public bodies: which unit of a county a name such as 县科创中心 or 团县委 means.

Rules of the language, no dictionary of places: a name is a level (县), a branch of power (县委, 县政府), a field
(教育, 体育) and a kind of body (局, 中心); fields are abbreviated to their first character or word. Scores run from 0 to 1
and are for a person to confirm.
"""

from kepu.methods.unitnames.name import Name, parse
from kepu.methods.unitnames.score import LIKELY, Match, Suggestion, score, suggest

__all__ = ["LIKELY", "Match", "Name", "Suggestion", "parse", "score", "suggest"]
