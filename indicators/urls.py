"""Pages of indicators, below a unit and a year: sheets (`sheet_urls`) and grids (`grid_urls`)."""

from django.urls import URLPattern, URLResolver

from indicators import grid_urls, sheet_urls

app_name = "indicators"

urlpatterns: list[URLPattern | URLResolver] = [*sheet_urls.urlpatterns, *grid_urls.urlpatterns]
