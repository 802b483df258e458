"""The emergency admin: texts of KPI sheets can be corrected, a year's data and what scores it only read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from indicators import services
from indicators.models import (
    AcceptedFinding,
    Evidence,
    Indicator,
    Initiative,
    Measurement,
    Seal,
    WorkProgram,
)
from organizations.models import User

TEXT_FIELDS = (
    "name",
    "definition",
    "formula",
    "information_produced",
    "data_source",
    "when_data_missing",
    "target_source",
    "person_responsible",
)


class ReadOnlyAdmin(SimpleHistoryAdmin):
    """Rows with their history, to be read."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Indicator)
class IndicatorAdmin(SimpleHistoryAdmin):
    """Only texts can be corrected here: everything else touches the years, which the pages check."""

    list_display = ("code", "name", "objective", "polarity")
    list_select_related = ("objective",)
    search_fields = ("code", "name")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        names = [field.name for field in Indicator._meta.concrete_fields]
        return [name for name in names if name not in TEXT_FIELDS]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Indicator, form: forms.ModelForm, change: bool) -> None:
        texts = {name: form.cleaned_data[name] for name in form.changed_data if name in TEXT_FIELDS}
        if isinstance(request.user, User):
            services.change_indicator(obj, by=request.user, **texts)


@admin.register(Measurement)
class MeasurementAdmin(ReadOnlyAdmin):
    """What a year holds of an indicator."""

    list_display = ("indicator", "scorecard_year", "target", "achievement", "level", "state")
    list_select_related = ("indicator", "scorecard_year__scorecard__unit", "scorecard_year__scorecard__plan")
    search_fields = ("indicator__code",)


@admin.register(Initiative)
class InitiativeAdmin(ReadOnlyAdmin):
    """Initiatives of indicators."""

    list_display = ("name", "indicator")
    list_select_related = ("indicator",)
    search_fields = ("name", "indicator__code")


@admin.register(WorkProgram)
class WorkProgramAdmin(ReadOnlyAdmin):
    """What initiatives become in a year."""

    list_display = ("name", "initiative", "scorecard_year", "owner", "status")
    list_select_related = (
        "initiative",
        "owner",
        "scorecard_year__scorecard__unit",
        "scorecard_year__scorecard__plan",
    )
    search_fields = ("name", "initiative__name")


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    """Links and files that prove achievements."""

    list_display = ("title", "measurement", "added_by")
    list_select_related = ("measurement__indicator", "measurement__scorecard_year__scorecard", "added_by")
    search_fields = ("title", "measurement__indicator__code")


@admin.register(Seal)
class SealAdmin(ReadOnlyAdmin):
    """What years were when they were closed."""

    list_display = ("scorecard_year", "number", "sealed_by", "sealed_at", "reopened_at")
    list_select_related = (
        "scorecard_year__scorecard__unit",
        "scorecard_year__scorecard__plan",
        "sealed_by",
    )
    search_fields = ("digest",)


@admin.register(AcceptedFinding)
class AcceptedFindingAdmin(ReadOnlyAdmin):
    """Findings of the plan check that stay quiet."""

    list_display = ("rule", "subject_code", "scorecard", "accepted_by")
    list_select_related = ("scorecard__unit", "scorecard__plan", "accepted_by")
    search_fields = ("rule", "subject_code")
