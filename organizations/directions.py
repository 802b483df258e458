"""Which way a button moves a row of a list."""

from __future__ import annotations

from typing import Literal

from django.core.exceptions import BadRequest
from django.http import HttpRequest

Direction = Literal["up", "down"]


def read_direction(request: HttpRequest) -> Direction:
    """The direction that the form sent. Raises BadRequest for another one or none: no button sends that."""
    match request.POST.get("direction"):
        case "up":
            return "up"
        case "down":
            return "down"
    raise BadRequest("direction is up or down")
