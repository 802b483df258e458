"""The writes of scorecards, by room. Views check who may; these check the rules and leave traces."""

from scorecards.services.links import change_link, check_link, create_link, delete_link, links_of
from scorecards.services.objectives import (
    change_objective,
    create_objective,
    move_objective,
    people_of,
    supportable_objectives,
)
from scorecards.services.perspectives import (
    change_perspective,
    create_default_perspectives,
    create_perspective,
    delete_perspective,
    move_perspective,
    perspective_deletion_refused,
)
from scorecards.services.plans import (
    add_history_years,
    change_plan,
    check_plan_years,
    create_plan,
    create_scorecard,
    delete_plan,
    found_plan,
    make_scorecard_years,
    make_year_weights,
    plan_deletion_refused,
)
from scorecards.services.schemes import (
    add_built_in_schemes,
    change_scheme,
    create_scheme,
    delete_scheme,
    scheme_deletion_refused,
)
from scorecards.services.statements import (
    change_statement,
    create_statement,
    delete_statement,
    move_statement,
    set_tick,
)

__all__ = [
    "add_built_in_schemes",
    "add_history_years",
    "change_link",
    "change_objective",
    "change_perspective",
    "change_plan",
    "change_scheme",
    "change_statement",
    "check_link",
    "check_plan_years",
    "create_default_perspectives",
    "create_link",
    "create_objective",
    "create_perspective",
    "create_plan",
    "create_scheme",
    "create_scorecard",
    "create_statement",
    "delete_link",
    "delete_perspective",
    "delete_plan",
    "delete_scheme",
    "delete_statement",
    "found_plan",
    "links_of",
    "make_scorecard_years",
    "make_year_weights",
    "move_objective",
    "move_perspective",
    "move_statement",
    "people_of",
    "perspective_deletion_refused",
    "plan_deletion_refused",
    "scheme_deletion_refused",
    "set_tick",
    "supportable_objectives",
]
