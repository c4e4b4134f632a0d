"""Addresses under ``/desk/scans/``."""

from django.urls import path

from kepu.files.views import pictures, scans

app_name = "files"
urlpatterns = [
    path("", scans.scans, name="scans"),
    path("<int:scan_id>/", scans.scan, name="scan"),
    path("<int:scan_id>/assign/", scans.assign, name="assign_scan"),
    path("<int:scan_id>/drop/", scans.drop, name="drop_scan"),
    path("<int:scan_id>/pages/<int:number>/", pictures.page, name="scan_page"),
    path("<int:scan_id>/file/", pictures.original, name="scan_file"),
]
