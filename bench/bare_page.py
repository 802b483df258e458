"""The floor of every page: 40 KiB of text behind the sign-in, with the same middleware and base template."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from django.utils.safestring import mark_safe

from bsc_site import urls

SENTENCE = "<p>Nothing in this paragraph depends on who reads it, where, or when.</p>\n"
TEXT = SENTENCE * (40 * 1024 // len(SENTENCE))
TEMPLATE = '{% extends "base.html" %}{% block content %}{{ text }}{% endblock %}'
ADDRESS = "/bench/bare/"

handler400 = urls.handler400


@cache
def template() -> Any:
    return engines["django"].from_string(TEMPLATE)


def bare_page(request: HttpRequest) -> HttpResponse:
    text = mark_safe(TEXT)  # noqa: S308 (the text is ours)
    return HttpResponse(template().render({"text": text}, request))


urlpatterns = [path(ADDRESS[1:], bare_page), *urls.urlpatterns]
