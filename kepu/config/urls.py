"""Which address leads into which app; the addresses of a face that this installation has not do not exist."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from kepu.config.api import api

PORTAL: list[URLPattern | URLResolver] = [path("", include("kepu.portal.urls"))]
DESK: list[URLPattern | URLResolver] = [
    path("desk/", include("kepu.desk.urls")),
    path("desk/plans/", include("kepu.plans.urls")),
    path("desk/scans/", include("kepu.files.urls")),
    path("desk/ledger/", include("kepu.ledger.urls")),
    path("desk/reporting/", include("kepu.accountability.urls")),
    path("desk/people/", include("kepu.people.urls")),
    path("desk/questions/", include("kepu.inbox.question_urls")),
    path("desk/inbox/", include("kepu.inbox.urls")),
    path("link/", include("kepu.people.link_urls")),
    path("account/", include("kepu.people.account_urls")),
]
TO_THE_DESK: list[URLPattern | URLResolver] = [path("", RedirectView.as_view(pattern_name="desk:home"))]

urlpatterns = [
    *(PORTAL if "portal" in settings.FACES else TO_THE_DESK),
    path("api/v1/", api.urls),
    *(DESK if "desk" in settings.FACES else []),
]

handler400 = "kepu.ui.errors.bad_request"
handler403 = "kepu.ui.errors.forbidden"
handler404 = "kepu.ui.errors.not_found"
handler500 = "kepu.ui.errors.server_error"
