"""The review of a year as its page prints it: measurements of one state, with what a decision rests on."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from indicators.grid_figures import Badges
from indicators.models import Evidence
from indicators.scorecard_year import Row, ScorecardYearTable
from indicators.scoring import YearResult, score_year
from indicators.sheet_years import Proof, proof_of
from indicators.state_words import refusal_words
from indicators.states import Move, Mover, Refusal, Standing, State, refusal, standing_of
from organizations.models import User
from organizations.shown_names import shown_name
from performance.tables import target_text, value_text

PARAMETER = "state"
ROWS_PER_PAGE = 100
"""Also how many can be decided upon at once: a form has no more than 1,000 fields."""
QUEUES: Mapping[State, str | Promise] = {
    State.SUBMITTED: _("Waiting for approval"),
    State.RETURNED: _("Returned"),
    State.APPROVED: _("Approved"),
    State.NOT_APPLICABLE: _("Not applicable"),
    State.DRAFT: _("Drafts"),
}
EMPTY: Mapping[State, str | Promise] = {
    State.SUBMITTED: _("Nothing waits for approval"),
    State.RETURNED: _("Nothing is returned"),
    State.APPROVED: _("Nothing is approved yet"),
    State.NOT_APPLICABLE: _("Every indicator applies in this year"),
    State.DRAFT: _("There are no drafts"),
}


@dataclass(frozen=True, slots=True)
class QueueLink:
    """A state as the page offers it, with how many measurements are in it."""

    label: str | Promise
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A measurement under review. `chosen`: what its checkbox and buttons send; `refused`: why it can't
    be approved by this person, where somebody else could.
    """

    key: int
    chosen: str
    code: str
    name: str
    unit: str
    value: str
    target: str
    level: SafeString
    status: SafeString
    last_year: str
    note: str
    reason: str
    proofs: tuple[Proof, ...]
    entered_by: str
    entered_at: datetime.datetime | None
    may_approve: bool
    may_return: bool
    may_set_aside: bool
    may_bring_back: bool
    refused: str
    history_url: str
    sheet_url: str
    applies_url: str
    is_below: bool

    @property
    def may_be_chosen(self) -> bool:
        """Whether it can be decided upon together with others."""
        return self.may_approve or self.may_return


@dataclass(frozen=True, slots=True)
class ReviewGroup:
    """A perspective with its measurements under review."""

    key: int
    name: str
    tone: int
    rows: tuple[ReviewRow, ...]

    @property
    def may_be_chosen(self) -> bool:
        """Whether some of its rows can be chosen."""
        return any(row.may_be_chosen for row in self.rows)


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses of a row's pages, by the primary key of the measurement.

    `sheet`: by that of the indicator; `file`: by that of the evidence.
    """

    history: Callable[[int], str]
    sheet: Callable[[int], str]
    applies: Callable[[int], str]
    file: Callable[[int], str]


def chosen_queue(query: QueryDict) -> State:
    """The state in the URL; one that does not exist shows what waits for approval."""
    try:
        return State(query.get(PARAMETER, State.SUBMITTED))
    except ValueError:
        return State.SUBMITTED


def queue_links(table: ScorecardYearTable, chosen: State) -> tuple[QueueLink, ...]:
    """The states that the page can show."""
    states = [row.measurement.state for row in table.rows]
    return tuple(
        QueueLink(label, states.count(state), f"?{PARAMETER}={state.value}", state is chosen)
        for state, label in QUEUES.items()
    )


def review_page(table: ScorecardYearTable, state: State, query: QueryDict) -> Page[Row]:
    """The page of the queue that the URL asks for, in the order of the perspectives."""
    rows = [row for group in table.perspectives for row in group.rows if row.measurement.state == state]
    return Paginator(rows, ROWS_PER_PAGE).get_page(query.get("page"))


def review_groups(
    table: ScorecardYearTable, page: Page[Row], mover: Mover, links: Links, organization_id: int
) -> tuple[ReviewGroup, ...]:
    """The rows of the page by perspective, in 3 queries. Perspectives without any are left out."""
    keys = [row.measurement.pk for row in page.object_list]
    reading, shown = _Reading(table, mover, links, keys, organization_id), set(keys)
    groups = (
        ReviewGroup(
            key=group.perspective.pk,
            name=group.perspective.name,
            tone=group.perspective.tone,
            rows=tuple(reading.row(row) for row in group.rows if row.measurement.pk in shown),
        )
        for group in table.perspectives
    )
    return tuple(group for group in groups if group.rows)


def waiting_for(table: ScorecardYearTable, mover: Mover) -> tuple[int, int]:
    """How many values the person can submit, and how many they can approve."""
    return waiting_among([standing_of(row.measurement, table.scheme) for row in table.rows], mover)


def waiting_among(standings: Collection[Standing], mover: Mover) -> tuple[int, int]:
    """How many of the values the person can submit, and how many they can approve."""
    submit, approve = (
        sum(refusal(move, standing, mover) is None for standing in standings)
        for move in (Move.SUBMIT, Move.APPROVE)
    )
    return submit, approve


def result_with(
    table: ScorecardYearTable, measurements: Collection[int], *, not_applicable: bool
) -> YearResult:
    """The year's result if the measurements were marked as not applicable, or no longer were."""
    inputs = [
        each._replace(not_applicable=not_applicable) if each.key in measurements else each
        for each in table.inputs
    ]
    return score_year(table.result.rules, inputs)


class _Reading:
    """What the rows of a page share, loaded once."""

    def __init__(
        self, table: ScorecardYearTable, mover: Mover, links: Links, keys: list[int], organization_id: int
    ) -> None:
        self.table, self.mover, self.links = table, mover, links
        self.badges = Badges(table.scheme.levels)
        self.proofs: dict[int, list[Proof]] = {}
        for each in Evidence.objects.filter(measurement__in=keys):
            proof = proof_of(each)
            proof = replace(proof, url=proof.url or links.file(each.pk))
            self.proofs.setdefault(each.measurement_id, []).append(proof)
        people = User.objects.filter(entered_measurements__in=keys).distinct().order_by()
        named = people.annotate(called=shown_name(organization_id))
        self.names = dict(named.values_list("pk", "called"))

    def row(self, row: Row) -> ReviewRow:
        """The row in words."""
        indicator, measurement, scored = row.indicator, row.measurement, row.result
        decimals = indicator.decimals
        standing = standing_of(measurement, self.table.scheme)
        why = {move: refusal(move, standing, self.mover) for move in Move}
        approval = why[Move.APPROVE]
        is_told = approval in (Refusal.OWN_VALUE, Refusal.NOTE_MISSING, Refusal.NO_ACHIEVEMENT)
        return ReviewRow(
            key=measurement.pk,
            chosen=f"{measurement.pk}:{measurement.version}",
            code=indicator.code,
            name=indicator.name,
            unit=indicator.unit_of_measure,
            value=value_text(measurement.achievement, decimals),
            target=target_text(measurement.target, measurement.target_upper, decimals),
            level=self.badges.level(scored.level, scored.status),
            status=self.badges.status(scored.status),
            last_year=value_text(row.last_achievement, decimals),
            note=measurement.note,
            reason=measurement.state_reason,
            proofs=tuple(self.proofs.get(measurement.pk, ())),
            entered_by=self.names.get(measurement.entered_by_id or 0, ""),
            entered_at=measurement.entered_at,
            may_approve=approval is None,
            may_return=why[Move.RETURN] is None,
            may_set_aside=why[Move.NOT_APPLICABLE] is None,
            may_bring_back=why[Move.APPLICABLE] is None,
            refused=refusal_words(approval, measurement.state) if approval and is_told else "",
            history_url=self.links.history(measurement.pk),
            sheet_url=self.links.sheet(indicator.pk),
            applies_url=self.links.applies(measurement.pk),
            is_below=standing.is_below,
        )
