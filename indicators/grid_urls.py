"""The pages with typed cells. Combined into indicators.urls."""

from django.urls import URLPattern, URLResolver, path

from indicators.views import blocks, cells, grid, proposals, states

urlpatterns: list[URLPattern | URLResolver] = [
    path("entry/", grid.EntryView.as_view(), name="entry"),
    path("entry/targets/", grid.EntryTargetsView.as_view(), name="entry-targets"),
    path("entry/block/", blocks.EntryBlockView.as_view(), name="entry-block"),
    path("entry/states/", states.EntryStatesView.as_view(), name="entry-states"),
    path("entry/<int:pk>/", cells.EntryCellView.as_view(), name="cell"),
    path("entry/<int:pk>/history/", grid.MeasurementHistoryView.as_view(), name="measurement-history"),
    path("plan/", grid.PlanView.as_view(), name="plan"),
    path("plan/block/", blocks.TargetBlockView.as_view(), name="target-block"),
    path("plan/next/", proposals.ProposalsView.as_view(), name="proposals"),
    path("plan/<int:pk>/", cells.TargetCellView.as_view(), name="target-cell"),
]
