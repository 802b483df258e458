"""The states of a year on its entry page: what can be submitted, and what each cell of the State column says.

The page and the answer to a changed cell take it from here, so that both say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from indicators.grid_figures import Badges
from indicators.models import Measurement
from indicators.scorecard_year import Row, ScorecardYearTable
from indicators.state_words import refusal_words
from indicators.states import Move, Mover, Refusal, State, refusal, standing_of

PANEL = "states-panel"
FORM = "states-form"
"""The id of the form that every button of the page belongs to, wherever it stands."""
EVERYTHING = "all"
COUNTED = (State.SUBMITTED, State.APPROVED, State.RETURNED)


@dataclass(frozen=True, slots=True)
class Offer:
    """So many measurements that can be submitted together; `value` is what the button sends."""

    value: str
    name: str
    tone: int
    count: int


@dataclass(frozen=True, slots=True)
class Held:
    """An entered value that can't be submitted yet, and why."""

    code: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class StatesPanel:
    """What can be submitted, as a whole and by perspective; what can't be yet; how many stand where."""

    whole: Offer
    perspectives: tuple[Offer, ...]
    held: tuple[Held, ...]
    counts: tuple[tuple[str, str, int], ...]


def entering(key: int) -> Mover:
    """Somebody who may enter, as far as entering and submitting go."""
    return Mover(key=key, may_enter=True, may_approve=False)


def chosen_rows(table: ScorecardYearTable, chosen: str, move: Move, mover: Mover) -> list[int]:
    """The measurements that a button is about: one (whatever its state), or all of a group that can move.

    chosen: `all`, `perspective-3` or `row-7`; nothing for anything else.
    """
    kind, _dash, key = chosen.partition("-")
    if kind == "row":
        return [row.measurement.pk for row in table.rows if str(row.measurement.pk) == key]
    groups = [
        group
        for group in table.perspectives
        if chosen == EVERYTHING or (kind == "perspective" and str(group.perspective.pk) == key)
    ]
    rows = [row for group in groups for row in group.rows]
    return [row.measurement.pk for row in rows if _why_not(row, table, move, mover) is None]


def states_panel(table: ScorecardYearTable, mover: Mover) -> StatesPanel:
    """What the person can submit of the year, and what is missing for the rest."""
    offers = tuple(
        Offer(f"perspective-{group.perspective.pk}", group.perspective.name, group.perspective.tone, count)
        for group in table.perspectives
        if (count := sum(_why_not(row, table, Move.SUBMIT, mover) is None for row in group.rows))
    )
    states = [row.measurement.state for row in table.rows]
    return StatesPanel(
        whole=Offer(EVERYTHING, _("All"), 0, sum(offer.count for offer in offers)),
        perspectives=offers if len(offers) > 1 else (),
        held=tuple(_held(table, mover)),
        counts=tuple((state.value, str(state.label), states.count(state)) for state in COUNTED),
    )


ICONS = {Move.SUBMIT: "upload", Move.TAKE_BACK: "chevron-left"}


def panel_html(table: ScorecardYearTable, mover: Mover) -> SafeString:
    """The panel as the page shows it."""
    context = {"panel": states_panel(table, mover), "form": FORM}
    return SafeString(render_to_string("indicators/states_panel.html", context).strip())


def state_cell(row: Row, table: ScorecardYearTable, badges: Badges, mover: Mover) -> SafeString:
    """The State of a row: its badge, the reason for it, and the move that the person may make."""
    measurement = row.measurement
    parts = [badges.state(measurement.state)]
    why = _why_not(row, table, Move.SUBMIT, mover)
    if why is None:
        parts.append(_button(Move.SUBMIT, _("Submit"), row))
    elif why is Refusal.NOTE_MISSING:
        parts.append(format_html('<span class="state-why">{}</span>', _("Note missing")))
    if _why_not(row, table, Move.TAKE_BACK, mover) is None:
        parts.append(_button(Move.TAKE_BACK, _("Take back"), row))
    if measurement.state_reason:
        parts.append(format_html('<span class="state-why">{}</span>', measurement.state_reason))
    return SafeString(" ".join(parts))


def _held(table: ScorecardYearTable, mover: Mover) -> Sequence[Held]:
    """The entered values that lack something before they can be submitted."""
    return [
        Held(row.indicator.code, row.indicator.name, refusal_words(why, row.measurement.state))
        for row in table.rows
        if (why := _why_not(row, table, Move.SUBMIT, mover)) is Refusal.NOTE_MISSING
    ]


def _why_not(row: Row, table: ScorecardYearTable, move: Move, mover: Mover) -> Refusal | None:
    measurement: Measurement = row.measurement
    return refusal(move, standing_of(measurement, table.scheme), mover)


def _button(move: Move, label: str, row: Row) -> SafeString:
    return format_html(
        '<button type="submit" class="btn btn-icon" form="{}" name="{}" value="row-{}" title="{}">{}'
        '<span class="visually-hidden">{}</span></button>',
        FORM,
        move.value,
        str(row.measurement.pk),
        label,
        render_to_string("components/icon.html", {"name": ICONS[move]}),
        f"{label}: {row.indicator.code}",
    )
