"""A report as it is filled in: what is asked of the unit, what it wrote, what is still wanting before it can be put up."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from kepu.accountability.models import Prompt, Report, ReportLine, ReportText
from kepu.accountability.queries.asking import answers_alone
from kepu.accountability.queries.figures import Told, told_of
from kepu.plans.models import Task, Version

PAGE = "page"


def mark_of(text: str) -> str:
    """Return a short mark of a text, the same whatever ends its lines."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Wanting:
    """One thing that keeps a report from being put up: what, and where on the page."""

    words: str
    anchor: str


@dataclass(frozen=True)
class Field:
    """One heading to write under, of a task or of the whole page, with what stands there."""

    prompt: Prompt
    line: ReportLine | None
    text: str = ""
    revision: int = 0
    typed: str | None = None  # what a form says that was not saved
    theirs: str | None = None  # what a colleague wrote meanwhile, which is why

    @property
    def shown(self) -> str:
        """What stands in the form: what was typed, else what is kept."""
        return self.text if self.typed is None else self.typed

    @property
    def seen(self) -> str:
        """How a form tells what its writer saw: the revision, and a mark of the text, by which a field untouched is known."""
        return f"{self.revision}.{mark_of(self.text)}"

    @property
    def name(self) -> str:
        """How the field is called in a form: the prompt's key behind the task's."""
        return f"t-{self.line.task_key if self.line else PAGE}-{self.prompt.key}"

    @property
    def over(self) -> int:
        """How many characters it is too long."""
        return max(0, len(self.text.strip()) - self.prompt.limit)

    @property
    def rows(self) -> int:
        """How high the field begins."""
        return 5 if self.prompt.limit > 300 else 3


@dataclass(frozen=True)
class Lead:
    """A task that the unit answers by itself, with what the ledger tells of it."""

    line: ReportLine
    task: Task
    clause: str
    told: Told
    fields: list[Field]

    @property
    def left_out(self) -> bool:
        """Whether the unit says that the year did not touch the task."""
        return self.line.involved is False


@dataclass(frozen=True)
class Support:
    """A task that the unit only ticks."""

    line: ReportLine
    task: Task
    clause: str


@dataclass(frozen=True)
class Filling:
    """All of a report. `asked` and `answered` count what is required: texts, and the ticks as one."""

    report: Report
    leads: list[Lead]
    supports: list[Support]
    page: list[Field]
    wanting: list[Wanting] = field(default_factory=list)
    asked: int = 0

    @property
    def answered(self) -> int:
        return self.asked - len({one.anchor for one in self.wanting if not one.words.endswith("请压缩")})

    @property
    def none(self) -> bool:
        """Whether the unit says that it took part in none of the tasks it supports."""
        return bool(self.supports) and all(one.line.involved is False for one in self.supports)

    @property
    def fields(self) -> Iterator[Field]:
        """Every text of the report, in its order."""
        for lead in self.leads:
            yield from lead.fields
        yield from self.page


def filling_of(report: Report) -> Filling:
    """Return a report with all that it asks; a fixed number of queries, however many tasks."""
    cycle = report.cycle
    lines = list(report.lines.all())
    tasks = tasks_of(cycle.version, [line.task_key for line in lines])
    texts = {(text.line_id, text.prompt_id): text for text in report.texts.all()}
    prompts = list(cycle.prompts.all())
    alone = [one for one in lines if one.task_key in tasks and answers_alone(one.role, cycle.joint_as)]
    told = told_of(cycle, [tasks[line.task_key] for line in alone])
    document = cycle.version.document.text if cycle.version.document else ""
    each = [prompt for prompt in prompts if prompt.form == Prompt.Form.TASK]
    leads = [
        Lead(line, tasks[line.task_key], clause_of(tasks[line.task_key], document), told[line.task_key],
             [_field(prompt, line, texts) for prompt in each])
        for line in alone
    ]  # fmt: skip
    supports = [
        Support(line, tasks[line.task_key], clause_of(tasks[line.task_key], document))
        for line in lines
        if line.task_key in tasks and not answers_alone(line.role, cycle.joint_as)
    ]
    page = [_field(prompt, None, texts) for prompt in _page_prompts(report, prompts, leads, supports)]
    return _counted(Filling(report, leads, supports, page))


def tasks_of(version: Version, keys: list[str]) -> dict[str, Task]:
    """Return the tasks of a version with these keys; one query. One that a later amendment took out stays readable."""
    return {task.key: task for task in Task.objects.filter(version=version, key__in=keys).select_related("part")}


def clause_of(task: Task, document: str) -> str:
    """Return the printed words of a task without its clause of responsibility; its title where it is not printed."""
    if task.start is None or task.end is None:
        return task.body or task.title
    end = task.clause_start if task.clause_start is not None and task.clause_start > task.start else task.end
    return document[task.start : end].strip() or task.title


def _field(prompt: Prompt, line: ReportLine | None, texts: dict[tuple[int | None, int], ReportText]) -> Field:
    text = texts.get((line.pk if line else None, prompt.pk))
    return Field(prompt, line, text.text if text else "", text.revision if text else 0)


def _page_prompts(report: Report, prompts: list[Prompt], leads: list[Lead], supports: list[Support]) -> list[Prompt]:
    """The page of texts is asked of who supports, of townships, and of who was asked for nothing else."""
    if report.form == Prompt.Form.TOWN:
        return [prompt for prompt in prompts if prompt.form == Prompt.Form.TOWN]
    if supports or not leads:
        return [prompt for prompt in prompts if prompt.form == Prompt.Form.PAGE]
    return []


def _counted(one: Filling) -> Filling:
    wanting = [*_of_leads(one.leads), *_of_ticks(one.supports), *_of_page(one)]
    asked = sum(len(_required(lead.fields)) for lead in one.leads if not lead.left_out)
    asked += bool(one.supports) + (0 if _waived(one) else len(_required(one.page)))
    asked += sum(lead.left_out for lead in one.leads)
    return Filling(one.report, one.leads, one.supports, one.page, wanting, asked)


def _required(fields: list[Field]) -> list[Field]:
    return [one for one in fields if one.prompt.required]


def _waived(one: Filling) -> bool:
    """Who took part in nothing has nothing to write; a township always tells of its year."""
    return one.none and one.report.form != Prompt.Form.TOWN


def _of_leads(leads: list[Lead]) -> Iterator[Wanting]:
    for lead in leads:
        yield from _of_fields(lead.fields, f"“{lead.task.title}”的", required=not lead.left_out)


def _of_ticks(supports: list[Support]) -> Iterator[Wanting]:
    if supports and all(one.line.involved is None for one in supports):
        yield Wanting("请勾选本年度参与的任务，没有参与的选“本年度均未涉及”", "ticks")


def _of_page(one: Filling) -> Iterator[Wanting]:
    yield from _of_fields(one.page, "", required=not _waived(one))


def _of_fields(fields: list[Field], of: str, *, required: bool) -> Iterator[Wanting]:
    for one in fields:
        if required and one.prompt.required and not one.text.strip():
            yield Wanting(f"{of}{one.prompt.title}没有填写", one.name)
        if one.over:
            yield Wanting(f"{of}{one.prompt.title}超过{one.prompt.limit}字，多{one.over}字，请压缩", one.name)
