"""The frames of pages: one title, one main, no inline script or style, errors that say what to do."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory

from kepu.ui import errors
from kepu.ui.toasts import toast

TEMPLATES = sorted((Path(__file__).parents[2]).glob("*/templates/**/*.html"))


def request():
    made = RequestFactory().get("/somewhere/")
    made.user = AnonymousUser()
    return made


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: "/".join(path.parts[-3:]))
def test_no_template_has_inline_script_or_style(template):
    text = template.read_text("utf-8")
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=[\"']|hx-on|<script(?![^>]*\ssrc=)|javascript:", text) == []


@pytest.mark.django_db
def test_the_title_serves_heading_and_tab():
    html = render_to_string("ui/error.html", {"title": "找不到页面", "text": "请返回。"}, request())
    assert "<title>找不到页面</title>" in html
    assert "<h1>找不到页面</h1>" in html


@pytest.mark.django_db
def test_a_refusal_tells_its_reason():
    answer = errors.forbidden(request(), PermissionDenied("“采用方案”由纲要办办理。"))
    assert answer.status_code == 403
    assert "“采用方案”由纲要办办理。" in answer.content.decode()


@pytest.mark.django_db
def test_a_missing_page_leads_home(client):
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert '<body class="failed"' in answer.content.decode()


def test_a_failure_page_needs_no_database_and_keeps_drafts():
    answer = errors.server_error(request())
    html = answer.content.decode()
    assert answer.status_code == 500
    assert '<body class="failed">' in html
    assert 'rel="noreferrer"' in html  # the next page must not take the failed form for an accepted one


def test_a_toast_travels_in_a_header():
    answer = toast(HttpResponse(), "已保存", undo="/undo/")
    assert answer["HX-Trigger"] == '{"toast": {"text": "\\u5df2\\u4fdd\\u5b58", "kind": "success", "undo": "/undo/"}}'
