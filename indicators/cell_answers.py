"""What the server answers to a changed cell, as data for the grid's script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext as _

from indicators.accepted_findings import CheckedPlan
from indicators.asking import Doubtful
from indicators.check_marks import check_line, indicator_marks
from indicators.doubt_words import doubt_question
from indicators.entry_filters import Reader, filter_outputs
from indicators.entry_grid import attainment_text, objective_figure, value_texts
from indicators.entry_progress import progress_outputs
from indicators.entry_states import PANEL, entering, panel_html, state_cell
from indicators.grid_figures import Badges, subtotal_text, summary_items, year_answer
from indicators.measuring import StaleVersion
from indicators.models import Measurement
from indicators.plan_table import plan_answer
from indicators.scorecard_year import Row, ScorecardYearTable
from indicators.who_wrote import last_writing, writer_words

Answer = dict[str, Any]


def saved_entry(measurement: Measurement, table: ScorecardYearTable, reader: Reader) -> Answer:
    """The row as stored and every figure that follows from it: score, subtotals, summary, verdict.

    `outputs`: new content, as HTML, by the id of its element on the page. reader: who looks at the page.
    """
    row = next(each for each in table.rows if each.measurement.pk == measurement.pk)
    return row_state(measurement) | {
        "level": row.result.level,
        "attainment": attainment_text(row.result.result.attainment),
        "status": row.result.status.value,
        "outputs": entry_outputs([row], table, reader),
        "said": _said(row),
    }


def saved_target(
    measurement: Measurement,
    years: Iterable[int],
    measurements: Mapping[tuple[int, int], Measurement],
    checked: CheckedPlan | None,
) -> Answer:
    """The targets as stored, how complete the plan is now, and what the plan check finds in it, if shown."""
    outputs = target_outputs([measurement.indicator_id], years, measurements, checked)
    said = _("%(code)s saved.") % {"code": measurement.indicator.code}
    return row_state(measurement) | {"outputs": outputs, "said": said}


def refusal_answer(error: ValidationError) -> Answer:
    """Why what was typed is not stored: messages by field, or one that concerns the whole row."""
    if hasattr(error, "error_dict"):
        return {"errors": {field: " ".join(texts) for field, texts in error.message_dict.items()}}
    return {"errors": {}, "message": " ".join(error.messages)}


def doubt_answer(error: Doubtful, measurement: Measurement) -> Answer:
    """What is asked before anything is stored: a question with its answers, by field."""
    decimals = measurement.indicator.decimals
    return {"doubts": {each.field: doubt_question(each, decimals) for each in error.doubts}}


def conflict_answer(error: StaleVersion, typed: Mapping[str, str], organization_id: int) -> Answer:
    """What stands there now and who put it there, beside what was typed."""
    row = error.current
    now = value_texts(row, row.indicator)
    messages = {}
    for field, text in typed.items():
        theirs = last_writing(row, [field])
        writer = writer_words(theirs.by, theirs.at, organization_id)
        messages[field] = conflict_words(writer, now[field], text)
    return row_state(row) | {"conflicts": messages}


def conflict_words(writer: Mapping[str, str], now: str, mine: str) -> str:
    """The sentence with both values, and who wrote the one that stands there (see writer_words)."""
    values = {"theirs": now or _("nothing"), "mine": mine or _("nothing")}
    return _("%(who)s changed this on %(when)s to “%(theirs)s”. You typed “%(mine)s”.") % {**writer, **values}


def row_state(measurement: Measurement) -> Answer:
    """The row as stored: its version, and what stands in its cells."""
    return {"version": measurement.version, "values": value_texts(measurement, measurement.indicator)}


def entry_outputs(rows: Iterable[Row], table: ScorecardYearTable, reader: Reader) -> dict[str, str]:
    """All that follows from changed rows of a year: theirs, that of their groups, and the year's."""
    badges = Badges(table.scheme.levels)
    changed, mover = list(rows), entering(reader.key)
    outputs = progress_outputs(table) | {PANEL: panel_html(table, mover)}
    for row in changed:
        outputs |= _row_outputs(row, badges) | filter_outputs(table, row, reader)
        outputs[f"state-{row.measurement.pk}"] = state_cell(row, table, badges, mover)
    perspectives = {row.perspective.pk for row in changed}
    objectives = {row.objective.pk for row in changed}
    for group in table.perspectives:
        if group.perspective.pk in perspectives:
            figure = subtotal_text(group.subtotal, table.result)
            outputs[f"perspective-{group.perspective.pk}"] = escape(figure)
    for objective in table.objectives:
        if objective.objective.pk in objectives:
            figure = objective_figure(objective, table.result)
            outputs[f"objective-{objective.objective.pk}"] = escape(figure)
    strip = render_to_string("components/kpi_strip.html", {"items": summary_items(table.result)})
    return outputs | {"grid-answer": escape(year_answer(table)), "grid-summary": strip.strip()}


def _row_outputs(row: Row, badges: Badges) -> dict[str, str]:
    result, measurement = row.result, row.measurement
    return {
        f"level-{measurement.pk}": badges.level(result.level, result.status),
        f"attainment-{measurement.pk}": escape(attainment_text(result.result.attainment)),
        f"status-{measurement.pk}": badges.status(result.status),
    }


def target_outputs(
    indicators: Iterable[int],
    years: Iterable[int],
    measurements: Mapping[tuple[int, int], Measurement],
    checked: CheckedPlan | None,
) -> dict[str, str]:
    """All that follows from changed targets of the indicators. checked: None where no check is shown."""
    outputs: dict[str, str] = {"grid-answer": escape(plan_answer(years, measurements))}
    if checked is None:
        return outputs
    marks = indicator_marks(checked, set(indicators))
    outputs["check-line"] = escape(check_line(checked))
    return outputs | {f"findings-{key}": mark for key, mark in marks.items()}


def _said(row: Row) -> str:
    """What a screen reader says after saving."""
    level = row.result.level
    words = {"code": row.indicator.code, "level": level}
    return _("%(code)s saved.") % words if level is None else _("%(code)s saved: level %(level)s.") % words
