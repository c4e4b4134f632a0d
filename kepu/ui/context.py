"""What every page knows of the installation."""

from django.conf import settings
from django.http import HttpRequest

import kepu

ELDER_COOKIE = "elder"


def installation(request: HttpRequest) -> dict[str, object]:
    """Return the names that templates use: the office's word for itself, the hotline, the version, 长辈版 or not."""
    return {
        "office_name": settings.OFFICE_NAME,
        "hotline": settings.HOTLINE,
        "kepu_version": kepu.VERSION,
        "elder": request.COOKIES.get(ELDER_COOKIE) == "1",
    }
