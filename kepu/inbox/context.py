"""What every page of residents knows of the telephones."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kepu.inbox.models import HelpLine


def help_phone(request: HttpRequest) -> dict[str, object]:
    """Return the home region's own telephone, else the one of the installation; asked for when a template shows it."""
    return {"help_phone": SimpleLazyObject(_number)}


def _number() -> str:
    numbers = HelpLine.objects.filter(region=settings.HOME_REGION).values_list("phone", flat=True)
    return numbers.first() or str(settings.HOTLINE)
