"""What every page knows of the place."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kepu.people.models import Region


def place(request: HttpRequest) -> dict[str, object]:
    """Return the home region, loaded when a template asks for it; an unsaved one without a name before it is imported.

    And whether codes can be had by SMS.
    """
    code = settings.HOME_REGION
    home = SimpleLazyObject(lambda: Region.objects.filter(pk=code).first() or Region(code=code, name=""))
    return {"home_region": home, "sms_offered": bool(settings.SMS_URL)}
