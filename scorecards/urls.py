"""Pages of scorecards, below a unit and a year."""

from django.urls import URLPattern, URLResolver

app_name = "scorecards"

urlpatterns: list[URLPattern | URLResolver] = []
