from django.apps import AppConfig

from kepu.ui import error_words

# Here and not in `ready()`: a form class takes the words when it is made, and other apps' `ready()` may come first and
# import forms.
error_words.replace()


class UIConfig(AppConfig):
    name = "kepu.ui"
