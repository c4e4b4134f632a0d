"""Which address leads into which app."""

from django.urls import include, path

urlpatterns = [
    path("", include("kepu.portal.urls")),
    path("desk/", include("kepu.desk.urls")),
    path("desk/plans/", include("kepu.plans.urls")),
    path("desk/scans/", include("kepu.files.urls")),
    path("desk/people/", include("kepu.people.urls")),
    path("desk/questions/", include("kepu.inbox.question_urls")),
    path("desk/inbox/", include("kepu.inbox.urls")),
    path("link/", include("kepu.people.link_urls")),
    path("account/", include("kepu.people.account_urls")),
]

handler400 = "kepu.ui.errors.bad_request"
handler403 = "kepu.ui.errors.forbidden"
handler404 = "kepu.ui.errors.not_found"
handler500 = "kepu.ui.errors.server_error"
