"""The portal's addresses, and a bare view of twenty rows."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from config.urls import urlpatterns as portal

BARE = """<!doctype html><html lang="en"><head><title>Bare</title></head><body><table>
{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>
{% endfor %}</table></body></html>"""
TEMPLATE = engines["django"].from_string(BARE)


def bare(request: HttpRequest) -> HttpResponse:
    """Twenty rows of four cells: through the same middleware, without a query."""
    rows = [[f"row {row}, cell {cell}" for cell in range(4)] for row in range(20)]
    return HttpResponse(TEMPLATE.render({"rows": rows}, request))


urlpatterns = [path("bare/", bare), *portal]
