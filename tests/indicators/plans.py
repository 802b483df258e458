"""Facts of small plans for the rules of the plan check; each starts sound, and a test makes it flawed."""

from dataclasses import replace
from decimal import Decimal

from indicators.plan_check import RULES, PlanFacts, Subject, SubjectKind
from indicators.plan_check.plan import (
    IndicatorFacts,
    InitiativeFacts,
    ObjectiveFacts,
    PerspectiveFacts,
    PlannedYear,
    StatementFacts,
    WorkProgramFacts,
    YearFacts,
)
from indicators.plan_facts import SHEET_FIELDS
from indicators.scoring import Polarity
from scorecards.schemes import PAPER_3

YEARS = (2012, 2013)
FILLED = frozenset(SHEET_FIELDS)
NOTHING: dict[str, dict[str, object]] = {}
PAID = InitiativeFacts("Training", tuple(WorkProgramFacts(year, Decimal(10)) for year in YEARS))


def subject(kind: SubjectKind, key: int, code: str = "", name: str = "") -> Subject:
    return Subject(kind, key, code or f"{kind.value[0].upper()}{key}", name or f"{kind.value.title()} {key}")


def planned(*targets: str | None, **fields) -> tuple[PlannedYear, ...]:
    """The plan's years, each with its target as text (None: it has none)."""
    return tuple(
        PlannedYear(year, None if target is None else Decimal(target), **fields)
        for year, target in zip(YEARS, targets, strict=False)
    )


def history(*values: str) -> dict[int, Decimal]:
    """Achievements of the years right before the plan."""
    first = YEARS[0] - len(values)
    return {year: Decimal(value) for year, value in enumerate(values, start=first)}


def indicator(key: int = 1, *, name: str = "", **fields) -> IndicatorFacts:
    """A sound indicator: 50, then 60, then 70, of at most 100, with a budget in both years."""
    sound = IndicatorFacts(
        subject=subject(SubjectKind.INDICATOR, key, f"SS1-{key}", name),
        unit_of_measure="%",
        kind="lag",
        filled=FILLED,
        natural_min=Decimal(0),
        natural_max=Decimal(100),
        baseline=Decimal(50),
        years=planned("60", "70"),
        history=history("30", "50"),
        initiatives=(PAID,),
    )
    return replace(sound, **fields)


def lower(key: int = 1, **fields) -> IndicatorFacts:
    """A sound indicator of which less is better: 50, then 40, then 30."""
    sound = {"years": planned("40", "30"), "history": history("70", "50"), "polarity": Polarity.LOWER}
    return indicator(key, **(sound | fields))


def within(key: int = 1, **fields) -> IndicatorFacts:
    """A sound indicator that is best from 40 to 60."""
    years = tuple(replace(each, target_upper=Decimal(60)) for each in planned("40", "40"))
    return indicator(key, **({"years": years, "polarity": Polarity.RANGE} | fields))


def objective(key: int = 1, *indicators: IndicatorFacts, **fields) -> ObjectiveFacts:
    """A sound objective with these indicators, by default with a lag and a lead one of its own."""
    return ObjectiveFacts(
        subject=subject(SubjectKind.OBJECTIVE, key),
        indicators=indicators or (indicator(10 * key), indicator(10 * key + 1, kind="lead")),
        **({"derived": True, "owned": True} | fields),
    )


def perspective(key: int, *objectives: ObjectiveFacts) -> PerspectiveFacts:
    return PerspectiveFacts(subject(SubjectKind.PERSPECTIVE, key), objectives)


def year(number: int, **fields) -> YearFacts:
    rules = {"scheme": PAPER_3, **fields}
    return YearFacts(subject(SubjectKind.YEAR, number, str(number), str(number)), number, **rules)


def plan(**fields) -> PlanFacts:
    """A sound plan: three perspectives with an objective each, which drive each other upwards."""
    sound = PlanFacts(
        statements=(StatementFacts(subject(SubjectKind.STATEMENT, 1), served=True),),
        perspectives=tuple(perspective(key, objective(key)) for key in (1, 2, 3)),
        years=tuple(year(number) for number in YEARS),
        links=((3, 2), (2, 1)),
        this_year=YEARS[-1],
    )
    return replace(sound, **fields)


def plan_of(*indicators: IndicatorFacts, **fields) -> PlanFacts:
    """A plan with these indicators in one objective of one perspective."""
    return plan(perspectives=(perspective(1, objective(1, *indicators)),), links=(), **fields)


def found(rule: str, facts: PlanFacts) -> dict[str, dict[str, object]]:
    """What the rule saw, by the code of the subject."""
    return {finding.subject.code: dict(finding.facts) for finding in RULES[rule](facts)}


def of_one(rule: str, *indicators: IndicatorFacts, **fields) -> dict[str, object] | None:
    """What the rule saw of a plan with these indicators; None when it found nothing."""
    seen = list(found(rule, plan_of(*indicators, **fields)).values())
    assert len(seen) <= 1
    return seen[0] if seen else None
