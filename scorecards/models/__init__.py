"""What we want: plans, statements, perspectives, objectives, their links, and the years of a scorecard."""

from scorecards.models.fields import FIRST_YEAR, LAST_YEAR, WeightingModes, weight_field
from scorecards.models.objectives import Objective, ObjectiveLink, ObjectiveStatement, Scorecard
from scorecards.models.plans import Perspective, Plan, ScoringScheme, Statement
from scorecards.models.years import ObjectiveWeight, PerspectiveWeight, ScorecardYear

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "Objective",
    "ObjectiveLink",
    "ObjectiveStatement",
    "ObjectiveWeight",
    "Perspective",
    "PerspectiveWeight",
    "Plan",
    "Scorecard",
    "ScorecardYear",
    "ScoringScheme",
    "Statement",
    "WeightingModes",
    "weight_field",
]
