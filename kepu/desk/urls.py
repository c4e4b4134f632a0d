from django.urls import path

from kepu.desk import audit_views, views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("parts/", views.parts, name="parts"),
    path("audit/", audit_views.deeds, name="audit"),
    path("audit/sign-ins/", audit_views.sign_ins, name="sign_ins"),
    path("audit/deeds.xlsx", audit_views.deeds_workbook, name="audit_workbook"),
]
