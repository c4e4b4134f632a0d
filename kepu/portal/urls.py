from django.urls import path

from kepu.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("elder/", views.elder, name="elder"),
    path("r/<str:code>/", views.region, name="region"),
    path("r/<str:code>/plans/<int:plan_id>/", views.plan, name="plan"),
]
