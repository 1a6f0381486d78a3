"""The portal's addresses, and a bare view of fifty rows."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from config.urls import urlpatterns as portal

BARE = """<!doctype html><html lang="en"><head><title>Bare</title></head><body><table>
{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>
{% endfor %}</table></body></html>"""


TEMPLATE = engines["django"].from_string(BARE)


def bare(request: HttpRequest) -> HttpResponse:
    """Fifty rows of eight cells from a template, nothing asked of the database."""
    rows = [[f"row {row}, cell {cell}" for cell in range(8)] for row in range(50)]
    return HttpResponse(TEMPLATE.render({"rows": rows}, request))


urlpatterns = [path("bare/", bare), *portal]
