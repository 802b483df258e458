"""The answer to a request that can't be read."""

from django.http import HttpRequest, HttpResponseBadRequest
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBadRequest:
    """Says so without reading the request again, as Django's own answer does to check its token."""
    return HttpResponseBadRequest(render_to_string("400.html"))
