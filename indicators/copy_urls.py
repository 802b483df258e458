"""Copies of a plan: for a new period, and for practice. Combined into indicators.urls."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
