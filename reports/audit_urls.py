"""The audit trail. Combined into reports.urls."""

from django.urls import URLPattern, URLResolver, path

from reports import audit_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("audit/", audit_views.AuditView.as_view(), name="audit"),
    path("audit/export/", audit_views.AuditExport.as_view(), name="audit-export"),
]
