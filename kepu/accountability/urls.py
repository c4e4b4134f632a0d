from django.urls import path

from kepu.accountability.report_urls import urlpatterns as of_reports
from kepu.accountability.views import cycles

app_name = "accountability"
urlpatterns = [
    *of_reports,
    path("", cycles.cycles, name="cycles"),
    path("plans/<int:plan_id>/new/", cycles.draft, name="draft_cycle"),
    path("<int:cycle_id>/", cycles.cycle, name="cycle"),
    path("<int:cycle_id>/edit/", cycles.edit, name="edit_cycle"),
    path("<int:cycle_id>/prompts/", cycles.prompts, name="prompts"),
    path("<int:cycle_id>/exception/", cycles.exception, name="make_exception"),
    path("<int:cycle_id>/drop/", cycles.drop, name="drop_cycle"),
    path("<int:cycle_id>/situation.xlsx", cycles.workbook, name="situation_workbook"),
    path("<int:cycle_id>/<str:step>/", cycles.step, name="cycle_step"),
]
