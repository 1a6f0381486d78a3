"""Says in the answer how many queries a request took, where it asks for that."""

from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse


def counted(respond: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware: it costs a look at the headers where nobody asks."""

    def answer(request: HttpRequest) -> HttpResponse:
        if "X-Count-Queries" not in request.headers:
            return respond(request)
        asked = []
        with connection.execute_wrapper(lambda execute, *query: asked.append(query[0]) or execute(*query)):
            response = respond(request)
        response["X-Queries"] = str(len(asked))
        return response

    return answer
