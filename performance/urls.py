"""Pages of performance, below a unit and a year."""

from django.urls import path

from performance import map_views, overview_views, rules_urls, story_urls, views

app_name = "performance"

urlpatterns = [
    path("", overview_views.OverviewView.as_view(), name="overview"),
    path("performance/", views.TableView.as_view(), name="table"),
    path("performance/<int:pk>/explanation/", views.ExplanationView.as_view(), name="explanation"),
    path("strategy/map/", map_views.MapView.as_view(), name="map"),
    path("strategy/map.svg", map_views.MapFileView.as_view(), name="map-svg"),
    *rules_urls.urlpatterns,
    *story_urls.urlpatterns,
]
