"""Running a verb for a form: what it refuses stands on the form, or at the head of the next page."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from kepu.people.access import WrongState
from kepu.people.verbs import BadInput

Result = TypeVar("Result")


def attempt(form: forms.BaseForm, deed: Callable[[], Result]) -> Result | None:
    """Run a deed for a valid form. What it refuses becomes the form's error, and None is returned."""
    try:
        return deed()
    except (BadInput, WrongState) as error:
        form.add_error(None, str(error))
        return None


def try_and_say(request: HttpRequest, deed: Callable[[], object], done: str) -> bool:
    """Run a deed that has no form; say `done`, or why not, at the head of the next page."""
    try:
        deed()
    except (BadInput, WrongState) as error:
        messages.error(request, str(error))
        return False
    messages.success(request, done)
    return True
