"""What the numbers of a KPI sheet must satisfy, by themselves and against what the years already hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from indicators import scoring
from indicators.models import Indicator, Measurement
from indicators.row_rules import VALUE_FIELDS, row_errors, score_error
from indicators.row_words import row_error_message
from indicators.scoring import Inputs, highest_reachable_level, score_indicator
from organizations.numbers import format_number
from scorecards.locks import YearClosed

BOUNDS = ("natural_min", "natural_max")
WITHIN_BOUNDS = ("worst_value", "baseline")
SCORED_BY = ("polarity", "natural_min", "natural_max", "worst_value", "baseline")
"""The fields of an indicator that the score of its years depends on."""


def check_sheet_numbers(indicator: Indicator, within: Sequence[str] = WITHIN_BOUNDS) -> None:
    """Raises ValidationError by field for a number that can't be stored or breaks the natural bounds.

    within: the fields that are held to the bounds. Bounds that are wrong themselves are told alone.
    """
    _refuse({field: _value_message(getattr(indicator, field)) for field in BOUNDS})
    _refuse({"natural_max": _order_message(indicator), "caps_at_maximum": _cap_message(indicator)})
    low, high = indicator.natural_min, indicator.natural_max
    _refuse({field: _value_message(getattr(indicator, field), low, high) for field in within})


def check_value(value: Decimal, indicator: Indicator) -> None:
    """Raises ValidationError for an achievement that can't be stored or breaks the natural bounds."""
    message = _value_message(value, indicator.natural_min, indicator.natural_max)
    if message:
        raise ValidationError(message)


def check_against_years(indicator: Indicator, rows: Sequence[Measurement]) -> None:
    """Raises ValidationError when baseline, targets or achievements don't fit the changed polarity or bounds.

    The rows have the changed indicator as theirs; the message names each value, and its year.
    """
    _check_polarity(indicator, rows)
    _check_bounds(indicator, rows)


def check_scores(before: Sequence[Inputs], rows: Sequence[Measurement], *, restores: bool = False) -> None:
    """Raises YearClosed when a closed year would read differently.

    And ValidationError for an attainment that can't be stored. before: the inputs of the rows, in their
    order, as they were before the indicator changed. restores: a closed year may come to read what is
    stored in it.
    """
    for old, row in zip(before, rows, strict=True):
        new, year = row.inputs(), row.scorecard_year
        if old == new:
            continue
        differs = _reading(old, row) != _reading(new, row)
        if year.is_closed and differs and not (restores and _reads_as_stored(row)):
            raise YearClosed(year.year)
        error = score_error(score_indicator(new, year.scheme.rule()), ())
        if error:
            raise ValidationError(f"{year.year}: {row_error_message(error)}", code=error.code.value)


def _reading(inputs: Inputs, row: Measurement) -> tuple[object, ...]:
    """What a year shows of an indicator: level, attainment, how high it can get, and which way is better."""
    scheme = row.scorecard_year.scheme.rule()
    if not inputs.has_target:
        return ()
    result = score_indicator(inputs, scheme)
    return result.level, result.attainment, highest_reachable_level(inputs, scheme), inputs.polarity


def _reads_as_stored(row: Measurement) -> bool:
    """Whether the year holds a score of the row, and the rule gives that very one."""
    result = score_indicator(row.inputs(), row.scorecard_year.scheme.rule())
    return row.level is not None and (result.level, result.attainment) == (row.level, row.attainment)


def _refuse(messages: dict[str, str]) -> None:
    """Raises ValidationError by field for the messages that say something."""
    errors = {field: message for field, message in messages.items() if message}
    if errors:
        raise ValidationError(errors)


def _order_message(indicator: Indicator) -> str:
    low, high = indicator.natural_min, indicator.natural_max
    if low is None or high is None or high > low:
        return ""
    words = {"low": format_number(low), "high": format_number(high)}
    message = _(
        "Read a natural maximum of %(high)s and a natural minimum of %(low)s; expected the maximum to be "
        "above the minimum."
    )
    return str(message % words)


def _cap_message(indicator: Indicator) -> str:
    if not indicator.caps_at_maximum or indicator.natural_max is not None:
        return ""
    message = _(
        "Read that more counts as the natural maximum, but there is none; expected a natural maximum as well."
    )
    return str(message)


def _value_message(value: Decimal | None, low: Decimal | None = None, high: Decimal | None = None) -> str:
    """Why the number can't be stored or breaks the bounds; empty where it does neither."""
    probe = Inputs(polarity=scoring.Polarity.HIGHER, target=value, natural_min=low, natural_max=high)
    return "".join(row_error_message(error) for error in row_errors(probe, {"target"}))


def _check_polarity(indicator: Indicator, rows: Sequence[Measurement]) -> None:
    is_range = indicator.polarity == Indicator.Polarity.RANGE
    if is_range:
        years = [
            row.scorecard_year.year for row in rows if row.target is not None and row.target_upper is None
        ]
        message = _(
            "A range needs a lower and an upper target. These years have one target only: %(years)s. Clear "
            "those targets first."
        )
    else:
        years = [row.scorecard_year.year for row in rows if row.target_upper is not None]
        message = _(
            "Only a range has upper targets. These years have one: %(years)s. Clear those targets first."
        )
    if years:
        raise ValidationError(
            {"polarity": ValidationError(message, params={"years": ", ".join(map(str, years))})}
        )


def _check_bounds(indicator: Indicator, rows: Sequence[Measurement]) -> None:
    low, high = indicator.natural_min, indicator.natural_max
    held = list(_held_to_bounds(indicator, rows))
    outside = {
        "natural_min": [said for said, value in held if low is not None and value < low],
        "natural_max": [said for said, value in held if high is not None and value > high],
    }
    errors = {
        field: ValidationError(
            _("These values lie outside it: %(values)s."), params={"values": "; ".join(said)}
        )
        for field, said in outside.items()
        if said
    }
    if errors:
        raise ValidationError(errors)


def _held_to_bounds(indicator: Indicator, rows: Sequence[Measurement]) -> Iterator[tuple[str, Decimal]]:
    """Each value that stands already, with the words for it: the baseline and what the years hold."""
    if indicator.baseline is not None:
        yield _said(indicator, "baseline", indicator.baseline), indicator.baseline
    for row in rows:
        for field in VALUE_FIELDS:
            value: Decimal | None = getattr(row, field)
            if value is not None:
                yield f"{row.scorecard_year.year} {_said(row, field, value)}", value


def _said(row: Indicator | Measurement, field: str, value: Decimal) -> str:
    name = row._meta.get_field(field).verbose_name  # type: ignore[union-attr]
    return f"{name} {format_number(value)}"
