from django.conf import settings
from django.urls import path

from kepu.portal import open_data, progress_views, views
from kepu.portal import question_views as questions

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("elder/", views.elder, name="elder"),
    path("r/<str:code>/", views.region, name="region"),
    path("r/<str:code>/deeds/", views.deeds, name="deeds"),
    path("r/<str:code>/plans/<int:plan_id>/", views.plan, name="plan"),
    path("r/<str:code>/plans/<int:plan_id>/data.json", open_data.plan_json, name="plan_json"),
    path("r/<str:code>/plans/<int:plan_id>/data.csv", open_data.plan_csv, name="plan_csv"),
    path("r/<str:code>/plans/<int:plan_id>/deeds/<int:year>/data.json", open_data.deeds_json, name="deeds_json"),
    path("r/<str:code>/plans/<int:plan_id>/deeds/<int:year>/data.csv", open_data.deeds_csv, name="deeds_csv"),
    path("r/<str:code>/plans/<int:plan_id>/progress/", progress_views.newest, name="progress"),
    path("r/<str:code>/plans/<int:plan_id>/progress/<str:day>/", progress_views.of_day, name="progress_of_day"),
    path("r/<str:code>/plans/<int:plan_id>/progress/<str:day>/near/", progress_views.near, name="near"),
    path(
        "r/<str:code>/plans/<int:plan_id>/progress/<str:day>/data.json", open_data.progress_json, name="progress_json"
    ),
    path("r/<str:code>/plans/<int:plan_id>/progress/<str:day>/data.csv", open_data.progress_csv, name="progress_csv"),
    path("r/<str:code>/plans/<int:plan_id>/progress/<str:day>/near.csv", open_data.near_csv, name="near_csv"),
    path("r/<str:code>/answers/", questions.answers, name="answers"),
    path("r/<str:code>/phones/", questions.phones, name="phones"),
]
if "desk" not in settings.FACES:  # nobody would see what is asked where there is no desk: the page says where to ask
    urlpatterns += [path("r/<str:code>/ask/", questions.how_to_ask, name="ask")]
else:
    urlpatterns += [
        path("r/<str:code>/ask/", questions.ask, name="ask"),
        path("r/<str:code>/ask/<str:receipt>/", questions.receipt, name="receipt"),
        path("r/<str:code>/ask/<str:receipt>/contact/erase/", questions.forget, name="forget"),
    ]
