"""The strategy in plain words, and the glossary. Combined into performance.urls."""

from django.urls import URLPattern, URLResolver, path

from performance import story_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("strategy/", story_views.StoryView.as_view(), name="story"),
    path("strategy/glossary/", story_views.GlossaryView.as_view(), name="glossary"),
]
