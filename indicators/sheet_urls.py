"""The list of indicators, their KPI sheets, baselines and initiatives, below a unit and a year."""

from django.urls import URLPattern, URLResolver, path

from indicators.views import (
    baseline,
    initiatives,
    listing,
    objectives,
    plan_years,
    scorecards,
    sheet,
    sheet_fields,
    sheet_years,
)

SHEET = "indicators/<int:pk>/"
INITIATIVE = "initiatives/<int:pk>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("indicators/", listing.IndicatorList.as_view(), name="list"),
    path("indicators/add/", sheet.IndicatorAdd.as_view(), name="indicator-add"),
    path("indicators/sheets/", sheet.AllSheets.as_view(), name="sheets"),
    path(SHEET, sheet.KpiSheet.as_view(), name="indicator"),
    path(f"{SHEET}fields/<str:field>/", sheet_fields.SheetField.as_view(), name="indicator-field"),
    path(f"{SHEET}years/<int:of_year>/target/", sheet_years.YearTarget.as_view(), name="year-target"),
    path(
        f"{SHEET}years/<int:of_year>/achievement/",
        sheet_years.YearAchievement.as_view(),
        name="year-achievement",
    ),
    path(f"{SHEET}edit/", sheet.IndicatorEdit.as_view(), name="indicator-edit"),
    path(f"{SHEET}move/", listing.IndicatorMove.as_view(), name="indicator-move"),
    path(f"{SHEET}delete/", sheet.IndicatorDelete.as_view(), name="indicator-delete"),
    path(f"{SHEET}history/", sheet.IndicatorHistory.as_view(), name="indicator-history"),
    path(f"{SHEET}baseline/", baseline.Baseline.as_view(), name="baseline"),
    path(f"{SHEET}baseline/computed/", baseline.BaselineComputed.as_view(), name="baseline-computed"),
    path(f"{SHEET}baseline/again/", baseline.BaselineAgain.as_view(), name="baseline-again"),
    path(f"{SHEET}baseline/history/", baseline.BaselineHistory.as_view(), name="baseline-history"),
    path(f"{SHEET}initiatives/add/", initiatives.InitiativeAdd.as_view(), name="initiative-add"),
    path("initiatives/", initiatives.InitiativeList.as_view(), name="initiatives"),
    path(f"{INITIATIVE}edit/", initiatives.InitiativeEdit.as_view(), name="initiative-edit"),
    path(f"{INITIATIVE}move/", initiatives.InitiativeMove.as_view(), name="initiative-move"),
    path(f"{INITIATIVE}delete/", initiatives.InitiativeDelete.as_view(), name="initiative-delete"),
    path(f"{INITIATIVE}history/", initiatives.InitiativeHistory.as_view(), name="initiative-history"),
    path("strategy/objectives/<int:pk>/edit/", objectives.ObjectiveEdit.as_view(), name="objective-edit"),
    path("strategy/objectives/<int:pk>/move/", objectives.ObjectiveMove.as_view(), name="objective-move"),
    path(
        "strategy/objectives/<int:pk>/delete/", objectives.ObjectiveDelete.as_view(), name="objective-delete"
    ),
    path("settings/plans/<int:pk>/years/", plan_years.PlanYears.as_view(), name="plan-years"),
    path(
        "settings/plans/<int:pk>/scorecard/delete/",
        scorecards.ScorecardDelete.as_view(),
        name="scorecard-delete",
    ),
]
