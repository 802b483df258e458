"""The page that shows who changed what in an object. Every app subclasses it for its own objects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from organizations.history_rows import (
    HIDDEN_FIELDS,
    Field,
    Related,
    read_history,
    value_in_words,
    with_predecessors,
)
from organizations.scope import UnitView

ROWS_PER_PAGE = 50


class HistoryMixin:
    """Lists history rows, newest first, 50 on a page. Put it in front of UnitView or ScorecardView.

    A subclass gives `get_object` (looked up within the scope, 404 otherwise) and may give `back_url`,
    `title`, `hidden_fields` (names that nobody needs to read), `describe_value` and `reads`. A page about
    several objects of one model gives `get_history` instead, and `about`, which names a row's object.
    """

    template_name: ClassVar[str] = "organizations/history.html"
    hidden_fields: ClassVar[frozenset[str]] = HIDDEN_FIELDS
    about: ClassVar[Callable[[Any], str] | None] = None
    scope: Any
    kwargs: dict[str, Any]

    def get_object(self) -> models.Model:
        """The object, found within the scope. Raises Http404."""
        raise NotImplementedError

    def get_history(self) -> models.QuerySet[Any]:
        """The history rows to show; those of the object by default."""
        self.object = self.get_object()
        rows: models.QuerySet[Any] = self.object.history.all()  # type: ignore[attr-defined]
        return rows

    def title(self) -> str:
        """What the page is about; the object's name by default."""
        return str(self.object)

    def back_url(self) -> str:
        """Where the reader came from; empty for no link."""
        return ""

    def describe_value(self, field: Field, value: Any, related: Related) -> str:
        """A value in words; empty for none."""
        return value_in_words(field, value, related)

    def organization_id(self) -> int | None:
        """Whose history it is; None for a page that is about no organization."""
        scope = getattr(self, "scope", None)
        return scope.organization.pk if scope else None

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        history = with_predecessors(self.get_history())
        page = Paginator(history, ROWS_PER_PAGE).get_page(request.GET.get("page"))
        rows = read_history(
            list(page),
            hidden=self.hidden_fields,
            about=type(self).about,
            describe=self.describe_value,
            organization_id=self.organization_id(),
        )
        context = {"rows": rows, "page_obj": page, "title": self.title(), "back_url": self.back_url()}
        return render(request, self.template_name, {**self.get_context_data(), **context})  # type: ignore[attr-defined]


class HistoryView(HistoryMixin, UnitView):
    """The history of an object of a unit; whoever may view the unit may read it."""
