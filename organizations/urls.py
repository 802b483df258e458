"""Pages of organizations, below a unit and a year."""

from django.urls import URLPattern, URLResolver

app_name = "organizations"

urlpatterns: list[URLPattern | URLResolver] = []
