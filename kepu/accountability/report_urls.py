"""The addresses of the units' reports."""

from django.urls import path

from kepu.accountability.views import report_entering, report_papers, reports

urlpatterns = [
    path("reports/", reports.reports, name="reports"),
    path("reports/<int:report_id>/", reports.report, name="report"),
    path("reports/<int:report_id>/save/", reports.save, name="save_report"),
    path("reports/<int:report_id>/docx/", report_papers.docx, name="report_docx"),
    path("reports/<int:report_id>/pdf/", report_papers.pdf, name="report_pdf"),
    path("reports/<int:report_id>/enter/", report_entering.enter, name="enter_report"),
    path("reports/<int:report_id>/original/", report_entering.original, name="report_original"),
    path("reports/<int:report_id>/<str:step>/", reports.step, name="report_step"),
    path("reports/lines/<int:line_id>/answer/", reports.answer, name="answer_objection"),
]
