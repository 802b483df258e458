"""The organization's own settings: read with any role, changed by the administrators of its root."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.views.generic.edit import FormView

from organizations.form_view import ServiceFormMixin
from organizations.forms import OrganizationForm
from organizations.history_view import HistoryView
from organizations.models import Organization
from organizations.permissions import Action
from organizations.scope import UnitView
from organizations.services import change_organization

SHOWN = ("code", "name", "currency", "self_approval_allowed")


class OrganizationView(UnitView, ServiceFormMixin, FormView):
    reads = Action.VIEW_SETTINGS
    writes = Action.ADMINISTER
    whole_organization = True
    form_class = OrganizationForm
    template_name = "organizations/organization.html"
    success_message = _("The organization's settings are saved.")

    def get_initial(self) -> dict[str, Any]:
        organization = self.scope.organization
        return {name: getattr(organization, name) for name in SHOWN}

    def perform(self, form: OrganizationForm) -> None:
        change_organization(
            self.scope.organization,
            by=self.scope.user,
            name=form.cleaned_data["name"],
            currency=form.cleaned_data["currency"],
            self_approval_allowed=form.cleaned_data["self_approval_allowed"],
        )

    def get_success_url(self) -> str:
        return str(self.scope.url("organizations:organization"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        history_url = self.scope.url("organizations:organization-history")
        return {**super().get_context_data(**kwargs), "title": _("Organization"), "history_url": history_url}


class OrganizationHistoryView(HistoryView):
    reads = Action.VIEW_SETTINGS

    def get_object(self) -> models.Model:
        organization: Organization = self.scope.organization
        return organization

    def back_url(self) -> str:
        return str(self.scope.url("organizations:organization"))
