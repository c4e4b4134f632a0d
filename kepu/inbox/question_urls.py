"""Addresses under ``/desk/questions/``."""

from django.urls import path

from kepu.inbox.views import help_lines, questions
from kepu.people.views import imports

app_name = "questions"
urlpatterns = [
    path("", questions.questions, name="list"),
    path("new/", questions.enter, name="enter"),
    path("<int:question_id>/", questions.question, name="question"),
    path("<int:question_id>/slip/", questions.slip, name="slip"),
    path("<int:question_id>/contact/erase/", questions.erase, name="erase_contact"),
    path("<int:question_id>/<str:deed>/", questions.step, name="step"),
    path("phones/", help_lines.help_lines, name="help_lines"),
    path("phones.xlsx", help_lines.workbook, name="help_lines_workbook"),
    path("phones/import/", imports.import_table, {"kind": help_lines.HELP_LINES}, name="import_help_lines"),
]
