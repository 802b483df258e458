"""The page Workbook: taking the plan out as a spreadsheet, and bringing one in after a preview."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from organizations.form_view import CONFLICT, INVALID, ServiceFormMixin
from organizations.permissions import Action
from organizations.shown_names import shown_name
from reports.import_forms import UploadForm
from reports.import_page import preview_context
from reports.import_services import confirm_file, forget_file, keep_file, preview_file
from reports.models import ImportedFile
from reports.workbook.importing import ImportReport
from reports.workbook.importing.report import as_csv
from reports.workbook.reading import FileRefused
from reports.workbook.reading_words import file_refused_message
from scorecards.scope import ScorecardView

IMPORTS_SHOWN = 10
CSV = "text/csv; charset=utf-8"
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # without it Excel takes UTF-8 for something else


class WorkbookView(ScorecardView, ServiceFormMixin, FormView):
    """Export and import of the unit's plan; POST takes a file and leads to its preview."""

    needs = ""
    writes = Action.ENTER
    template_name = "reports/workbook.html"
    form_class = UploadForm
    kept: ImportedFile

    def perform(self, form: Any) -> None:
        upload = form.cleaned_data["file"]
        try:
            self.kept = keep_file(
                unit=self.scope.unit,
                year=self.scope.year,
                name=upload.name,
                stream=upload,
                by=self.scope.user,
            )
        except FileRefused as error:
            raise ValidationError({"file": file_refused_message(error)}) from error

    def get_success_url(self) -> str:
        return self.scope.url("reports:workbook-import", self.kept.pk)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        imported = ImportedFile.objects.imported().filter(unit=self.scope.unit).defer("content", "report")
        imported = imported.annotate(shown_name=shown_name(self.scope.organization.pk, "uploaded_by"))
        return super().get_context_data(
            scorecard=self.scope.scorecard, imported=list(imported[:IMPORTS_SHOWN]), **context
        )


class ImportPart(ScorecardView):
    """Something about one file: a waiting one exists for who brought it, an imported one for its readers."""

    needs = ""
    writes = Action.ENTER

    @cached_property
    def file(self) -> ImportedFile:
        file = get_object_or_404(ImportedFile, pk=self.kwargs["pk"], unit=self.scope.unit)
        if file.imported_at is None and file.uploaded_by_id != self.scope.user.pk:
            raise Http404
        return file

    @property
    def decimal_language(self) -> str:
        """The language whose decimal mark was chosen: that of the page until another is."""
        chosen = self.request.POST.get("decimal") or self.request.GET.get("decimal")
        return {"comma": "id", "point": "en"}.get(chosen or "", get_language() or "en")


class ImportView(ImportPart, TemplateView):
    """The preview of a file: what is new, changed, unchanged and refused. POST confirms or lets it go."""

    template_name = "reports/import.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.file.imported_at is not None:
            return redirect(self.scope.url("reports:workbook"))
        try:
            report = preview_file(self.file, by=self.scope.user, language=self.decimal_language)
        except FileRefused as error:
            return self.refused(file_refused_message(error))
        return self.shown(report)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "forget" in request.POST:
            return self.forget()
        try:
            report = confirm_file(
                self.file,
                by=self.scope.user,
                language=self.decimal_language,
                seen=request.POST.get("seen", ""),
                is_meant="meant" in request.POST,
            )
        except FileRefused as error:
            return self.refused(file_refused_message(error))
        except ValidationError as error:
            return self.refused(" ".join(error.messages))
        if not report.written:
            return self.shown(report, status=CONFLICT if report.overtaken else INVALID)
        messages.success(request, _("“%(name)s” has been imported.") % {"name": self.file.name})
        return redirect(self.scope.url("reports:workbook"))

    def forget(self) -> HttpResponse:
        if self.file.imported_at is None:
            forget_file(self.file, by=self.scope.user)
        return redirect(self.scope.url("reports:workbook"))

    def shown(self, report: ImportReport, status: int = 200) -> HttpResponse:
        context = preview_context(report, self.scope.unit, self.decimal_language)
        return self.render_to_response(self.get_context_data(file=self.file, **context), status=status)

    def refused(self, message: str) -> HttpResponse:
        messages.error(self.request, message)
        return redirect(self.scope.url("reports:workbook"))


class ImportReportView(ImportPart):
    """The report of a file as CSV: of a waiting one as it would be now."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        text = self.file.report
        if self.file.imported_at is None:
            try:
                text = as_csv(preview_file(self.file, by=self.scope.user, language=self.decimal_language))
            except FileRefused as error:
                text = file_refused_message(error)
        name = f"{self.scope.organization.code}-{self.scope.unit.code}-import-{self.file.pk}.csv"
        return HttpResponse(
            BYTE_ORDER_MARK + text,
            content_type=CSV,
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "X-Content-Type-Options": "nosniff",
            },
        )
