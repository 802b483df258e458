"""The emergency admin of follow-ups: nothing is changed there."""

from __future__ import annotations

from django.contrib import admin

from performance.models import FollowUp
from scorecards.admin import ReadOnlyAdmin


@admin.register(FollowUp)
class FollowUpAdmin(ReadOnlyAdmin):
    """What is done about results below target."""

    list_display = ("name", "measurement", "owner", "due", "status")
    list_select_related = (
        "measurement__indicator",
        "measurement__scorecard_year__scorecard__unit",
        "measurement__scorecard_year__scorecard__plan",
        "owner",
    )
    search_fields = ("action", "measurement__indicator__code")
