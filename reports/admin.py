"""The emergency admin for superusers: which reminders were sent, and which failed."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from reports.models import Reminder


@admin.register(Reminder)
class ReminderAdmin(admin.ModelAdmin):
    """Written by `manage.py send_reminders` alone."""

    list_display = ["day", "user", "state", "attempts", "sent_at", "failure"]
    list_filter = ["state", "day"]
    list_select_related = ["user"]
    search_fields = ["user__email"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False
