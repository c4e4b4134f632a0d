"""文书模板: the office puts its own in use, goes back to an older one or to the one that ships. Nothing is deleted."""

from datetime import datetime

from django.db import transaction

from kepu.audit.verbs import record
from kepu.files.models import StoredFile
from kepu.files.verbs import store
from kepu.methods.papers import Checked
from kepu.methods.secrecy import first_mark
from kepu.people.access import WrongState
from kepu.people.models import Account, Region
from kepu.plans import access
from kepu.plans.models import PaperTemplate
from kepu.plans.verbs.documents import Secret

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@transaction.atomic
def keep_template(
    *, region: Region, kind: str, name: str, data: bytes, checked: Checked, by: Account, at: datetime
) -> PaperTemplate:
    """Put a template in use for a kind of paper; the one before it is retired.

    `checked` is what trying it out gave, so that none is used that was not tried. Raises NotAllowed; Secret, before
    anything is stored, for a mark of secrecy; WrongState for the very file that is in use.
    """
    access.check_can_keep_template(by, region)
    if mark := first_mark(checked.words):
        raise Secret(mark)
    file = store(data=data, media_type=MEDIA_TYPE, at=at)
    return _put(region, kind, name, file, by, at)


@transaction.atomic
def reuse_template(*, template: PaperTemplate, by: Account, at: datetime) -> PaperTemplate:
    """Put a retired template in use again, as a new line of the history. The caller has tried it out again.

    Raises NotAllowed, WrongState where it is in use already.
    """
    access.check_can_keep_template(by, template.region)
    return _put(template.region, template.kind, template.name, template.file, by, at)


def _put(region: Region, kind: str, name: str, file: StoredFile, by: Account, at: datetime) -> PaperTemplate:
    """Retire what is in use and use `file`; one after the other where two do so at once."""
    Region.objects.select_for_update().get(pk=region.pk)
    before = PaperTemplate.objects.filter(region=region, kind=kind, retired_at__isnull=True).first()
    if before and before.file_id == file.pk:
        raise WrongState("这份文件就是正在使用的模板，没有变化。")
    if before:
        _retire(before, by, at)
    made = PaperTemplate.objects.create(
        region=region, kind=kind, name=name[-200:], file=file, uploaded_by=by, uploaded_at=at
    )
    record(verb="plans.keep_template", thing=made, by=by, at=at)
    return made


@transaction.atomic
def retire_template(*, template: PaperTemplate, by: Account, at: datetime) -> None:
    """Go back to the template that ships. Raises NotAllowed, WrongState where it was retired already."""
    Region.objects.select_for_update().get(pk=template.region_id)
    locked = PaperTemplate.objects.select_for_update(of=("self",)).select_related("region").get(pk=template.pk)
    access.check_can_retire_template(by, locked)
    _retire(locked, by, at)


def _retire(template: PaperTemplate, by: Account, at: datetime) -> None:
    template.retired_at = at
    template.save(update_fields=["retired_at"])
    record(verb="plans.retire_template", thing=template, by=by, at=at, changed=["retired_at"])
