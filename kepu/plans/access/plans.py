"""Plans, versions, documents, releases: who may take them in, proofread, adopt, amend and publish them."""

from django.conf import settings
from django.http import Http404
from django.utils import timezone

from kepu.people.access import NotAllowed, Rule, WrongState, allows, check, holdings, readable_regions
from kepu.people.models import Account, Region, Role
from kepu.people.queries import predecessors_of, units_of_townships
from kepu.plans.models import Document, Plan, Release, Responsibility, Target, Version

_OFFICE = (Role.SECRETARIAT,)
_PROOFREADING = (Version.State.PROOFREADING.value,)

UPLOAD = Rule("plans.upload", "上传方案文件", _OFFICE, "region")
REREAD = Rule(
    "plans.reread", "重新读取", _OFFICE, "region", (Document.State.FAILED.value, Document.State.READING.value)
)
PROOFREAD = Rule("plans.proofread", "校对方案", _OFFICE, "region", _PROOFREADING)
ADOPT = Rule("plans.adopt", "采用方案", _OFFICE, "region", _PROOFREADING)
DISCARD = Rule("plans.discard", "放弃校对稿", _OFFICE, "region", _PROOFREADING)
AMEND = Rule("plans.amend", "调整方案", _OFFICE, "region", (Plan.Status.ISSUED.value,))
MOVE = Rule("plans.move", "变更方案状态", _OFFICE, "region", tuple(s.value for s in Plan.Status if Plan.MOVES[s]))
DRAFT_RELEASE = Rule("plans.draft_release", "起草公开内容", _OFFICE, "region", (Version.State.ADOPTED.value,))
CHECK_SECRECY = Rule("plans.check_secrecy", "保密审查", _OFFICE, "region", (Release.State.DRAFT.value,))
RELEASE = Rule("plans.release", "发布", _OFFICE, "region", (Release.State.CHECKED.value,))
WITHDRAW = Rule(
    "plans.withdraw", "撤下", _OFFICE, "region", tuple(s.value for s in Release.State if s != Release.State.WITHDRAWN)
)

RULES = (UPLOAD, REREAD, PROOFREAD, ADOPT, DISCARD, AMEND, MOVE, DRAFT_RELEASE, CHECK_SECRECY, RELEASE, WITHDRAW)


def check_can_upload(by: Account, region: Region) -> None:
    """Raise unless `by` is of the region's own secretariat."""
    check(UPLOAD, by, region=region)


def can_upload(by: Account, region: Region) -> bool:
    return allows(UPLOAD, by, region=region)


def check_can_reread(by: Account, document: Document) -> None:
    check(REREAD, by, state=document.state, region=document.region)


def can_reread(by: Account, document: Document) -> bool:
    return allows(REREAD, by, state=document.state, region=document.region)


def check_can_proofread(by: Account, version: Version) -> None:
    """Raise unless the version is still being proofread and `by` is of its region's own secretariat."""
    check(PROOFREAD, by, state=version.state, region=version.plan.region)


def can_proofread(by: Account, version: Version) -> bool:
    return allows(PROOFREAD, by, state=version.state, region=version.plan.region)


def check_can_adopt(by: Account, version: Version) -> None:
    """As for proofreading, and only an issued plan is adopted."""
    check(ADOPT, by, state=version.state, region=version.plan.region)
    if version.plan.status != Plan.Status.ISSUED:
        raise WrongState("只有已印发的方案才能采用。请先在方案状态中登记“已印发”。")


def can_adopt(by: Account, version: Version) -> bool:
    return allows(ADOPT, by, state=version.state, region=version.plan.region) and (
        version.plan.status == Plan.Status.ISSUED
    )


def check_can_discard(by: Account, version: Version) -> None:
    check(DISCARD, by, state=version.state, region=version.plan.region)


def can_discard(by: Account, version: Version) -> bool:
    return allows(DISCARD, by, state=version.state, region=version.plan.region)


def check_can_amend(by: Account, plan: Plan) -> None:
    """Raise unless the plan is issued, has an adopted version, and none is being proofread already."""
    check(AMEND, by, state=plan.status, region=plan.region)
    if plan.versions.filter(state=Version.State.PROOFREADING).exists():
        raise WrongState("这个方案已有一份正在校对的版本，请先采用或放弃它。")
    if not plan.versions.filter(state=Version.State.ADOPTED).exists():
        raise WrongState("方案尚未采用，直接在校对页修改即可。")


def can_amend(by: Account, plan: Plan) -> bool:
    try:
        check_can_amend(by, plan)
    except (NotAllowed, WrongState):
        return False
    return True


def check_can_move(by: Account, plan: Plan, to: str) -> None:
    """Raise unless the life cycle leads from the plan's status to `to`."""
    check(MOVE, by, state=plan.status, region=plan.region)
    if to not in Plan.MOVES[plan.status]:
        raise WrongState(f"方案现为“{plan.get_status_display()}”，不能改为所选状态。")


def can_move(by: Account, plan: Plan) -> bool:
    return allows(MOVE, by, state=plan.status, region=plan.region)


def check_can_draft_release(by: Account, version: Version) -> None:
    """Raise unless the version is adopted and its document may be shown to the public."""
    check(DRAFT_RELEASE, by, state=version.state, region=version.plan.region)
    if version.publicity != Version.Publicity.PUBLIC:
        raise WrongState("只有登记为“主动公开”的方案可以公开。")


def can_draft_release(by: Account, version: Version) -> bool:
    return allows(DRAFT_RELEASE, by, state=version.state, region=version.plan.region) and (
        version.publicity == Version.Publicity.PUBLIC
    )


def check_can_check_secrecy(by: Account, release: Release) -> None:
    """Raise for the wrong state or person; who drafted may check only in small-office mode."""
    check(CHECK_SECRECY, by, state=release.state, region=release.version.plan.region)
    if release.drafted_by_id == by.pk and not settings.SMALL_OFFICE:
        raise NotAllowed("起草人不能自己做保密审查，请由另一位同志办理。")


def can_check_secrecy(by: Account, release: Release) -> bool:
    try:
        check_can_check_secrecy(by, release)
    except (NotAllowed, WrongState):
        return False
    return True


def check_can_release(by: Account, release: Release) -> None:
    check(RELEASE, by, state=release.state, region=release.version.plan.region)


def can_release(by: Account, release: Release) -> bool:
    return allows(RELEASE, by, state=release.state, region=release.version.plan.region)


def check_can_withdraw(by: Account, release: Release) -> None:
    check(WITHDRAW, by, state=release.state, region=release.version.plan.region)


def can_withdraw(by: Account, release: Release) -> bool:
    return allows(WITHDRAW, by, state=release.state, region=release.version.plan.region)


def sees_drafts(by: Account, region: Region) -> bool:
    """Whether the person sees documents and versions before adoption: the region's own secretariat alone."""
    return any(h.role == Role.SECRETARIAT and h.region_id == region.pk for h in holdings(by))


def lit_units(by: Account, plan: Plan) -> set[int] | None:
    """Return the units whose lights the person sees: None for all (the own office, and who reads the region from above).

    For others their own units and those that these took over from: who else stands how is not theirs to know.
    """
    held, today = holdings(by), timezone.localdate()
    above = [h.region.prefix for h in held if h.role == Role.READER and h.region]
    if sees_drafts(by, plan.region) or any(plan.region.code.startswith(prefix) for prefix in above):
        return None
    units = {h.unit.pk: h.unit for h in held if h.unit}
    return {one.pk for unit in units.values() for one in (unit, *predecessors_of(unit, today))}


def lit_targets(by: Account, version: Version) -> set[str] | None:
    """Return the keys of the targets whose lights the person sees: None for all; else those of tasks that name a lit unit."""
    units = lit_units(by, version.plan)
    if units is None:
        return None
    named = Responsibility.objects.filter(version=version, unit__in=units, removed=False, task__isnull=False)
    return set(Target.objects.filter(version=version, task__in=named.values("task")).values_list("key", flat=True))


def lit_towns(by: Account, plan: Plan) -> set[str] | None:
    """Return the townships, by code, whose lights the person sees: None for all; else those for which a lit unit stands."""
    units = lit_units(by, plan)
    if units is None:
        return None
    return {code for code, unit in units_of_townships(plan.region).items() if unit.pk in units}


def get_document_for(by: Account, document_id: int) -> Document:
    """Return a document the person may see. Raises Http404 otherwise: what may not be seen does not exist."""
    document = Document.objects.select_related("region", "file").filter(pk=document_id).first()
    if document is None or not sees_drafts(by, document.region):
        raise Http404
    return document


def get_plan_for(by: Account, plan_id: int) -> Plan:
    """Return a plan of a region that the person reads: an adopted one, or any for its own secretariat."""
    plan = Plan.objects.filter(readable_regions(by), pk=plan_id).select_related("region").first()
    if plan is None:
        raise Http404
    adopted = plan.versions.filter(state=Version.State.ADOPTED).exists()
    if not adopted and not sees_drafts(by, plan.region):
        raise Http404
    return plan


def get_version_for(by: Account, plan_id: int, number: int | None = None) -> Version:
    """Return a version of a plan: the one in force, or that with `number`. Drafts are for the own secretariat."""
    plan = get_plan_for(by, plan_id)
    versions = plan.versions.select_related("plan__region", "document", "adopted_by")
    wanted = {"state": Version.State.ADOPTED} if number is None else {"number": number}
    version = versions.filter(**wanted).first()
    if version is None or (version.state != Version.State.ADOPTED and not sees_drafts(by, plan.region)):
        raise Http404
    return version


def get_shown_version_for(by: Account, plan_id: int, number: int | None = None) -> Version:
    """Return the version that stands for a plan: that with `number`, else the one in force, else the draft."""
    try:
        return get_version_for(by, plan_id, number)
    except Http404:
        if number is not None:
            raise
        return get_proofreading_for(by, plan_id)


def get_proofreading_for(by: Account, plan_id: int) -> Version:
    """Return the version of a plan that is being proofread. Raises Http404 when there is none or not for this person."""
    plan = get_plan_for(by, plan_id)
    version = plan.versions.select_related("plan__region", "document").filter(state=Version.State.PROOFREADING).first()
    if version is None or not sees_drafts(by, plan.region):
        raise Http404
    return version


def get_release_for(by: Account, release_id: int) -> Release:
    """Return a release of a plan of the person's own region. Raises Http404 otherwise."""
    release = (
        Release.objects.select_related("version__plan__region", "annual__plan__region", "annual__version")
        .filter(pk=release_id)
        .first()
    )
    if release is None or not sees_drafts(by, release.version.plan.region):
        raise Http404
    return release
