"""Copies of a plan, for a new period and for practice, and deleting one. Combined into indicators.urls."""

from django.urls import URLPattern, URLResolver, path

from indicators.views import catching_up, copies, plans, practice

urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/plans/<int:pk>/copy/", copies.PlanCopy.as_view(), name="plan-copy"),
    path("settings/plans/<int:pk>/delete/", plans.PlanDelete.as_view(), name="plan-delete"),
    path("settings/plans/history/refresh/", catching_up.HistoryRefresh.as_view(), name="history-refresh"),
    path("practice/", practice.Practice.as_view(), name="practice"),
    path("practice/throw-away/", practice.PracticeThrowAway.as_view(), name="practice-throw-away"),
]
