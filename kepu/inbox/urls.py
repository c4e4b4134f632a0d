"""Addresses under ``/desk/inbox/``."""

from django.urls import path

from kepu.inbox.views import messages as views

app_name = "inbox"
urlpatterns = [
    path("", views.inbox, name="list"),
    path("read/", views.read_all, name="read_all"),
    path("<int:message_id>/open/", views.open_message, name="open"),
]
