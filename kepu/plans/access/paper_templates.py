"""文书模板: the secretariat keeps the templates of its own region; for everybody else they do not exist."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from kepu.people.access import Rule, WrongState, allows, check, holdings
from kepu.people.models import Account, Region, Role
from kepu.plans.models import PaperTemplate

_OFFICE = (Role.SECRETARIAT,)

KEEP_TEMPLATE = Rule("plans.keep_template", "更换文书模板", _OFFICE, "region")
RETIRE_TEMPLATE = Rule("plans.retire_template", "恢复为系统模板", _OFFICE, "region")

RULES = (KEEP_TEMPLATE, RETIRE_TEMPLATE)


def check_can_keep_template(by: Account, region: Region) -> None:
    """Raise unless `by` is of the region's own secretariat."""
    check(KEEP_TEMPLATE, by, region=region)


def can_keep_template(by: Account, region: Region) -> bool:
    return allows(KEEP_TEMPLATE, by, region=region)


def check_can_retire_template(by: Account, template: PaperTemplate) -> None:
    """Raise unless the template is in use and `by` is of its region's own secretariat."""
    check(RETIRE_TEMPLATE, by, region=template.region)
    if template.retired_at is not None:
        raise WrongState("这份模板已经停用，可能另一位同志刚刚更换过。请看现在使用的模板。")


def can_retire_template(by: Account, template: PaperTemplate) -> bool:
    return allows(RETIRE_TEMPLATE, by, region=template.region) and template.retired_at is None


def get_template_regions_for(by: Account) -> list[Region]:
    """Return the regions whose templates the person keeps. Raises PermissionDenied where there are none."""
    regions = [h.region for h in holdings(by) if h.role == Role.SECRETARIAT and h.region]
    if not regions:
        raise PermissionDenied("文书模板由纲要办管理，您目前没有这项权限。")
    return regions


def get_template_region_for(by: Account, code: str = "") -> Region:
    """Return the region with this code whose templates the person keeps, or the first of them without a code.

    Raises PermissionDenied for a person of no secretariat, Http404 for a region that is not theirs.
    """
    regions = get_template_regions_for(by)
    found = next((region for region in regions if region.code == code or not code), None)
    if found is None:
        raise Http404
    return found


def get_template_for(by: Account, template_id: int) -> PaperTemplate:
    """Return a template of the person's own region, in use or retired. Raises Http404 otherwise."""
    template = PaperTemplate.objects.select_related("region", "file").filter(pk=template_id).first()
    if template is None or not can_keep_template(by, template.region):
        raise Http404
    return template
