"""The unit tree. An administrator manages the page's unit and what is below it, and nothing beside it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models, transaction
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from django.views.generic.edit import FormView

from organizations.form_view import ServiceFormMixin
from organizations.forms import RootUnitForm, UnitForm
from organizations.history_rows import HIDDEN_FIELDS
from organizations.history_view import HistoryView
from organizations.models import Unit, User
from organizations.permissions import Action
from organizations.scope import UnitView
from organizations.services import change_unit, create_unit, find_or_create_person
from organizations.unit_tree import load_tree, without_subtree
from organizations.views.invitations import InvitingMixin

ROWS_PER_PAGE = 200


class UnitsPage(UnitView):
    """What all pages about the tree share."""

    reads = Action.VIEW_SETTINGS
    writes = Action.ADMINISTER

    def get_success_url(self) -> str:
        return str(self.scope.url("organizations:units"))

    def find_unit(self) -> Unit:
        """The unit of the URL: the page's own or one below it. Raises Http404."""
        units = Unit.objects.under(self.scope.unit).select_related("parent", "holder", "organization")
        return get_object_or_404(units, pk=self.kwargs["pk"])

    def find_unit_below(self) -> Unit:
        """The unit of the URL, but not the page's own, whose place is decided above. Raises Http404."""
        unit = self.find_unit()
        if unit.pk == self.scope.unit.pk and not unit.is_root:
            raise Http404
        return unit


class UnitListView(UnitsPage, TemplateView):
    template_name = "organizations/units.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = load_tree(self.scope.unit)
        page = Paginator(rows, ROWS_PER_PAGE).get_page(self.request.GET.get("page"))
        return {**super().get_context_data(**kwargs), "page_obj": page}


class UnitFormPage(InvitingMixin, UnitsPage, ServiceFormMixin, FormView):
    """Adding and changing: the holder is named by address, and invited when new."""

    is_form = True
    template_name = "organizations/unit_form.html"
    form_class: type[Any] | None = UnitForm

    def fields_of(self, form: Any) -> dict[str, Any]:
        """What the form says, for the service. May raise ValidationError."""
        said = dict(form.cleaned_data)
        name = said.pop("holder_name", "")
        if said.get("holder"):
            said["holder"] = self.find_holder(said["holder"], name)
        elif "holder" in said:
            said["holder"] = None
        return said

    def find_holder(self, email: str, name: str) -> User:
        try:
            return find_or_create_person(email=email, name=name, by=self.scope.user)
        except ValidationError as error:
            raise ValidationError({"holder_name": error.messages}) from error

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"cancel_url": self.scope.url("organizations:units"), **super().get_context_data(**kwargs)}


class UnitAddView(UnitFormPage):
    success_message = gettext_lazy("The unit is added.")

    def get_initial(self) -> dict[str, Any]:
        return {"parent": self.request.GET.get("parent", self.scope.unit.pk), "kind": Unit.Kind.UNIT}

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = [row for row in load_tree(self.scope.unit) if row.unit.active]
        return {**super().get_form_kwargs(), "rows": rows}

    @transaction.atomic
    def perform(self, form: Any) -> None:
        unit = create_unit(by=self.scope.user, **self.fields_of(form))
        self.person = unit.holder

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"title": _("Add a unit"), "submit_label": _("Add")}
        return {**super().get_context_data(**kwargs), **words}


class UnitEditView(UnitFormPage):
    success_message = gettext_lazy("The unit is saved.")

    def setup_unit(self) -> Unit:
        """The unit of the URL, found once."""
        if not hasattr(self, "unit"):
            self.unit = self.find_unit()
            self.heading = self.unit.name
        return self.unit

    def get_form_class(self) -> type[Any]:
        return RootUnitForm if self.setup_unit().is_root else UnitForm

    def get_initial(self) -> dict[str, Any]:
        unit = self.setup_unit()
        said = {name: getattr(unit, name) for name in ("code", "name", "kind", "holder_from", "holder_until")}
        return {**said, "parent": unit.parent_id, "holder": unit.holder.email if unit.holder else ""}

    def get_form_kwargs(self) -> dict[str, Any]:
        unit = self.setup_unit()
        kwargs = super().get_form_kwargs()
        if unit.is_root:
            return kwargs
        if unit.pk == self.scope.unit.pk:
            return {**kwargs, "rows": None}
        rows = without_subtree(load_tree(self.scope.unit), unit)
        return {**kwargs, "rows": [row for row in rows if row.unit.active or row.unit.pk == unit.parent_id]}

    @transaction.atomic
    def perform(self, form: Any) -> None:
        holder = self.unit.holder_id
        unit = change_unit(self.unit, by=self.scope.user, **self.fields_of(form))
        self.person = unit.holder if unit.holder_id != holder else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        unit, url = self.setup_unit(), self.scope.url
        links = {"history_url": url("organizations:unit-history", unit.pk)}
        if unit.pk != self.scope.unit.pk:
            links["delete_url"] = url("organizations:unit-delete", unit.pk)
        return {**super().get_context_data(**kwargs), "title": self.heading, "unit": unit, **links}


class UnitHistoryView(UnitsPage, HistoryView):
    hidden_fields = HIDDEN_FIELDS | {"organization"}

    def get_object(self) -> models.Model:
        return self.find_unit()

    def back_url(self) -> str:
        return self.get_success_url()


def name_of_unit(record: Any) -> str:
    """Names the unit of a history row as it was called then."""
    return str(record.name)


class UnitsHistoryView(UnitsPage, HistoryView):
    """Everything that happened in the tree, deleted units included."""

    about = name_of_unit
    hidden_fields = HIDDEN_FIELDS | {"organization"}

    def get_history(self) -> models.QuerySet[Any]:
        unit = self.scope.unit
        history = Unit.history.filter(organization=unit.organization_id)
        if unit.is_root:
            return history
        covered = Unit.objects.under(unit).values("pk")
        return history.filter(Q(id__in=covered) | Q(parent_id__in=covered))

    def title(self) -> str:
        return _("Units")

    def back_url(self) -> str:
        return self.get_success_url()
