"""The download of the workbook. Combined into reports.urls."""

from django.urls import URLPattern, URLResolver, path

from reports import export_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("workbook/export/", export_views.ExportView.as_view(), name="workbook-export"),
]
