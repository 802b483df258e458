"""The rules of a scorecard-year: weighting, scheme, threshold and weights, tried out and changed."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Unpack

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.explanations import explain_zero_weight_group
from indicators.measuring import rescore
from indicators.models import Measurement
from indicators.scorecard_year import ScorecardYearTable, load_scorecard_year
from indicators.scoring import GroupKind, YearResult
from organizations import history
from organizations.models import User
from organizations.numbers import MAX_SIGNIFICANT_DIGITS, format_number
from performance.rules import (
    RuleChanges,
    Weights,
    result_under,
    rules_mark,
    weight_name,
    weightless,
    weights_in,
    weights_of,
)
from scorecards.locks import YearClosed, lock_open_years, raise_version
from scorecards.models import ObjectiveWeight, PerspectiveWeight, ScorecardYear
from scorecards.services.plans import check_scheme, make_year_weights
from scorecards.services.rows import lock_row

YEAR_FIELDS = ("weighting_mode", "scheme", "fixed_threshold", "fixed_threshold_reason")

Errors = dict[str, list[ValidationError]]


class RulesChanged(ValidationError):
    """Somebody else changed the year's rules since they were read."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody else changed these rules while you had this page open. The column “Now” shows "
                "what they are now; saving again puts yours in their place."
            ),
            code="rules_changed",
        )


def preview_year_rules(
    *,
    scorecard_year: ScorecardYear,
    table: ScorecardYearTable | None = None,
    **changes: Unpack[RuleChanges],
) -> tuple[YearResult, YearResult]:
    """The year's result as it is and as the new rules would make it. Writes nothing.

    What is left out stays. table: the year's tree, where the caller has loaded it already. Raises
    YearClosed, and ValidationError by field for rules that could not be saved; the reason for a fixed
    threshold may still be missing.
    """
    if scorecard_year.is_closed:
        raise YearClosed(scorecard_year.year)
    loaded = table or load_scorecard_year(scorecard_year, other_years=False)
    return loaded.result, _checked_result(loaded, changes)


@transaction.atomic
def change_year_rules(
    *, scorecard_year: ScorecardYear, by: User, mark: str | None = None, **changes: Unpack[RuleChanges]
) -> ScorecardYear:
    """Changes the rules and weights of an open year and rescores it when its scheme changes.

    What is left out stays; only rows that differ are written, each with its trace. mark: the rules_mark of
    the rules that the changes were made from (None: whatever they are now). Raises YearClosed,
    RulesChanged, and ValidationError by field: a weight under the name that `rules.weight_name` gives it.
    """
    year = _lock_year(scorecard_year)
    make_year_weights([year], by=by)
    table = load_scorecard_year(year, other_years=False)
    if mark is not None and mark != rules_mark(table):
        raise RulesChanged
    new_scheme = "scheme" in changes and changes["scheme"].pk != year.scheme_id
    if new_scheme:
        changes["scheme"] = _lock_scheme(changes)
    _check_reason(year, changes)
    _checked_result(table, changes)
    changed = _write_year(year, changes, by=by)
    changed |= _write_weights(year, changes, by=by)
    if new_scheme:
        reason = _("Scored by “%(scheme)s”") % {"scheme": year.scheme}
        rescore([row.measurement for row in table.rows], by=by, reason=reason)
    if changed:
        raise_version(year.scorecard)
    return year


def _lock_year(scorecard_year: ScorecardYear) -> ScorecardYear:
    locked = lock_open_years(scorecard_year.scorecard, [scorecard_year.year])
    if not locked:
        raise ValidationError(_("This year has been deleted meanwhile."), code="deleted")
    return locked[0]


def _lock_scheme(changes: RuleChanges) -> Any:
    """The scheme as it is now: one that no year uses yet could be edited at this very moment."""
    try:
        return lock_row(changes["scheme"])
    except ValidationError as error:
        raise ValidationError({"scheme": error}) from error


def _check_reason(year: ScorecardYear, changes: RuleChanges) -> None:
    fixed = changes.get("fixed_threshold", year.fixed_threshold)
    reason = changes.get("fixed_threshold_reason", year.fixed_threshold_reason)
    if fixed is not None and not reason.strip():
        message = _("Say why the threshold is fixed, or leave it blank to derive it from the targets.")
        raise ValidationError({"fixed_threshold_reason": ValidationError(message, code="required")})


def _checked_result(table: ScorecardYearTable, changes: RuleChanges) -> YearResult:
    """The result under the new rules. Raises ValidationError by field when they can't be."""
    errors = _value_errors(table, changes)
    if errors:
        raise ValidationError(errors)
    result = result_under(table, changes)
    errors = _weightless_errors(table, result)
    if errors:
        raise ValidationError(errors)
    return result


def _value_errors(table: ScorecardYearTable, changes: RuleChanges) -> Errors:
    errors: Errors = {}
    year = table.scorecard_year
    for name in YEAR_FIELDS:
        if name in changes and name != "scheme":
            value = changes[name]  # type: ignore[literal-required]
            _collect(errors, name, lambda n=name, v=value: _model_field(year, n).clean(v, year))
    if "scheme" in changes:
        scheme = changes["scheme"]
        _collect(errors, "scheme", lambda: check_scheme(year.scorecard.plan.organization, scheme))
    fixed = changes.get("fixed_threshold")
    if fixed is not None and "fixed_threshold" not in errors:
        _collect(errors, "fixed_threshold", lambda: _check_threshold(fixed))
    known = weights_of(table)
    for kind, weights in weights_in(changes).items():
        for key, weight in weights.items():
            if key not in known[kind]:
                gone = ValidationError(_("Something here has been deleted meanwhile. Load the page again."))
                errors.setdefault(NON_FIELD_ERRORS, [gone])
            _collect(
                errors,
                weight_name(kind, key),
                lambda w=weight: _model_field(PerspectiveWeight, "weight").clean(w, None),
            )
    return errors


def _model_field(model: Any, name: str) -> Any:
    return model._meta.get_field(name)


def _collect(errors: Errors, name: str, check: Any) -> None:
    """Runs a check; what it raises is an error of this field."""
    try:
        check()
    except ValidationError as error:
        messages = error.error_dict[name] if hasattr(error, "error_dict") else error.error_list
        errors.setdefault(name, []).extend(messages)


def _check_threshold(fixed: Decimal) -> None:
    if fixed < 0:
        raise ValidationError(_("Read %(read)s; expected at least 0.") % {"read": format_number(fixed)})
    if len(fixed.normalize().as_tuple().digits) > MAX_SIGNIFICANT_DIGITS:
        message = _("Read %(read)s; expected at most %(limit)s digits in all.")
        raise ValidationError(message % {"read": format_number(fixed), "limit": MAX_SIGNIFICANT_DIGITS})


def _weightless_errors(table: ScorecardYearTable, result: YearResult) -> Errors:
    """Each group whose counted weights add up to 0, told by name at the first weight to raise."""
    names = {
        (GroupKind.PERSPECTIVE, each.perspective.pk): str(each.perspective) for each in table.perspectives
    }
    names |= {(GroupKind.OBJECTIVE, each.objective.pk): str(each.objective) for each in table.objectives}
    errors: Errors = {}
    for name, group in weightless(result):
        words = explain_zero_weight_group(group, names.get((group.kind, group.key), ""))  # type: ignore[arg-type]
        errors.setdefault(name, []).append(ValidationError(words, code="zero_weights"))
    return errors


def _write_year(year: ScorecardYear, changes: RuleChanges, *, by: User) -> bool:
    values: dict[str, Any] = {name: value for name, value in changes.items() if name in YEAR_FIELDS}
    if values.get("fixed_threshold", year.fixed_threshold) is None:
        values["fixed_threshold_reason"] = ""
    changed = [name for name, value in values.items() if getattr(year, name) != value]
    for name in changed:
        setattr(year, name, values[name])
    if changed:
        history.save(year, by=by)
    return bool(changed)


def _write_weights(year: ScorecardYear, changes: RuleChanges, *, by: User) -> bool:
    of_year = {"scorecard_year": year}
    written = [
        _write_changed(
            PerspectiveWeight.objects.filter(**of_year),
            "perspective_id",
            changes.get("perspective_weights"),
            by=by,
        ),
        _write_changed(
            ObjectiveWeight.objects.filter(**of_year), "objective_id", changes.get("objective_weights"), by=by
        ),
        _write_changed(Measurement.objects.filter(**of_year), "pk", changes.get("indicator_weights"), by=by),
    ]
    return any(written)


def _write_changed(rows: Iterable[Any], key: str, weights: Weights | None, *, by: User) -> bool:
    """Writes the weights that differ, with their traces; whether there were any."""
    if not weights:
        return False
    changed = []
    for row in rows:
        weight = weights.get(getattr(row, key), row.weight)
        if weight != row.weight:
            row.weight = weight
            changed.append(row)
    history.update_many(changed, ["weight"], by=by)
    return bool(changed)
