"""Pages of performance, below a unit and a year."""

from django.urls import path

from performance import (
    closing_urls,
    follow_up_urls,
    insight_views,
    map_urls,
    overview_views,
    review_urls,
    rules_urls,
    story_urls,
    trend_views,
    views,
)

app_name = "performance"

urlpatterns = [
    path("", overview_views.OverviewView.as_view(), name="overview"),
    path("performance/", views.TableView.as_view(), name="table"),
    path("performance/<int:pk>/explanation/", views.ExplanationView.as_view(), name="explanation"),
    path("performance/insights/", insight_views.InsightsView.as_view(), name="insights"),
    *closing_urls.urlpatterns,
    path("performance/trends/", trend_views.TrendsView.as_view(), name="trends"),
    *review_urls.urlpatterns,
    *follow_up_urls.urlpatterns,
    *map_urls.urlpatterns,
    *rules_urls.urlpatterns,
    *story_urls.urlpatterns,
]
