"""The way of a plan to the public: drafted, checked for secrecy, released by a named person, withdrawn."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from kepu.audit.lasting import Deed
from kepu.audit.verbs import record
from kepu.methods.masking import mask
from kepu.methods.secrecy import first_mark
from kepu.people.access import WrongState
from kepu.people.models import Account
from kepu.plans import access
from kepu.plans.models import Plan, Release, Target, Version
from kepu.plans.queries.proofreading import PartNode, TaskNode, structure
from kepu.plans.wording import subject_words, value_words


def snapshot_of(version: Version) -> dict[str, Any]:
    """Return what the public will see of an adopted version: its head, parts, tasks and targets, names and phones masked.

    Annexes, lists of people, duties and the reader's remarks are left out.
    """
    tree = structure(version)
    return {
        "title": mask(version.title),
        "issuer": version.issuer,
        "document_number": version.document_number,
        "issued_on": version.issued_on.isoformat() if version.issued_on else None,
        "period": [version.period_from, version.period_to],
        "version": version.number,
        "goals": [_target(t) for t in tree.targets],
        "parts": [_part(node) for node in tree.parts],
        "phases": [{"name": p.name, "from": p.from_year, "to": p.to_year} for p in tree.phases],
    }


def _part(node: PartNode) -> dict[str, Any]:
    part = node.part
    return {
        "key": part.key if part else "",
        "kind": part.kind if part else "",
        "title": mask(part.title) if part else "其他任务",
        "audience": part.audience if part else "",
        "tasks": [_task(task) for task in node.tasks],
    }


def _task(node: TaskNode) -> dict[str, Any]:
    rows = node.responsibilities
    return {
        "key": node.task.key,
        "title": mask(node.task.title),
        "body": mask(node.task.body),
        "units": {role: [mask(r.printed) for r in rows if r.role == role] for role in ("lead", "support", "joint")},
        "open_ended": node.task.open_ended,
        "targets": [_target(t) for t in node.targets],
    }


def _target(target: Target) -> dict[str, Any]:
    return {
        "key": target.key, "kind": target.kind, "quote": mask(target.quote), "subject": mask(subject_words(target)),
        "words": value_words(target, wan=True), "due": target.due,
    }  # fmt: skip


@transaction.atomic
def draft_release(*, version: Version, by: Account, at: datetime) -> Release:
    """Draft what the public will see of an adopted version. Raises WrongState when one is under way already."""
    rows = Version.objects.select_for_update(of=("self",)).select_related("plan__region", "document")
    locked = rows.get(pk=version.pk)
    access.check_can_draft_release(by, locked)
    under_way = (Release.State.DRAFT, Release.State.CHECKED, Release.State.RELEASED)
    if locked.releases.filter(state__in=under_way, annual=None, as_of=None).exists():
        raise WrongState("这一版已有公开内容在办理或已发布。")
    release = Release.objects.create(version=locked, snapshot=snapshot_of(locked), drafted_by=by, drafted_at=at)
    record(verb="plans.draft_release", thing=release, by=by, at=at)
    return release


def _locked(release: Release) -> Release:
    rows = Release.objects.select_for_update(of=("self",)).select_related("version__plan__region", "version__document")
    return rows.get(pk=release.pk)


@transaction.atomic
def check_secrecy(*, release: Release, statement: bool, by: Account, at: datetime) -> Release:
    """Confirm that the drafted content holds nothing secret. A mark of secrecy in it refuses the step.

    `statement` says that the person ticked the statement of having read it all. Raises ValidationError without it.
    """
    locked = _locked(release)
    access.check_can_check_secrecy(by, locked)
    if not statement:
        raise ValidationError({"statement": "请先勾选保密审查意见。"})
    if mark := first_mark("\n".join(texts_of(locked.snapshot))):
        raise WrongState(f"公开内容中有“{mark}”字样，不能通过保密审查。")
    locked.state, locked.checked_by, locked.checked_at = Release.State.CHECKED, by, at
    locked.save()
    record(verb="plans.check_secrecy", thing=locked, by=by, at=at, changed=["state"])
    return locked


def texts_of(value: Any) -> list[str]:
    """Return every text in a snapshot, in its order."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.values() for text in texts_of(item)]
    return [text for item in value for text in texts_of(item)] if isinstance(value, list) else []


@transaction.atomic
def release(*, release: Release, by: Account, at: datetime) -> Release:
    """Show the checked content to the public, in the name of `by`; an older release of the plan is withdrawn.

    What is shown of the plan, of a year's deeds and of the progress of each day stand side by side: none withdraws another.
    Raises NotAllowed, or WrongState also where the public already sees a later version.
    """
    Plan.objects.select_for_update().get(pk=release.version.plan_id)  # one plan, one public version
    locked = _locked(release)
    access.check_can_release(by, locked)
    shown = Release.objects.filter(
        version__plan=locked.version.plan, annual=locked.annual_id, as_of=locked.as_of, state=Release.State.RELEASED
    )
    if shown.filter(version__number__gt=locked.version.number).exists():
        raise WrongState("公众端已是更新的一版，不能再发布旧版。请撤下旧版的公开内容。")
    for older in shown:
        older.state, older.withdrawn_at, older.remark = Release.State.WITHDRAWN, at, "由新版本替代"
        older.save(update_fields=["state", "withdrawn_at", "remark"])
        record(verb="plans.withdraw", thing=older, by=by, at=at, changed=["state"])
    locked.state, locked.released_by, locked.released_at = Release.State.RELEASED, by, at
    locked.save()
    record(verb="plans.release", thing=locked, by=by, at=at, changed=["state"])
    return locked


@transaction.atomic
def withdraw(*, release: Release, remark: str, by: Account, at: datetime) -> Release:
    """Take content off the public face, or give up its draft. Raises ValidationError without a reason."""
    locked = _locked(release)
    access.check_can_withdraw(by, locked)
    if not remark.strip():
        raise ValidationError("请写明撤下的原因。")
    locked.state, locked.withdrawn_at, locked.remark = Release.State.WITHDRAWN, at, remark.strip()[:200]
    locked.save()
    record(verb="plans.withdraw", thing=locked, by=by, at=at, changed=["state"])
    return locked


def withdraw_again(deed: Deed) -> bool:
    """After an older backup was restored: take content off the public face, as was done before."""
    shown = Release.objects.filter(pk=deed.id).exclude(state=Release.State.WITHDRAWN)
    return shown.update(state=Release.State.WITHDRAWN, withdrawn_at=deed.at, remark="备份之后已撤下") > 0
