"""The page Workbook and the imports below it. Combined into reports.urls."""

from django.urls import URLPattern, URLResolver, path

from reports import import_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("workbook/", import_views.WorkbookView.as_view(), name="workbook"),
    path("workbook/import/<int:pk>/", import_views.ImportView.as_view(), name="workbook-import"),
    path(
        "workbook/import/<int:pk>/report/",
        import_views.ImportReportView.as_view(),
        name="workbook-import-report",
    ),
]
