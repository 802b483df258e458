"""Evidence behind achievements. Combined into indicators.urls."""

from django.urls import URLPattern, URLResolver, path

from indicators.views import evidence

MEASUREMENT = "measurements/<int:pk>/evidence/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{MEASUREMENT}add/", evidence.EvidenceAdd.as_view(), name="evidence-add"),
    path(f"{MEASUREMENT}history/", evidence.EvidenceHistory.as_view(), name="evidence-history"),
    path("evidence/<int:pk>/file/", evidence.EvidenceDownload.as_view(), name="evidence-file"),
    path("evidence/<int:pk>/delete/", evidence.EvidenceDelete.as_view(), name="evidence-delete"),
]
