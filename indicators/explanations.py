"""The words for scores: each trace of the rule as sentences in the active language.

Scoring returns codes and exact figures, this module the sentences; nothing is computed here.
"""

from decimal import Decimal
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.scoring import (
    GroupKind,
    IndicatorResult,
    Inputs,
    Polarity,
    Reason,
    RowResult,
    Status,
    Trace,
    Verdict,
    YardstickKind,
    YearResult,
    ZeroWeightGroup,
    as_decimal,
)
from organizations.numbers import format_number
from scorecards.scheme_words import band_words

_LEVELS: dict[tuple[Polarity, Reason], Promise] = {
    (Polarity.HIGHER, Reason.BETTER): _(
        "%(achievement)s is above the target of %(target)s and higher is better: level %(level)s."
    ),
    (Polarity.HIGHER, Reason.WORSE): _(
        "%(achievement)s is below the target of %(target)s and higher is better: level %(level)s."
    ),
    (Polarity.LOWER, Reason.BETTER): _(
        "%(achievement)s is below the target of %(target)s and lower is better: level %(level)s."
    ),
    (Polarity.LOWER, Reason.WORSE): _(
        "%(achievement)s is above the target of %(target)s and lower is better: level %(level)s."
    ),
    (Polarity.RANGE, Reason.WORSE): _(
        "%(achievement)s lies outside the target range from %(target)s to %(upper)s: level %(level)s."
    ),
    (Polarity.RANGE, Reason.INSIDE_RANGE): _(
        "%(achievement)s lies inside the target range from %(target)s to %(upper)s: level %(level)s."
    ),
    (Polarity.RANGE, Reason.WITHIN_TOLERANCE): _(
        "%(achievement)s lies outside the target range from %(target)s to %(upper)s by no more than the "
        "tolerance of %(tolerance)s %%, which counts as on target: level %(level)s."
    ),
}
_ON_TARGET = _("%(achievement)s is exactly the target: level %(level)s.")
_WITHIN_TOLERANCE = _(
    "%(achievement)s differs from the target of %(target)s by no more than the tolerance of "
    "%(tolerance)s %%, which counts as on target: level %(level)s."
)
_UNSCORED: dict[Reason, Promise] = {
    Reason.NO_TARGET: _("There is no target in this year: it has no level and does not count."),
    Reason.NO_ACHIEVEMENT: _(
        "There is no achievement yet: it has no level. A missing achievement is never taken for a 0."
    ),
}
_COUNTED_LOWEST = _(
    "Nothing was reported. The year was closed so that what is missing counts as the lowest level: level "
    "%(level)s."
)
_NOT_APPLICABLE = _(
    "It is marked as not applicable in this year: it leaves both the total and the threshold."
)

_MEASURED_BY: dict[YardstickKind, Promise] = {
    YardstickKind.TARGET: _(
        "Measured against the target, the gap of %(gap)s divided by %(yardstick)s gives an attainment of "
        "%(attainment)s %%."
    ),
    YardstickKind.WORST: _(
        "A target of 0 can't be divided by, so the gap of %(gap)s is measured by the distance of "
        "%(yardstick)s between the worst value and the target: an attainment of %(attainment)s %%."
    ),
    YardstickKind.BASELINE: _(
        "A target of 0 can't be divided by, so the gap of %(gap)s is measured by the distance of "
        "%(yardstick)s between the baseline and the target: an attainment of %(attainment)s %%."
    ),
    YardstickKind.NONE: _(
        "A target of 0 can't be divided by, and neither a worst value nor a baseline differs from it: better "
        "than the target is the highest level, worse is the lowest. The attainment is shown as "
        "%(attainment)s %%."
    ),
}
_IN_BAND = _("An attainment of %(attainment)s %% lies in the band %(band)s: level %(level)s of %(highest)s.")
_BAND = _("It reaches the band %(band)s: level %(level)s of %(highest)s.")
_CAPPED = _("The attainment is higher, but shown as the cap of %(attainment)s %%; the level is not capped.")
_FLOORED = _("The attainment is lower, but never shown below 0 %%.")
_SCORED_BY = _("Scored by scheme %(scheme)s, version %(version)s.")

_CONTRIBUTES = _("Weight %(weight)s: contributes %(contribution)s of %(total)s.")
_WOULD_CONTRIBUTE = _("Weight %(weight)s: contributes nothing yet; on target it would be %(on_target)s.")
_POSSIBLE = _("Until it is reported, anything from level %(lowest)s to level %(highest)s is possible.")

_COMPLETE: dict[Verdict, Promise] = {
    Verdict.GOOD: _(
        "%(reported)s of %(expected)s reported, a total of %(total)s against %(threshold)s: good."
    ),
    Verdict.NOT_GOOD: _(
        "%(reported)s of %(expected)s reported, a total of %(total)s against %(threshold)s: not good yet."
    ),
}
_COMPLETED: dict[Verdict, Promise] = {
    Verdict.GOOD: _(
        "%(reported)s of %(expected)s reported, the missing ones counted as the lowest level, a total of "
        "%(total)s against %(threshold)s: good."
    ),
    Verdict.NOT_GOOD: _(
        "%(reported)s of %(expected)s reported, the missing ones counted as the lowest level, a total of "
        "%(total)s against %(threshold)s: not good yet."
    ),
}
_INCOMPLETE: dict[Verdict, Promise] = {
    Verdict.GOOD: _(
        "%(reported)s of %(expected)s reported, between %(lowest)s and %(highest)s points against "
        "%(threshold)s: good, whatever the missing ones will be."
    ),
    Verdict.NOT_GOOD: _(
        "%(reported)s of %(expected)s reported, between %(lowest)s and %(highest)s points against "
        "%(threshold)s: not good yet, whatever the missing ones will be."
    ),
    Verdict.UNDECIDED: _(
        "%(reported)s of %(expected)s reported, between %(lowest)s and %(highest)s points against "
        "%(threshold)s: undecided."
    ),
}
_NOTHING_EXPECTED = _("No indicator with a target counts in this year: undecided.")
_NOTHING_WEIGHS = _("All weights that count are 0, so there is nothing to judge: undecided.")
_FIXED_DIFFERS = _(
    "The threshold is fixed at %(threshold)s, while the targets of this year give %(derived)s."
)
_ZERO_WEIGHTS: dict[GroupKind, Promise] = {
    GroupKind.SCORECARD: _("All weights of the scorecard are 0: nothing in it counts."),
    GroupKind.PERSPECTIVE: _("All objectives of %(name)s have the weight 0: nothing in it counts."),
    GroupKind.OBJECTIVE: _("All indicators of %(name)s have the weight 0: nothing in it counts."),
}


def explain_row(row: RowResult, year: YearResult, *, unit: str = "") -> list[str]:
    """Why a measurement has its level and what it contributes to its year, sentence by sentence.

    `unit` (of measure) follows the achievement and the target; empty leaves it out.
    """
    if row.status == Status.NOT_APPLICABLE:
        return [str(_NOT_APPLICABLE)]
    if row.counted_lowest:
        return [_COUNTED_LOWEST % {"level": row.level}, *_weight_sentences(row, year)]
    level, *details = explain_indicator(row.result, unit=unit)
    return [level, *_weight_sentences(row, year), *details]


def explain_indicator(result: IndicatorResult, *, unit: str = "") -> list[str]:
    """Why one score is what it is, sentence by sentence: the level first, then what led to it."""
    trace = result.trace
    if trace.reason in _UNSCORED:
        return [str(_UNSCORED[trace.reason])]
    scheme = _SCORED_BY % {"scheme": trace.scheme.code, "version": trace.scheme.version}
    return [_level_sentence(trace, unit), *_attainment_sentences(result), *_band_sentences(result), scheme]


def explain_year(year: YearResult) -> list[str]:
    """Why the verdict is what it is, and how a fixed threshold differs, sentence by sentence."""
    sentences = [_verdict_sentence(year)]
    if year.fixed_differs:
        shown = {
            "threshold": _number(year.threshold),
            "derived": format_number(year.shown(year.derived_threshold)),
        }
        sentences.append(_FIXED_DIFFERS % shown)
    return sentences


def explain_zero_weight_group(group: ZeroWeightGroup, name: str = "") -> str:
    """That a group's weights add up to 0; `name` is that of its perspective or objective."""
    return _ZERO_WEIGHTS[group.kind] % {"name": name}


def _verdict_sentence(year: YearResult) -> str:
    if not year.expected:
        return str(_NOTHING_EXPECTED)
    if not year.derived_threshold:
        return str(_NOTHING_WEIGHS)
    words = _words_of(year)
    return words[year.verdict] % {
        "reported": year.reported,
        "expected": year.expected,
        "total": format_number(year.shown(year.total)),
        "lowest": format_number(year.shown(year.lowest)),
        "highest": format_number(year.shown(year.highest)),
        "threshold": _number(year.threshold),
    }


def _words_of(year: YearResult) -> dict[Verdict, Promise]:
    if not year.complete:
        return _INCOMPLETE
    return _COMPLETED if year.counted_lowest else _COMPLETE


def _weight_sentences(row: RowResult, year: YearResult) -> list[str]:
    if row.weight is None or row.threshold_share is None:
        return []
    if row.contribution is None:
        shown = {"weight": _number(row.weight), "on_target": _number(row.threshold_share)}
        levels = {"lowest": year.rules.scheme.lowest_level, "highest": row.highest_level}
        return [_WOULD_CONTRIBUTE % shown, _POSSIBLE % levels]
    return [
        _CONTRIBUTES
        % {
            "weight": _number(row.weight),
            "contribution": _number(row.contribution),
            "total": format_number(year.shown(year.total)),
        }
    ]


def _level_sentence(trace: Trace, unit: str) -> str:
    fallback = _WITHIN_TOLERANCE if trace.reason == Reason.WITHIN_TOLERANCE else _ON_TARGET
    words = _LEVELS.get((Polarity(trace.inputs.polarity), trace.reason), fallback)
    return words % {
        **_input_words(trace.inputs, unit),
        "tolerance": format_number(trace.scheme.tolerance),
        "level": trace.band.level if trace.band else "",
    }


def _input_words(inputs: Inputs, unit: str) -> dict[str, str]:
    return {
        "achievement": _with_unit(inputs.achievement, unit),
        "target": _with_unit(inputs.target, unit),
        "upper": _with_unit(inputs.target_upper, unit),
    }


def _attainment_sentences(result: IndicatorResult) -> list[str]:
    """How a gap became the attainment; nothing to tell where there is no gap."""
    trace = result.trace
    if not trace.gap:
        return []
    attainment = format_number(result.attainment)
    if trace.capped:
        return [_CAPPED % {"attainment": attainment}]
    measured = _MEASURED_BY[trace.kind] % {
        "gap": format_number(trace.gap),
        "yardstick": format_number(trace.yardstick),
        "attainment": attainment,
    }
    return [measured, _FLOORED % {}] if trace.floored else [measured]


def _band_sentences(result: IndicatorResult) -> list[str]:
    """Which band a measured gap lies in, where "above" or "below" alone does not tell it."""
    trace = result.trace
    scheme, band = trace.scheme, trace.band
    if band is None or trace.kind == YardstickKind.NONE or trace.reason not in (Reason.BETTER, Reason.WORSE):
        return []
    one_step = scheme.levels.index(band.level) - scheme.levels.index(scheme.on_target_level)
    if trace.reason == Reason.BETTER and one_step == 1 and band == scheme.highest_band:
        return []
    if trace.reason == Reason.WORSE and one_step == -1 and band == scheme.lowest_band:
        return []
    shown = {
        "attainment": format_number(result.attainment),
        "band": band_words(scheme, band),
        "level": band.level,
        "highest": scheme.highest_level,
    }
    return [(_BAND if trace.capped or trace.floored else _IN_BAND) % shown]


def _number(value: Fraction) -> str:
    return format_number(as_decimal(value))


def _with_unit(value: Decimal | None, unit: str) -> str:
    return f"{format_number(value)} {unit}".strip()
