"""Filling in: every text by itself, saved as typed; what a colleague wrote meanwhile is never overwritten unseen."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from kepu.accountability.access import reports as rules
from kepu.accountability.models import Prompt, Report, ReportLine, ReportText
from kepu.accountability.queries.asking import answers_alone
from kepu.accountability.queries.filling import PAGE, mark_of
from kepu.accountability.verbs.reports.rows import locked_report, move
from kepu.audit.verbs import record
from kepu.people.models import Account
from kepu.people.verbs import BadInput

LONGEST_TEXT, LONGEST_OBJECTION = 20_000, 300


@dataclass(frozen=True)
class Typed:
    """One text as a form gives it back: what stands there, the revision that its writer saw, the mark of what stood there."""

    text: str
    seen: int
    mark: str = ""


@dataclass(frozen=True)
class Ticks:
    """A set of ticked tasks as a form gives it back, and those that were ticked when it was opened."""

    now: Set[str]
    seen: Set[str]

    def changed(self) -> Set[str]:
        return self.now ^ self.seen


@dataclass(frozen=True)
class Answers:
    """What a form says of a report; what it does not mention stays.

    `texts` by (task's key or ``page``, prompt's key). `part` ticks the supported tasks in which the unit took part, `none`
    says of all that it took part in none. `left_out` ticks the led tasks that the year did not touch. `objections` by the
    task's key: what the unit holds against the figures, and what stood there when it wrote.
    """

    texts: Mapping[tuple[str, str], Typed] = field(default_factory=dict)
    part: Ticks | None = None
    none: bool = False
    left_out: Ticks | None = None
    objections: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Theirs:
    """What a colleague wrote meanwhile in a text that was therefore not saved."""

    text: str
    revision: int


@dataclass
class Saved:
    """What came of saving: what was changed; what was not, because a colleague was faster."""

    report: Report
    changed: set[str] = field(default_factory=set)
    stale: dict[tuple[str, str], Theirs] = field(default_factory=dict)
    stale_objections: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def save_report(*, report: Report, answers: Answers, by: Account, at: datetime) -> Saved:
    """Save what a form says. Each text by itself: one that a colleague changed since stays as it is, and is told.

    Raises NotAllowed, WrongState, BadInput for a text beyond all bounds, and then nothing is saved.
    """
    rule = rules.writing_rule(by, report)
    row = locked_report(report, rule, by)
    lines = {line.task_key: line for line in row.lines.all()}
    saved = Saved(row)
    _write_texts(saved, answers, lines)
    _object(saved, answers, lines)
    _tick(saved, answers, lines)
    if not saved.changed:
        return saved
    if row.state == Report.State.DUE:
        move(row, Report.State.DRAFT, rule.verb, by, at, *saved.changed)
    else:
        record(verb=rule.verb, thing=row, by=by, at=at, changed=saved.changed)
    return saved


def _write_texts(saved: Saved, answers: Answers, lines: Mapping[str, ReportLine]) -> None:
    if not answers.texts:
        return
    prompts = {prompt.key: prompt for prompt in saved.report.cycle.prompts.all()}
    held = {(row.line_id, row.prompt_id): row for row in saved.report.texts.all()}
    for (task, key), typed in answers.texts.items():
        prompt, line = prompts.get(key), lines.get(task)
        if prompt is None or not _belongs(saved.report, prompt, task, lines):
            raise BadInput("报送的栏目已经变动。请刷新页面，您填写的内容会保留在本机。")
        text = typed.text.replace("\x00", "").replace("\r\n", "\n")
        if len(text) > LONGEST_TEXT:
            raise BadInput(f"“{prompt.title}”有{len(text)}字，远超字数上限，没有保存。请先压缩。")
        before = held.get((line.pk if line else None, prompt.pk)) or ReportText(
            report=saved.report, line=line, prompt=prompt
        )
        if text == before.text or mark_of(text) == typed.mark:
            continue  # nothing was changed in this form
        if typed.seen != before.revision:
            saved.stale[task, key] = Theirs(before.text, before.revision)
            continue
        before.text = text
        before.revision += 1
        before.save()
        saved.changed.add("texts")


def _belongs(report: Report, prompt: Prompt, task: str, lines: Mapping[str, ReportLine]) -> bool:
    """Whether a heading is asked at that place: of a task that the unit answers by itself, or of the page of its kind."""
    alone = [key for key, line in lines.items() if answers_alone(line.role, report.cycle.joint_as)]
    if task != PAGE:
        return task in alone and prompt.form == Prompt.Form.TASK
    if report.form == Prompt.Form.TOWN:
        return prompt.form == Prompt.Form.TOWN
    return prompt.form == Prompt.Form.PAGE and (not alone or len(alone) < len(lines))


def _object(saved: Saved, answers: Answers, lines: Mapping[str, ReportLine]) -> None:
    for task, (typed, seen) in answers.objections.items():
        line = lines.get(task)
        text = " ".join(typed.replace("\x00", "").split())
        if line is None or text in (line.objection, " ".join(seen.split())):
            continue
        if len(text) > LONGEST_OBJECTION:
            raise BadInput(f"对数据的意见请用一句话写明，不超过{LONGEST_OBJECTION}字，现有{len(text)}字。")
        if " ".join(seen.split()) != line.objection:
            saved.stale_objections[task] = line.objection
            continue
        line.objection, line.answer = text, ""
        line.save(update_fields=["objection", "answer"])
        saved.changed.add("objections")


def _tick(saved: Saved, answers: Answers, lines: Mapping[str, ReportLine]) -> None:
    """Apply what was ticked and unticked since the form was opened, so that two people's ticks go together."""
    joint_as = saved.report.cycle.joint_as
    alone = {key: line for key, line in lines.items() if answers_alone(line.role, joint_as)}
    if answers.left_out is not None:
        for key in answers.left_out.changed() & alone.keys():
            _say(saved, alone[key], involved=False if key in answers.left_out.now else None)
    if answers.part is not None:
        _part(saved, answers, {key: line for key, line in lines.items() if key not in alone})


def _part(saved: Saved, answers: Answers, supported: Mapping[str, ReportLine]) -> None:
    """Once one is ticked, the others were no part; while none is, it is open, unless the unit says so of all."""
    assert answers.part is not None
    ticked = {key for key, line in supported.items() if line.involved}
    ticked = (ticked - (answers.part.changed() - answers.part.now)) | (answers.part.changed() & answers.part.now)
    said = bool(ticked & supported.keys()) or answers.none
    for key, line in supported.items():
        _say(saved, line, involved=key in ticked if said else None)


def _say(saved: Saved, line: ReportLine, *, involved: bool | None) -> None:
    if line.involved is not involved:
        line.involved = involved
        line.save(update_fields=["involved"])
        saved.changed.add("ticks")
