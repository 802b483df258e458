"""Pages of indicators, below a unit and a year, gathered from the modules of their rooms."""

from django.urls import URLPattern, URLResolver

from indicators import check_urls, copy_urls, evidence_urls, grid_urls, sheet_urls, work_urls

app_name = "indicators"

urlpatterns: list[URLPattern | URLResolver] = [
    *sheet_urls.urlpatterns,
    *grid_urls.urlpatterns,
    *work_urls.urlpatterns,
    *evidence_urls.urlpatterns,
    *check_urls.urlpatterns,
    *copy_urls.urlpatterns,
]
