"""Where the objects of a plan are looked at and put right, as far as the reader may open those pages."""

from __future__ import annotations

from collections.abc import Callable

from indicators.plan_check import Subject, SubjectKind
from organizations.permissions import Action
from scorecards.scope import ScorecardScope


def places_for(scope: ScorecardScope) -> Callable[[Subject], str]:
    """Gives the address of each object of the scope's plan; empty for settings that the reader can't open."""
    opens_settings = bool(scope.may(Action.VIEW_SETTINGS))
    statements, objectives = scope.url("scorecards:statements"), scope.url("scorecards:objectives")
    perspectives = scope.url("scorecards:perspectives")

    def place(subject: Subject) -> str:
        match subject.kind:
            case SubjectKind.STATEMENT:
                return f"{statements}#statement-{subject.key}"
            case SubjectKind.OBJECTIVE:
                return f"{objectives}#objective-{subject.key}"
            case SubjectKind.INDICATOR:
                return scope.url("indicators:indicator", subject.key)
            case SubjectKind.PERSPECTIVE:
                return f"{perspectives}#perspective-{subject.key}" if opens_settings else ""
            case SubjectKind.YEAR:
                rules = scope.url("performance:year-rules", year=int(subject.code))
                return rules if opens_settings else ""

    return place
