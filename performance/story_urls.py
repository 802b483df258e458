"""The strategy in plain words, and the glossary. Combined into performance.urls."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
