"""Who has which role in the page's unit and below it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from django.views.generic.edit import FormView

from organizations.form_view import ServiceFormMixin
from organizations.forms import MemberForm, ReasonForm, RoleForm
from organizations.history_view import HistoryView
from organizations.invitations import mails_reach_people
from organizations.models import Membership, Unit
from organizations.permissions import Action
from organizations.scope import UnitView
from organizations.services import add_person, change_role, remove_membership
from organizations.services.people import last_administrator_refusal
from organizations.shown_names import shown_name
from organizations.unit_tree import load_tree
from organizations.views.invitations import InvitingMixin

ROWS_PER_PAGE = 100
HOME = "/"


class PeoplePage(UnitView):
    """What all pages about roles share."""

    reads = Action.VIEW_SETTINGS
    writes = Action.ADMINISTER

    def get_success_url(self) -> str:
        return str(self.scope.url("organizations:people"))

    def memberships(self) -> models.QuerySet[Any]:
        """The roles in the page's unit and below it, with `shown_name`, what the person is called here."""
        covered = Unit.objects.under(self.scope.unit).values("pk")
        found = Membership.objects.filter(unit__in=covered).select_related("user", "unit__organization")
        return found.annotate(shown_name=shown_name(self.scope.organization.pk, "user"))

    def find_membership(self) -> Membership:
        """The membership of the URL. Raises Http404 when it lies outside."""
        return get_object_or_404(self.memberships(), pk=self.kwargs["pk"])


class PeopleView(PeoplePage, TemplateView):
    template_name = "organizations/people.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        search = self.request.GET.get("q", "").replace("\0", "").strip()
        found = self.memberships().order_by("shown_name", "user__email", "unit__order", "pk")
        if search:
            fields = ("shown_name", "user__email", "unit__name", "unit__code")
            found = found.filter(Q(*((f"{field}__icontains", search) for field in fields), _connector=Q.OR))
        page = Paginator(found, ROWS_PER_PAGE).get_page(self.request.GET.get("page"))
        return {**super().get_context_data(**kwargs), "page_obj": page, "search": search}


class MembershipAddView(InvitingMixin, PeoplePage, ServiceFormMixin, FormView):
    is_form = True
    form_class = MemberForm
    template_name = "components/form_page.html"
    success_message = gettext_lazy("The role is given.")

    def get_initial(self) -> dict[str, Any]:
        return {"unit": self.scope.unit.pk, "role": Membership.Role.VIEWER}

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = [row for row in load_tree(self.scope.unit) if row.unit.active or not row.depth]
        return {**super().get_form_kwargs(), "rows": rows}

    def perform(self, form: Any) -> None:
        self.person = add_person(by=self.scope.user, **form.cleaned_data).user

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {
            "title": _("Add a person"),
            "answer": _("Somebody new gets a link to choose a password, by mail and from you.")
            if mails_reach_people()
            else _("Somebody new gets a link to choose a password from you."),
            "submit_label": _("Add"),
            "cancel_url": self.scope.url("organizations:people"),
        }
        return {**super().get_context_data(**kwargs), **words}


class MembershipFormPage(PeoplePage, ServiceFormMixin, FormView):
    """A form about one membership."""

    is_form = True
    membership: Membership
    name: str

    def get_form(self, form_class: Any = None) -> Any:
        self.membership = self.find_membership()
        self.name = self.membership.shown_name  # type: ignore[attr-defined]
        return super().get_form(form_class)

    def get_success_url(self) -> str:
        """The list; whoever gave up the own role may no longer read it."""
        return HOME if self.membership.user_id == self.scope.user.pk else super().get_success_url()


class MembershipEditView(MembershipFormPage):
    form_class = RoleForm
    template_name = "components/form_page.html"
    success_message = gettext_lazy("The role is changed.")

    def get_initial(self) -> dict[str, Any]:
        return {"role": self.membership.role}

    def perform(self, form: Any) -> None:
        change_role(self.membership, role=form.cleaned_data["role"], by=self.scope.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        url, pk = self.scope.url, self.membership.pk
        words = {
            "title": _("Role of %(name)s") % {"name": self.name},
            "answer": _("In %(unit)s and everything under it.") % {"unit": self.membership.unit},
            "cancel_url": url("organizations:people"),
            "history_url": url("organizations:membership-history", pk),
            "delete_url": url("organizations:membership-delete", pk),
            "delete_label": _("Remove the role"),
        }
        return {**context, **words}


class MembershipDeleteView(MembershipFormPage):
    form_class = ReasonForm
    template_name = "components/confirm_delete.html"
    success_message = gettext_lazy("The role is removed.")

    def perform(self, form: Any) -> None:
        remove_membership(self.membership, by=self.scope.user, reason=form.cleaned_data["reason"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        names = {"name": self.name, "unit": self.membership.unit}
        words = {
            "title": _("Remove the role of %(name)s in %(unit)s?") % names,
            "consequences": [_("%(name)s no longer sees what only this role showed.") % names],
            "refused": last_administrator_refusal(self.membership),
            "submit_label": _("Remove"),
            "cancel_url": self.scope.url("organizations:people"),
        }
        return {**context, **words}


class MembershipHistoryView(PeoplePage, HistoryView):
    def get_object(self) -> models.Model:
        return self.find_membership()

    def title(self) -> str:
        role = self.object
        return f"{role.shown_name} · {role.unit} · {role.get_role_display()}"  # type: ignore[attr-defined]

    def back_url(self) -> str:
        return self.get_success_url()


def whose_role(record: Any) -> str:
    """Names the membership of a history row."""
    return f"{record.shown_name or '–'}, {record.unit or '–'}"


class PeopleHistoryView(PeoplePage, HistoryView):
    """Every role ever given, changed or removed here."""

    about = whose_role

    def get_history(self) -> models.QuerySet[Any]:
        unit = self.scope.unit
        covered = Unit.objects.under(unit).values("pk")
        if unit.is_root:
            covered = Unit.history.filter(organization=unit.organization_id).values("id")
        rows: models.QuerySet[Any] = Membership.history.filter(unit_id__in=covered)
        return rows.select_related("unit").annotate(shown_name=shown_name(unit.organization_id, "user"))

    def title(self) -> str:
        return _("People and roles")

    def back_url(self) -> str:
        return self.get_success_url()
