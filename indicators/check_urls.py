"""The plan check. Combined into indicators.urls."""

from django.urls import URLPattern, URLResolver, path

from indicators.views import check

urlpatterns: list[URLPattern | URLResolver] = [
    path("check/", check.PlanCheck.as_view(), name="check"),
    path("check/accept/", check.FindingAccept.as_view(), name="check-accept"),
    path("check/history/", check.AcceptanceHistory.as_view(), name="check-history"),
    path("check/accepted/<int:pk>/withdraw/", check.AcceptanceWithdraw.as_view(), name="check-withdraw"),
    path("check/indicators/<int:pk>/", check.IndicatorFindings.as_view(), name="check-indicator"),
]
