"""Settings: scoring schemes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from organizations.permissions import Action
from scorecards import services
from scorecards.models import ScoringScheme
from scorecards.scheme_forms import NewSchemeForm, SchemeForm
from scorecards.scheme_history import SchemeWords
from scorecards.tables import load_schemes
from scorecards.views.pages import (
    DeletePage,
    EditPage,
    FormPage,
    NamedListHistory,
    ObjectHistory,
    ObjectPage,
    Part,
    key_of,
)


class SchemePart(Part):
    reads = Action.VIEW_SETTINGS
    writes = Action.ADMINISTER
    whole_organization = True
    needs = ""
    list_page = "scorecards:schemes"
    list_label = gettext_lazy("Scoring schemes")


class SchemeObject(SchemePart, ObjectPage):
    def find(self) -> ScoringScheme:
        schemes = ScoringScheme.objects.select_related("organization")
        return get_object_or_404(schemes, pk=self.kwargs["pk"], organization=self.scope.organization)


def scheme_initial(scheme: ScoringScheme) -> dict[str, Any]:
    fields = ("name", "tolerance", "cap", "source")
    return {name: getattr(scheme, name) for name in fields} | {
        "name": scheme.title,
        "source": scheme.source_text,
    }


class Schemes(SchemePart, TemplateView):
    """Every scheme with its bands in words and where it is used."""

    template_name = "scorecards/schemes.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        sees_all = self.scope.access.root_role is not None
        rows = load_schemes(self.scope.organization, under=None if sees_all else self.scope.unit)
        used = sum(bool(row.uses) for row in rows)
        return super().get_context_data(rows=rows, used=used, **context)


class SchemeAdd(SchemePart, FormPage):
    """A new scheme, copied from the one that `?from=` names."""

    heading = gettext_lazy("New scoring scheme")
    template_name = "scorecards/scheme_form.html"
    form_class = NewSchemeForm
    success_message = gettext_lazy("The scheme has been added. Years use it when you choose it for them.")

    @cached_property
    def original(self) -> ScoringScheme | None:
        key = self.request.GET.get("from", "")
        if not key:
            return None
        return get_object_or_404(ScoringScheme, pk=key_of(key), organization=self.scope.organization)

    def get_initial(self) -> dict[str, Any]:
        if self.original is None:
            return {"tolerance": 0}
        name = _("%(name)s (copy)") % {"name": self.original.title}
        return scheme_initial(self.original) | {"name": name[:100]}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "scheme": self.original}

    def perform(self, form: Any) -> None:
        services.create_scheme(organization=self.scope.organization, by=self.scope.user, **form.cleaned_data)


class SchemeEdit(SchemeObject, EditPage):
    """Changes a scheme; of one that a year uses a new version is made."""

    template_name = "scorecards/scheme_form.html"
    form_class = SchemeForm
    history_page = "scorecards:scheme-history"
    delete_page = "scorecards:scheme-delete"

    def get_initial(self) -> dict[str, Any]:
        return scheme_initial(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "scheme": self.object}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(is_used=self.object.scorecard_years.exists(), **context)

    def perform(self, form: Any) -> None:
        changes = dict(form.cleaned_data)
        # Untouched words of a built-in scheme stay those that are translated.
        for field, shown in (("name", self.object.title), ("source", self.object.source_text)):
            if changes[field] == shown:
                del changes[field]
        scheme = services.change_scheme(self.object, by=self.scope.user, **changes)
        messages.success(self.request, self.words_about(scheme))

    def words_about(self, scheme: ScoringScheme) -> str:
        if scheme.pk == self.object.pk:
            return _("The scheme has been saved.")
        return _(
            "Version %(version)s has been made. Years keep the version they use until you switch them "
            "under Settings, Weights."
        ) % {"version": scheme.version}


class SchemeDelete(SchemeObject, DeletePage):
    question = gettext_lazy("Delete the scheme “%(name)s”?")
    success_message = gettext_lazy("The scheme has been deleted.")

    def refused(self) -> str:
        return services.scheme_deletion_refused(self.object)

    def perform(self) -> None:
        services.delete_scheme(self.object, by=self.scope.user)


class SchemeHistory(SchemeWords, ObjectHistory, SchemeObject):
    """Readable for whoever sees scores, auditors included."""

    hidden_fields = frozenset()

    def get_history(self) -> QuerySet[Any]:
        scheme = self.find()
        versions = ScoringScheme.objects.filter(organization=scheme.organization, code=scheme.code)
        return ScoringScheme.history.filter(id__in=versions.values("pk"))


class SchemesHistory(SchemeWords, NamedListHistory, SchemePart):
    hidden_fields = frozenset()

    def get_history(self) -> QuerySet[Any]:
        return ScoringScheme.history.filter(organization_id=self.scope.organization.pk)
