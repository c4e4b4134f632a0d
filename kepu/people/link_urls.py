"""Addresses under ``/link/``: for whoever holds a one-time link, without an account."""

from django.urls import path

from kepu.people.views import links_public

app_name = "links"
urlpatterns = [
    path("done/", links_public.done, name="done"),
    path("<str:token>/", links_public.page, name="page"),
    path("<str:token>/code/", links_public.code, name="code"),
    path("<str:token>/<slug:action>/", links_public.page, name="action"),
]
