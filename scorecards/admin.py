"""The emergency admin for superusers: changes leave a trace, and what belongs to a year is only read."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from simple_history.admin import SimpleHistoryAdmin

from scorecards.models import (
    Objective,
    ObjectiveLink,
    ObjectiveStatement,
    ObjectiveWeight,
    Perspective,
    PerspectiveWeight,
    Plan,
    Scorecard,
    ScorecardYear,
    ScoringScheme,
    Statement,
)


@admin.register(
    Perspective, Objective, Scorecard, ScorecardYear, PerspectiveWeight, ObjectiveWeight, ScoringScheme
)
class ReadOnlyAdmin(SimpleHistoryAdmin):
    """Rows that only the services write: to be looked at, with their history."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(Plan)
class PlanAdmin(SimpleHistoryAdmin):
    list_display = ["name", "organization", "first_year", "last_year"]
    list_filter = ["organization"]
    # Years are made and removed with a plan's first and last year, which only the service does.
    readonly_fields = ["organization", "first_year", "last_year"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def revert_disabled(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return True

    def history_form_view(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """A plan as it was is only read: it would bring back years that it has no more."""
        if request.method == "POST":
            raise PermissionDenied
        return super().history_form_view(request, *args, **options)


@admin.register(Statement)
class StatementAdmin(SimpleHistoryAdmin):
    list_display = ["code", "kind", "text", "plan"]
    list_filter = ["plan", "kind"]
    search_fields = ["code", "text"]


@admin.register(ObjectiveLink, ObjectiveStatement)
class TraceAdmin(SimpleHistoryAdmin):
    """Rows that join two others: they can be removed, while the services alone know how to make them."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False
