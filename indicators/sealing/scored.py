"""Results of the scoring rule into a seal and out of it, and the rule run again over what was sealed."""

from collections.abc import Hashable, Iterable
from dataclasses import replace
from decimal import Decimal

from indicators.scoring import (
    IndicatorResult,
    Inputs,
    MeasurementInput,
    RowResult,
    Subtotal,
    Trace,
    YearResult,
    YearRules,
    ZeroWeightGroup,
    score_year,
)
from indicators.sealing.content import (
    SealedGroup,
    SealedObjective,
    SealedPerspective,
    SealedResult,
    SealedRow,
    SealedScore,
    SealedYear,
)
from scorecards.schemes import Scheme

NOT_APPLICABLE = "not_applicable"
HUNDREDTHS = Decimal("0.01")


def sealed_score(row: RowResult) -> SealedScore:
    """What the rule made of a measurement, for a seal."""
    trace = row.result.trace
    return SealedScore(
        status=row.status,
        counted=row.counted,
        reported=row.reported,
        level=row.level,
        weight=row.weight,
        contribution=row.contribution,
        threshold_share=row.threshold_share,
        highest_level=row.highest_level,
        attained_level=row.result.level,
        attainment=row.result.attainment,
        reason=trace.reason,
        reference=trace.reference,
        gap=trace.gap,
        yardstick=trace.yardstick,
        yardstick_kind=trace.kind,
        band=trace.band.level if trace.band else None,
        capped=trace.capped,
        floored=trace.floored,
    )


def sealed_result(result: YearResult) -> SealedResult:
    """The sums and the verdict of a year, for a seal; keys must be primary keys."""
    return SealedResult(
        total=result.total,
        derived_threshold=result.derived_threshold,
        threshold=result.threshold,
        threshold_so_far=result.threshold_so_far,
        index=result.index,
        lowest=result.lowest,
        highest=result.highest,
        verdict=result.verdict,
        reported=result.reported,
        counted_lowest=result.counted_lowest,
        expected=result.expected,
        reachable=result.reachable,
        fixed_differs=result.fixed_differs,
        zero_weight_groups=tuple(
            SealedGroup(each.kind, each.key if isinstance(each.key, int) else None)
            for each in result.zero_weight_groups
        ),
    )


def rules_of(sealed: SealedYear) -> YearRules:
    """The rules that the year was scored by. Raises SchemeError where the sealed scheme is none."""
    return YearRules(
        scheme=Scheme.from_json(sealed.rules.scheme),
        weighting_mode=sealed.rules.weighting_mode,
        fixed_threshold=sealed.rules.fixed_threshold,
        perspective_weights={each.key: each.weight for each in sealed.perspectives},
        objective_weights={each.key: each.weight for each in sealed.objectives},
        missing_count_lowest=sealed.rules.missing_count_lowest,
    )


def inputs_of(sealed: SealedYear) -> tuple[MeasurementInput, ...]:
    """What the year was scored from, in the order of its rows."""
    perspective_of = {each.key: each.perspective for each in sealed.objectives}
    return tuple(
        MeasurementInput(
            key=row.key,
            perspective_key=perspective_of[row.indicator.objective],
            objective_key=row.indicator.objective,
            inputs=_inputs(row),
            weight=row.weight,
            not_applicable=row.state == NOT_APPLICABLE,
        )
        for row in sealed.rows
    )


def result_of(sealed: SealedYear) -> YearResult:
    """The result as it was sealed; nothing in it is computed."""
    rules, result = rules_of(sealed), sealed.result
    inputs = inputs_of(sealed)
    return YearResult(
        rules=rules,
        rows=tuple(
            _row_result(row, each, rules.scheme) for row, each in zip(sealed.rows, inputs, strict=True)
        ),
        total=result.total,
        derived_threshold=result.derived_threshold,
        threshold=result.threshold,
        threshold_so_far=result.threshold_so_far,
        index=_percent(result.index),
        lowest=result.lowest,
        highest=result.highest,
        verdict=result.verdict,
        reported=result.reported,
        counted_lowest=result.counted_lowest,
        expected=result.expected,
        reachable=result.reachable,
        perspectives=_subtotals(sealed.perspectives),
        objectives=_subtotals(sealed.objectives),
        fixed_differs=result.fixed_differs,
        zero_weight_groups=tuple(ZeroWeightGroup(each.kind, each.key) for each in result.zero_weight_groups),
    )


def recomputed(sealed: SealedYear) -> SealedYear:
    """The same seal with everything that the rule gives worked out again from what was sealed."""
    result = score_year(rules_of(sealed), inputs_of(sealed))
    return replace(
        sealed,
        perspectives=tuple(
            replace(each, subtotal=result.perspectives.get(each.key)) for each in sealed.perspectives
        ),
        objectives=tuple(
            replace(each, subtotal=result.objectives.get(each.key)) for each in sealed.objectives
        ),
        rows=tuple(
            replace(row, score=sealed_score(scored))
            for row, scored in zip(sealed.rows, result.rows, strict=True)
        ),
        result=sealed_result(result),
    )


def _percent(value: Decimal | None) -> Decimal | None:
    """Attainment and index have 2 decimals; the canonical form leaves needless zeros out."""
    return None if value is None else value.quantize(HUNDREDTHS)


def _subtotals(groups: Iterable[SealedPerspective | SealedObjective]) -> dict[Hashable, Subtotal]:
    return {
        each.key: replace(each.subtotal, index=_percent(each.subtotal.index))
        for each in groups
        if each.subtotal is not None
    }


def _inputs(row: SealedRow) -> Inputs:
    indicator = row.indicator
    return Inputs(
        polarity=indicator.polarity,
        target=row.target,
        target_upper=row.target_upper,
        achievement=row.achievement,
        worst=indicator.worst_value,
        baseline=indicator.baseline,
        natural_min=indicator.natural_min,
        natural_max=indicator.natural_max,
    )


def _row_result(row: SealedRow, given: MeasurementInput, scheme: Scheme) -> RowResult:
    score = row.score
    trace = Trace(
        inputs=given.inputs,
        scheme=scheme,
        reason=score.reason,
        reference=score.reference,
        gap=score.gap,
        yardstick=score.yardstick,
        kind=score.yardstick_kind,
        band=next((band for band in scheme.bands if band.level == score.band), None),
        capped=score.capped,
        floored=score.floored,
    )
    return RowResult(
        key=row.key,
        perspective_key=given.perspective_key,
        objective_key=given.objective_key,
        result=IndicatorResult(score.attained_level, _percent(score.attainment), trace),
        status=score.status,
        counted=score.counted,
        reported=score.reported,
        level=score.level,
        weight=score.weight,
        contribution=score.contribution,
        threshold_share=score.threshold_share,
        highest_level=score.highest_level,
    )
