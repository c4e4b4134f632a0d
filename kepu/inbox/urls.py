"""Addresses under ``/desk/inbox/``."""

from django.urls import path

from kepu.inbox.views import channels, preferences, reminders
from kepu.inbox.views import messages as views

app_name = "inbox"
urlpatterns = [
    path("", views.inbox, name="list"),
    path("read/", views.read_all, name="read_all"),
    path("<int:message_id>/open/", views.open_message, name="open"),
    path("settings/", preferences.settings_page, name="settings"),
    path("settings/test/", preferences.test_mail, name="test_mail"),
    path("channels/", channels.channels, name="channels"),
    path("channels/new/", channels.add, name="add_channel"),
    path("channels/<int:channel_id>/", channels.channel, name="channel"),
    path("channels/<int:channel_id>/test/", channels.test, name="test_channel"),
    path("deliveries/", channels.deliveries, name="deliveries"),
    path("deliveries/<int:delivery_id>/", preferences.delivery, name="delivery"),
    path("deliveries/<int:delivery_id>/<str:settling>/", channels.settle, name="settle_delivery"),
    path("reminders/", reminders.reminders, name="reminders"),
    path("reminders/post/", reminders.post, name="post_reminder"),
]
