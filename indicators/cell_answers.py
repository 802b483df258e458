"""What the server answers to a changed cell, as data for the grid's script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import gettext as _

from indicators.accepted_findings import CheckedPlan
from indicators.asking import Doubtful
from indicators.check_marks import check_line, indicator_marks
from indicators.doubt_words import doubt_question
from indicators.entry_filters import Reader, filter_outputs
from indicators.entry_grid import attainment_text, objective_figure, value_texts
from indicators.entry_progress import progress_outputs
from indicators.grid_figures import Badges, subtotal_text, summary_items, year_answer
from indicators.measuring import StaleVersion
from indicators.models import Measurement
from indicators.plan_table import plan_answer
from indicators.scorecard_year import Row, ScorecardYearTable

Answer = dict[str, Any]


def saved_entry(measurement: Measurement, table: ScorecardYearTable, reader: Reader) -> Answer:
    """The row as stored and every figure that follows from it: score, subtotals, summary, verdict.

    `outputs`: new content, as HTML, by the id of its element on the page. reader: who looks at the page.
    """
    row = next(each for each in table.rows if each.measurement.pk == measurement.pk)
    return _state(measurement) | {
        "level": row.result.result.level,
        "attainment": attainment_text(row.result.result.attainment),
        "status": row.result.status.value,
        "outputs": _entry_outputs(row, table) | progress_outputs(table) | filter_outputs(table, row, reader),
        "said": _said(row),
    }


def saved_target(
    measurement: Measurement,
    years: Iterable[int],
    measurements: Mapping[tuple[int, int], Measurement],
    checked: CheckedPlan,
) -> Answer:
    """The targets as stored, how complete the plan is now, and what the plan check finds in it."""
    key = measurement.indicator_id
    outputs = {
        "grid-answer": escape(plan_answer(years, measurements)),
        "check-line": escape(check_line(checked)),
        f"findings-{key}": indicator_marks(checked, [key])[key],
    }
    said = _("%(code)s saved.") % {"code": measurement.indicator.code}
    return _state(measurement) | {"outputs": outputs, "said": said}


def refusal_answer(error: ValidationError) -> Answer:
    """Why what was typed is not stored: messages by field, or one that concerns the whole row."""
    if hasattr(error, "error_dict"):
        return {"errors": {field: " ".join(texts) for field, texts in error.message_dict.items()}}
    return {"errors": {}, "message": " ".join(error.messages)}


def doubt_answer(error: Doubtful, measurement: Measurement) -> Answer:
    """What is asked before anything is stored: a question with its answers, by field."""
    decimals = measurement.indicator.decimals
    return {"doubts": {each.field: doubt_question(each, decimals) for each in error.doubts}}


def conflict_answer(error: StaleVersion, typed: Mapping[str, str]) -> Answer:
    """What stands there now and who put it there, beside what was typed."""
    now = value_texts(error.current, error.current.indicator)
    who = str(error.changed_by) if error.changed_by else _("the system")
    when = date_format(timezone.localtime(error.changed_at), "SHORT_DATETIME_FORMAT")
    messages = {
        field: _("%(who)s changed this on %(when)s to “%(theirs)s”. You typed “%(mine)s”.")
        % {"who": who, "when": when, "theirs": now[field] or _("nothing"), "mine": text or _("nothing")}
        for field, text in typed.items()
    }
    return _state(error.current) | {"conflicts": messages}


def _state(measurement: Measurement) -> Answer:
    return {"version": measurement.version, "values": value_texts(measurement, measurement.indicator)}


def _entry_outputs(row: Row, table: ScorecardYearTable) -> dict[str, str]:
    badges = Badges(table.scheme.levels)
    result, measurement = row.result, row.measurement
    perspective = next(each for each in table.perspectives if each.perspective.pk == row.perspective.pk)
    objective = next(each for each in perspective.objectives if each.objective.pk == row.objective.pk)
    return {
        f"level-{measurement.pk}": badges.level(result.result.level, result.status),
        f"attainment-{measurement.pk}": escape(attainment_text(result.result.attainment)),
        f"status-{measurement.pk}": badges.status(result.status),
        f"state-{measurement.pk}": badges.state(measurement.state),
        f"perspective-{row.perspective.pk}": escape(subtotal_text(perspective.subtotal, table.result)),
        f"objective-{row.objective.pk}": escape(objective_figure(objective, table.result)),
        "grid-answer": escape(year_answer(table)),
        "grid-summary": render_to_string(
            "components/kpi_strip.html", {"items": summary_items(table.result)}
        ).strip(),
    }


def _said(row: Row) -> str:
    """What a screen reader says after saving."""
    level = row.result.result.level
    words = {"code": row.indicator.code, "level": level}
    return _("%(code)s saved.") % words if level is None else _("%(code)s saved: level %(level)s.") % words
