"""Pages about closing a year and about its seals. Combined into performance.urls."""

from django.urls import path

from performance import closing_views, seal_views

urlpatterns = [
    path("performance/closing/", closing_views.ClosingView.as_view(), name="closing"),
    path("performance/closing/reopen/", closing_views.ReopeningView.as_view(), name="closing-reopen"),
    path("performance/closing/seals/<int:number>/", seal_views.SealView.as_view(), name="seal"),
    path(
        "performance/closing/seals/<int:number>/content/",
        seal_views.SealContentView.as_view(),
        name="seal-content",
    ),
    path(
        "performance/closing/seals/<int:number>/differences/",
        seal_views.SealDifferencesView.as_view(),
        name="seal-differences",
    ),
]
