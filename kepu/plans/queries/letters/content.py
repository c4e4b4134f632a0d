"""What a letter says: made from the year, the breakdown and the standing clauses while drafted; a plain value of JSON."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from kepu.people.models import Unit
from kepu.people.queries import successors_of
from kepu.plans.models import AnnualPlan, Breakdown, Duty, Letter, LetterTerms, Target, Task
from kepu.plans.queries.annual import Quantity, UnitItem, UnitYear
from kepu.plans.queries.letters.asked import years_of
from kepu.plans.queries.standing import standing
from kepu.plans.wording import due_words, number_words
from kepu.plans.wording.counting import counted, counting_of
from kepu.plans.wording.letters import QUALITATIVE_EVIDENCE, groundwork_rows, lines_of, terms_for

MOST_DUTIES = 6
ROLES = {"lead": "牵头", "support": "配合", "joint": "责任"}
NUMERAL = re.compile(
    r"\s*([（(]?[一二三四五六七八九十百零〇\d]{1,4}[）)、.．]|第[一二三四五六七八九十百\d]{1,4}[章节条])"
)
CHAPTER = re.compile(r"^\s*([一二三四五六七八九十]{1,3}、)", re.MULTILINE)
BLOCKS = (("quantitative", "定量目标任务"), ("qualitative", "定性任务"), ("groundwork", "基础工作"))
CLAUSES = (
    ("duties", "乙方职责"), ("provides", "甲方支持保障"), ("reporting", "报送与考核"), ("changes", "变更"),
    ("others", "其他"),
)  # fmt: skip

Content = dict[str, Any]


def content_of(letter: Letter) -> Content:
    """Return what a letter says: as it was approved, else as the year and the breakdown stand now."""
    return letter.snapshot or drafted(letter)


def drafted(letter: Letter, on: date | None = None) -> Content:
    """Return what a letter would say now, whatever was approved."""
    return contents(letter.annual, [letter], on)[letter.pk]


def contents(
    annual: AnnualPlan, letters: Iterable[Letter], on: date | None = None, years: Mapping[int, UnitYear] | None = None
) -> dict[int, Content]:
    """Return what letters of one year would say now, by id; the same number of queries for one and for sixty.

    `years` is what the year asks of their units, where the caller has it already.
    """
    letters, on = list(letters), on or timezone.localdate()
    if years is None:
        years = years_of(annual, [letter.unit for letter in letters], on)
    signers = signers_of((letter.unit for letter in letters), on)
    frame = _Frame(annual, terms_for(annual))
    answering = {u.pk for year in years.values() for u in (year.unit, *year.taken_over)}
    duties = list(standing(Duty, annual.version).filter(unit__in=answering).order_by("order", "id"))
    drawn = {letter.pk: frame.content(letter, years[letter.unit_id], duties) for letter in letters}
    return {letter.pk: drawn[letter.pk] | {"unit": signers[letter.unit_id]} for letter in letters}


def signers_of(units: Iterable[Unit], on: date) -> dict[int, str]:
    """Return who signs for each unit on a day, as the paper names it: itself, or who goes on for it and for whom."""
    known = {unit.pk: unit for unit in units}
    heirs = successors_of(known.values(), on)
    named = {pk: "、".join(heir.name for heir in heirs[pk]) for pk, unit in known.items() if unit not in heirs[pk]}
    return {pk: f"{named[pk]}（承接{unit.name}的职能）" if named.get(pk) else unit.name for pk, unit in known.items()}


class _Frame:
    """What all letters of a year share: the clauses, the basis, the numerals of the plan's text."""

    def __init__(self, annual: AnnualPlan, terms: LetterTerms) -> None:
        self.annual, self.terms, self.counting = annual, terms, counting_of(terms.counting)
        self.tasks = {task.key: task for task in standing(Task, annual.version).select_related("part")}
        self.text = annual.version.document.text

    def content(self, letter: Letter, year: UnitYear, duties: list[Duty]) -> Content:
        annual, version, terms = self.annual, self.annual.version, self.terms
        answering = {u.pk for u in (year.unit, *year.taken_over)}
        mine = [d.text for d in duties if d.unit_id in answering][:MOST_DUTIES]
        return {
            "title": terms.title, "year": annual.year, "number": letter.number, "party": terms.party,
            "taken_over": [u.name for u in year.taken_over],
            "plan": version.title, "plan_number": version.document_number, "points": annual.title,
            "points_number": annual.document_number, "from": terms.term_from.isoformat(), "to": terms.term_to.isoformat(),
            "quantitative": [self._quantity(q, year) for q in year.quantities],
            "qualitative": [self._item(line) for line in year.qualitative],
            "groundwork": groundwork_rows(terms.groundwork),
            "duties": mine or [f"落实《{version.title}》明确由本单位牵头、配合和按职责分工负责的任务。"],
            "provides": [*lines_of(terms.provides), *lines_of(letter.provides)], "reporting": lines_of(terms.reporting),
            "changes": lines_of(terms.changes), "others": [*lines_of(terms.others), *lines_of(letter.extra)],
        }  # fmt: skip

    def _quantity(self, figure: Quantity, year: UnitYear) -> dict[str, str]:
        target, item = figure.target, figure.item
        line = next((line for line in year.items if item and line.item.pk == item.pk), None)
        value, unit = _parted(figure.words, target.unit)
        definition, source, evidence = counted(target, self.counting)
        return {
            "key": target.key, "clause": self._clause(item.task_key if item else _key(target)), "text": target.quote,
            "title": item.title if item else "总体目标", "role": _role(line) or "责任", "value": value, "unit": unit,
            "definition": "；".join(part for part in (definition, _remark(figure)) if part),
            "due": self._due(line, target), "source": source, "evidence": evidence,
        }  # fmt: skip

    def _item(self, line: UnitItem) -> dict[str, str]:
        item = line.item
        clause = self._clause(item.task_key) if item.task_key else line.basis
        named = f"（承接自{line.named.name}）" if line.taken_over else ""
        return {
            "key": item.key, "clause": clause, "text": item.title + named, "role": _role(line), "asked": item.text,
            "due": self._due(line, None), "evidence": QUALITATIVE_EVIDENCE,
        }  # fmt: skip

    def _due(self, line: UnitItem | None, target: Target | None) -> str:
        """Return by when: as the year says, else as the plan says of this year, else the end of the term."""
        if line and line.item.due:
            return day_words(line.item.due)
        if target and target.due.startswith(f"{self.annual.year}-"):
            return due_words(target.due)
        return day_words(self.terms.term_to)

    def _clause(self, task_key: str) -> str:
        """Return the numerals under which a task stands in the plan: 三、（一）2."""
        task = self.tasks.get(task_key)
        return clause_of(self.text, task) if task else ""


def clause_of(text: str, task: Task) -> str:
    """Return the numerals of a task's place in the printed text: chapter, part, task; what is not numbered is left out."""
    part = task.part if task.part and not task.part.removed else None
    numerals = [_numeral(text, place.start) for place in (part, task) if place]
    if part and part.start is not None and numerals[0].startswith(("（", "(")):
        chapters = CHAPTER.findall(text, 0, part.start)
        numerals.insert(0, chapters[-1] if chapters else "")
    return "".join(numerals).rstrip(".．、")


def _numeral(text: str, start: int | None) -> str:
    """Return the numeral that begins the line on which an item begins."""
    if start is None:
        return ""
    match = NUMERAL.match(text, text.rfind("\n", 0, start) + 1)
    return match.group(1) if match else ""


def _key(target: Target) -> str:
    return target.task.key if target.task else ""


def _role(line: UnitItem | None) -> str:
    return ROLES.get(line.role, "") if line else ""


def _parted(words: str, unit: str) -> tuple[str, str]:
    """Part 不少于300人次 into the value and the unit it is counted in."""
    printed = "个百分点" if unit == "百分点" else unit.removesuffix("/人")
    if printed and words.endswith(printed):
        return words.removesuffix(printed), unit if unit == printed else printed
    return words, ""


def _remark(figure: Quantity) -> str:
    """Return what has to be said beside the value: of how many it is the sum, what earlier years left."""
    words = []
    if figure.whole:
        words.append("为全县合计数，由各责任单位、乡镇（街道）分别完成，乙方牵头落实")
    elif figure.cell and figure.cell.unit_id is None and figure.cell.region_id is None:
        words.append("为全县合计数")
    if figure.cell and figure.cell.carried and figure.cell.breakdown.adding != Breakdown.Adding.RATE:
        words.append(f"含上年结转{number_words(figure.cell.carried)}{figure.target.unit}")
    return "；".join(words)


def day_words(day: date) -> str:
    """Return a day as a paper says it: 2026年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def mark_of(content: Content) -> str:
    """Return a short mark of what a letter says, number apart: the same words have the same mark."""
    said = {name: value for name, value in content.items() if name != "number"}
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]
