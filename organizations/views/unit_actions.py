"""What is done to one unit of the tree: moving it, retiring and restoring it, deleting it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.edit import FormView

from organizations.directions import read_direction
from organizations.form_view import ServiceFormMixin
from organizations.forms import ReasonForm
from organizations.services import delete_unit, move_unit, reasons_to_keep, restore_unit, retire_unit
from organizations.views.units import UnitsPage


class UnitMoveView(UnitsPage):
    """One place up or down among the siblings."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        unit = self.find_unit_below()
        try:
            move_unit(unit, direction=read_direction(request), by=self.scope.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        page = request.POST.get("page", "")
        query = f"?page={page}" if page.isdecimal() else ""
        return redirect(f"{self.get_success_url()}{query}#unit-{unit.pk}")


class UnitRestoreView(UnitsPage):
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        unit = self.find_unit_below()
        try:
            restore_unit(unit, by=self.scope.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("“%(name)s” is in use again.") % {"name": unit.name})
        return redirect(self.get_success_url())


class UnitRetireView(UnitsPage, ServiceFormMixin, FormView):
    is_form = True
    form_class = ReasonForm
    template_name = "components/form_page.html"
    success_message = gettext_lazy("The unit is retired.")

    def perform(self, form: Any) -> None:
        retire_unit(self.find_unit_below(), by=self.scope.user, reason=form.cleaned_data["reason"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {
            "title": _("Retire “%(name)s”?") % {"name": self.find_unit_below().name},
            "answer": _("It stays readable with all its years, and can be restored."),
            "submit_label": _("Retire"),
            "cancel_url": self.get_success_url(),
        }
        return {**super().get_context_data(**kwargs), **words}


class UnitDeleteView(UnitsPage, ServiceFormMixin, FormView):
    is_form = True
    form_class = ReasonForm
    template_name = "components/confirm_delete.html"
    success_message = gettext_lazy("The unit is deleted.")

    def perform(self, form: Any) -> None:
        delete_unit(self.find_unit_below(), by=self.scope.user, reason=form.cleaned_data["reason"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        unit = self.find_unit_below()
        words = {
            "title": _("Delete “%(name)s”?") % {"name": unit.name},
            "refused": " ".join(reasons_to_keep(unit)),
            "consequences": [],
            "cancel_url": self.get_success_url(),
        }
        return {**super().get_context_data(**kwargs), **words}
