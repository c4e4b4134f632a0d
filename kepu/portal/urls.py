from django.conf import settings
from django.urls import path

from kepu.portal import open_data, views
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
    path("r/<str:code>/answers/", questions.answers, name="answers"),
    path("r/<str:code>/phones/", questions.phones, name="phones"),
]
if "desk" in settings.FACES:  # nobody would see what is asked where there is no desk
    urlpatterns += [
        path("r/<str:code>/ask/", questions.ask, name="ask"),
        path("r/<str:code>/ask/<str:receipt>/", questions.receipt, name="receipt"),
        path("r/<str:code>/ask/<str:receipt>/contact/erase/", questions.forget, name="forget"),
    ]
