"""Evidence behind the achievements of a KPI sheet: add, download, delete with a reason, history."""

from __future__ import annotations

import logging
from typing import Any

from django.db import models
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from indicators import services
from indicators.evidence_files import open_file
from indicators.evidence_forms import EvidenceForm, WhyForm
from indicators.file_kinds import kind_of_type
from indicators.file_words import kind_name, size_text
from indicators.models import Evidence, Measurement
from indicators.views.place import DeletePage
from organizations.form_view import ServiceFormMixin
from organizations.history_rows import HIDDEN_FIELDS, Field, Related, value_in_words
from organizations.history_view import HistoryMixin
from organizations.permissions import Action
from scorecards.locks import YearClosed
from scorecards.scope import ScorecardView

logger = logging.getLogger(__name__)

DOWNLOAD_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
}


class MeasurementView(ScorecardView):
    """A page about a year of an indicator, also one before the plan, which has no pages of its own."""

    kwargs: dict[str, Any]

    @cached_property
    def measurement(self) -> Measurement:
        """The measurement in the URL, found within the scorecard. Raises Http404."""
        return get_object_or_404(self.measurements(), pk=self.kwargs["pk"])

    def measurements(self) -> models.QuerySet[Measurement]:
        """All of the scorecard."""
        rows = Measurement.objects.select_related("indicator", "scorecard_year__scorecard")
        return rows.filter(scorecard_year__scorecard=self.scorecard)

    def sheet_url(self) -> str:
        """The evidence on the KPI sheet."""
        sheet = self.scope.url("indicators:indicator", self.measurement.indicator_id)
        return f"{sheet}#evidence-{self.measurement.indicator_id}"

    def title_words(self) -> dict[str, Any]:
        return {"code": self.measurement.indicator.code, "year": self.measurement.scorecard_year.year}


class EvidenceAdd(MeasurementView, ServiceFormMixin, FormView):
    """Puts a file or the address of a proof behind an achievement."""

    writes = Action.ENTER
    is_form = True
    template_name = "components/form_page.html"
    form_class = EvidenceForm
    success_message = gettext_lazy("The evidence stands on the sheet.")

    def perform(self, form: EvidenceForm) -> None:
        whose = {"measurement": self.measurement, "title": form.cleaned_data["title"], "by": self.scope.user}
        if file := form.cleaned_data["file"]:
            services.add_evidence_file(file=file, **whose)
        else:
            services.add_evidence(url=form.cleaned_data["url"], **whose)

    def get_success_url(self) -> str:
        return self.sheet_url()

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("What proves %(code)s in %(year)s?") % self.title_words(),
            cancel_url=self.sheet_url(),
            history_url=self.scope.url("indicators:evidence-history", self.measurement.pk),
            breadcrumb_url=self.scope.url("indicators:indicator", self.measurement.indicator_id),
            breadcrumb_label=self.measurement.indicator,
            **context,
        )


class EvidenceDownload(ScorecardView):
    """A file of evidence, for everybody who reads the scorecard: to be saved, never run in the page."""

    def get(self, request: HttpRequest, pk: int, **kwargs: Any) -> FileResponse:
        files = Evidence.objects.exclude(stored_name="")
        evidence = get_object_or_404(files, pk=pk, measurement__scorecard_year__scorecard=self.scorecard)
        try:
            stream = open_file(evidence)
        except OSError as error:
            logger.exception("The file of evidence %s can't be read.", evidence.pk)
            raise Http404 from error
        is_text = evidence.content_type.startswith("text/")
        return FileResponse(
            stream,
            as_attachment=True,
            filename=evidence.file_name,
            content_type=f"{evidence.content_type}; charset=utf-8" if is_text else evidence.content_type,
            headers=DOWNLOAD_HEADERS,
        )


class EvidenceDelete(MeasurementView, DeletePage):
    """Deletes evidence, with a reason."""

    writes = Action.ENTER
    form_class = WhyForm
    success_message = gettext_lazy("The evidence is deleted.")

    @cached_property
    def evidence(self) -> Evidence:
        """The evidence in the URL, found within the scorecard. Raises Http404."""
        found = Evidence.objects.filter(measurement__in=self.measurements())
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @cached_property
    def measurement(self) -> Measurement:
        measurement: Measurement = self.measurements().get(pk=self.evidence.measurement_id)
        return measurement

    def title(self) -> str:
        return _("Delete the evidence “%(title)s”?") % {"title": self.evidence.title}

    def consequences(self) -> list[str]:
        if not self.evidence.is_file:
            return []
        words = _("The file %(name)s (%(size)s) goes; its name, size and SHA-256 stay in the history.")
        return [words % {"name": self.evidence.file_name, "size": size_text(self.evidence.size or 0)}]

    def refused(self) -> str | Promise:
        year = self.measurement.scorecard_year
        return " ".join(YearClosed(year.year).messages) if year.is_closed else ""

    def perform(self, form: Any) -> None:
        self.evidence.measurement = self.measurement
        services.delete_evidence(self.evidence, by=self.scope.user, reason=form.cleaned_data["reason"])

    def cancel_url(self) -> str:
        return self.sheet_url()

    def get_success_url(self) -> str:
        return self.sheet_url()


def title_of(record: Any) -> str:
    """The evidence that a row of the history is about."""
    return str(record.title)


class EvidenceHistory(HistoryMixin, MeasurementView):
    """Who added and deleted which evidence of an achievement."""

    hidden_fields = HIDDEN_FIELDS | {"measurement", "added_at", "added_by"}
    about = title_of

    def get_history(self) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = Evidence.history.filter(measurement_id=self.measurement.pk)
        return rows

    def describe_value(self, field: Field, value: Any, related: Related) -> str:
        if field.name == "size" and value:
            return size_text(value)
        if field.name == "content_type" and (kind := kind_of_type(value or "")):
            return kind_name(kind)
        return value_in_words(field, value, related)

    def title(self) -> str:
        return _("Evidence of %(code)s in %(year)s") % self.title_words()

    def back_url(self) -> str:
        return self.sheet_url()
