"""What every page knows of the place."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kepu.people.access import home_region
from kepu.people.models import Region
from kepu.people.queries import workday_table


def place(request: HttpRequest) -> dict[str, object]:
    """Return the home region, loaded when a template asks for it; an unsaved one without a name before it is imported.

    And whether codes can be had by SMS, and the office's own table of days off, for the clocks.
    """
    code, by = (
        settings.HOME_REGION,
        getattr(request, "user", AnonymousUser()),
    )  # an error page may come before signing in
    home = SimpleLazyObject(lambda: home_region(by) or Region(code=code, name=""))
    return {
        "home_region": home, "sms_offered": bool(settings.SMS_URL), "workdays": SimpleLazyObject(workday_table),
    }  # fmt: skip
