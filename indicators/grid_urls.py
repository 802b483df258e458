"""The pages with typed cells. Combined into indicators.urls."""

from django.urls import URLPattern, URLResolver, path

from indicators.views import grid

urlpatterns: list[URLPattern | URLResolver] = [
    path("entry/", grid.EntryView.as_view(), name="entry"),
    path("entry/<int:pk>/", grid.EntryCellView.as_view(), name="cell"),
    path("entry/<int:pk>/history/", grid.MeasurementHistoryView.as_view(), name="measurement-history"),
    path("plan/", grid.PlanView.as_view(), name="plan"),
    path("plan/<int:pk>/", grid.TargetCellView.as_view(), name="target-cell"),
]
