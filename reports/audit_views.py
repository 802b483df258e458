"""The audit trail: every change in a unit and below it, and the same as CSV."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.generic import TemplateView

from organizations.permissions import Action
from organizations.scope import UnitView
from reports.audit.as_csv import csv_lines
from reports.audit.positions import read_position
from reports.audit.trail import AuditPage, read_page
from reports.audit_forms import AuditForm

ROWS_PER_PAGE = 50
BEFORE = "before"


class AuditTrail(UnitView):
    """For whoever has a role over the unit: auditors first of all."""

    reads = Action.VIEW_SETTINGS

    def form(self) -> AuditForm:
        """The filters of the URL."""
        return AuditForm(self.request.GET, organization=self.scope.organization)

    def query(self, form: AuditForm, **more: str) -> str:
        """The filters, as they follow an address."""
        asked = {name: value for name in form.fields if (value := self.request.GET.get(name))}
        return urlencode(asked | more)


class AuditView(AuditTrail, TemplateView):
    """A page of changes, newest first."""

    template_name = "reports/audit.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        form = self.form()
        filters = form.filters()
        before = read_position(self.request.GET.get(BEFORE, ""))
        page = AuditPage((), None)
        if filters is not None:
            page = read_page(self.scope, filters, before=before, size=ROWS_PER_PAGE)
        return super().get_context_data(
            form=form,
            page=page,
            is_filtered=filters is None or filters.active,
            is_older=before is not None,
            query=self.query(form),
            older_query=self.query(form, **{BEFORE: page.older.as_text()}) if page.older else "",
            **context,
        )


class AuditExport(AuditTrail):
    """The whole trail that the filters leave, as a file that begins to arrive at once."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = self.form()
        filters = form.filters()
        if filters is None:
            return redirect(f"{self.scope.url('reports:audit')}?{self.query(form)}")
        lines = csv_lines(self.scope, filters, get_language() or "")
        name = f"audit-trail-{self.scope.unit.code}-{timezone.localdate().isoformat()}.csv"
        return StreamingHttpResponse(
            lines,
            content_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "private, no-store",
            },
        )
