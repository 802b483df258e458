"""Pages about the rules of a year: weights, scheme and threshold."""

from django.urls import path

from performance.rules_history import YearRulesHistoryView
from performance.rules_views import YearRulesView

urlpatterns = [
    path("settings/weights/", YearRulesView.as_view(), name="year-rules"),
    path("settings/weights/history/", YearRulesHistoryView.as_view(), name="year-rules-history"),
]
