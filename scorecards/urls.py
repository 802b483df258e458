"""Pages of scorecards, below a unit and a year."""

from typing import Any

from django.urls import URLPattern, URLResolver, path

from scorecards import start_urls
from scorecards.views import links, objectives, perspectives, plans, schemes, statements

app_name = "scorecards"


def pages(folder: str, name: str, **views: Any) -> list[URLPattern]:
    """The usual pages of a kind of object: add, and edit, move, delete, history of the one with a key."""
    return [
        path(
            f"{folder}add/" if page == "add" else f"{folder}<int:pk>/{page}/",
            view.as_view(),
            name=f"{name}-{page}",
        )
        for page, view in views.items()
    ]


STATEMENTS, TICKS, OBJECTIVES, LINKS = (
    f"strategy/{folder}/" for folder in ("statements", "ticks", "objectives", "links")
)
PERSPECTIVES, PLANS, SCHEMES = (f"settings/{folder}/" for folder in ("perspectives", "plans", "schemes"))

urlpatterns: list[URLPattern | URLResolver] = [
    *start_urls.urlpatterns,
    path(STATEMENTS, statements.Statements.as_view(), name="statements"),
    path(f"{STATEMENTS}history/", statements.StatementsHistory.as_view(), name="statements-history"),
    *pages(
        STATEMENTS,
        "statement",
        add=statements.StatementAdd,
        edit=statements.StatementEdit,
        move=statements.StatementMove,
        delete=statements.StatementDelete,
        history=statements.StatementHistory,
    ),
    path(TICKS, statements.TickPost.as_view(), name="statement-tick"),
    path(f"{TICKS}history/", statements.TickHistory.as_view(), name="statement-tick-history"),
    path(OBJECTIVES, objectives.Objectives.as_view(), name="objectives"),
    path(f"{OBJECTIVES}history/", objectives.ObjectivesHistory.as_view(), name="objectives-history"),
    *pages(
        OBJECTIVES,
        "objective",
        add=objectives.ObjectiveAdd,
        history=objectives.ObjectiveHistory,
    ),
    path(LINKS, links.Links.as_view(), name="links"),
    path(f"{LINKS}history/", links.LinksHistory.as_view(), name="links-history"),
    *pages(
        LINKS,
        "link",
        add=links.LinkAdd,
        edit=links.LinkEdit,
        delete=links.LinkDelete,
        history=links.LinkHistory,
    ),
    path(PERSPECTIVES, perspectives.Perspectives.as_view(), name="perspectives"),
    path(f"{PERSPECTIVES}history/", perspectives.PerspectivesHistory.as_view(), name="perspectives-history"),
    *pages(
        PERSPECTIVES,
        "perspective",
        add=perspectives.PerspectiveAdd,
        edit=perspectives.PerspectiveEdit,
        move=perspectives.PerspectiveMove,
        delete=perspectives.PerspectiveDelete,
        history=perspectives.PerspectiveHistory,
    ),
    path(PLANS, plans.Plans.as_view(), name="plans"),
    path(f"{PLANS}history/", plans.PlansHistory.as_view(), name="plans-history"),
    path(f"{PLANS}<int:pk>/scorecard/", plans.ScorecardAdd.as_view(), name="scorecard-add"),
    *pages(
        PLANS,
        "plan",
        add=plans.PlanAdd,
        edit=plans.PlanEdit,
        history=plans.PlanHistory,
    ),
    path(SCHEMES, schemes.Schemes.as_view(), name="schemes"),
    path(f"{SCHEMES}history/", schemes.SchemesHistory.as_view(), name="schemes-history"),
    *pages(
        SCHEMES,
        "scheme",
        add=schemes.SchemeAdd,
        edit=schemes.SchemeEdit,
        delete=schemes.SchemeDelete,
        history=schemes.SchemeHistory,
    ),
]
