"""The emergency admin, for superusers only. Whatever it writes leaves a trace like every other write.

It knows no role of ours and checks no rule of the services: what the pages can do is done there.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from organizations.locks import raise_versions
from organizations.models import Membership, Organization, Unit, User

REASON = "admin"

admin.site.unregister(Group)


class SuperusersOnly(SimpleHistoryAdmin):
    """Staff who are no superusers see nothing here; nobody deletes in bulk, past the history."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._may(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """No actions on many rows: deleting a query set would write no reason."""
        return {}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj._change_reason = REASON
        raise_versions()
        if change and isinstance(obj, Organization):
            # Its version goes on from where it is now, not from where it was when the form was opened.
            obj.refresh_from_db(fields=["version"])
        super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        raise_versions()
        obj._history_user = request.user
        obj._change_reason = REASON
        super().delete_model(request, obj)

    def _may(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and getattr(request.user, "is_superuser", False))


class NewUserForm(AdminUserCreationForm):
    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("email", "name")


@admin.register(User)
class PersonAdmin(SuperusersOnly, UserAdmin):
    """Nobody is deleted: the history would forget who did what. Make them inactive instead."""

    add_form = NewUserForm
    ordering = ("email",)
    list_display = ("email", "name", "is_active", "is_superuser")
    list_filter = ("is_active", "is_superuser")
    search_fields = ("email", "name")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("email", "password")}),
        (_("Person"), {"fields": ("name", "language", "reminders")}),
        (_("Emergency rights"), {"fields": ("is_active", "is_staff", "is_superuser")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "usable_password", "password1", "password2")}),)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Organization)
class OrganizationAdmin(SuperusersOnly):
    list_display = ("code", "name")
    search_fields = ("code", "name")


@admin.register(Unit)
class UnitAdmin(SuperusersOnly):
    list_display = ("code", "name", "organization", "kind", "active")
    list_filter = ("kind", "active")
    list_select_related = ("organization",)
    search_fields = ("code", "name")
    autocomplete_fields = ("organization", "parent", "holder")


@admin.register(Membership)
class MembershipAdmin(SuperusersOnly):
    list_display = ("user", "unit", "role")
    list_filter = ("role",)
    list_select_related = ("user", "unit")
    search_fields = ("user__email", "user__name", "unit__name")
    autocomplete_fields = ("user", "unit")
