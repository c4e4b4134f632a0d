"""Turn a piece of template with components into HTML, as a page would."""

from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django_cotton.compiler_regex import CottonCompiler

PAGE = Paginator(range(100), 10).page(2)


def render(source: str, **context: object) -> str:
    """Return the HTML of `source`; line breaks and the space around them are squeezed out."""
    request = RequestFactory().get("/somewhere/?q=a")
    html = Template(CottonCompiler().process(source)).render(Context({"request": request, **context}))
    return " ".join(html.split())
