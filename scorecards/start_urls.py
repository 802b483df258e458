"""The guided start of a plan. Combined into scorecards.urls."""

from django.urls import URLPattern, URLResolver, path

from scorecards.start import KINDS
from scorecards.views import start

urlpatterns: list[URLPattern | URLResolver] = [
    path("start/", start.Start.as_view(), name="start"),
    path("start/organization/", start.StartOrganization.as_view(), name="start-organization"),
    path("start/plan/", start.StartPlan.as_view(), name="start-plan"),
    path("start/perspectives/", start.StartPerspectives.as_view(), name="start-perspectives"),
    *(
        path(f"start/{step}/", start.StartStatements.as_view(step=step), name=f"start-{step}")
        for step in KINDS
    ),
    path("start/objectives/", start.StartObjectives.as_view(), name="start-objectives"),
]
