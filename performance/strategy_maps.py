"""The strategy map of a scorecard, coloured by the status of its objectives in one year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.scorecard_year import ObjectiveGroup, ScorecardYearTable
from indicators.scoring import Status
from performance.words import STATUS_WORDS
from scorecards.models import Objective, ObjectiveLink, Perspective, Scorecard
from scorecards.strategy_map import Card, Drawing, Lane, Link, MapStatus, downstream, draw, lay_out


@dataclass(frozen=True, slots=True)
class StrategyMap:
    """What is on the map, and the status of each objective by its key (none for readers of the strategy)."""

    perspectives: tuple[Perspective, ...]
    objectives: tuple[Objective, ...]
    links: tuple[ObjectiveLink, ...]
    statuses: Mapping[int, Status]


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link in words, for those who can't use the drawing."""

    cause: str
    cause_status: str
    effect: str
    effect_status: str
    note: str


def load_strategy_map(scorecard: Scorecard, table: ScorecardYearTable | None) -> StrategyMap:
    """The map of a scorecard in 3 queries; statuses come from the table, None leaves them out."""
    objectives = tuple(
        Objective.objects.filter(scorecard=scorecard)
        .select_related("perspective")
        .order_by("perspective__order", "perspective__pk", "order", "pk")
    )
    links = ObjectiveLink.objects.filter(cause__scorecard=scorecard).select_related("cause", "effect")
    return StrategyMap(
        perspectives=tuple(Perspective.objects.filter(plan_id=scorecard.plan_id).order_by("order", "pk")),
        objectives=objectives,
        links=tuple(
            links.order_by("cause__perspective__order", "cause__order", "cause__pk", "effect__order")
        ),
        statuses=_statuses(table) if table else {},
    )


def drawing_of(strategy_map: StrategyMap, *, url: Callable[[Objective], str] | None = None) -> Drawing:
    """The map as its template prints it; without addresses it is the file for download."""
    lanes = [Lane(str(each.pk), each.name, each.tone) for each in strategy_map.perspectives]
    cards = [
        Card(str(each.pk), str(each.perspective_id), each.code, each.name, order)
        for order, each in enumerate(strategy_map.objectives)
    ]
    links = [Link(str(each.cause_id), str(each.effect_id)) for each in strategy_map.links]
    statuses = {
        str(pk): MapStatus(status.value, str(STATUS_WORDS[status]))
        for pk, status in strategy_map.statuses.items()
    }
    urls = {str(each.pk): url(each) for each in strategy_map.objectives} if url else None
    return draw(lay_out(lanes, cards, links), statuses=statuses, urls=urls)


def answer(strategy_map: StrategyMap) -> str:
    """How large the map is, and how far what is below target reaches along the links."""
    objectives, links = len(strategy_map.objectives), len(strategy_map.links)
    sentence = _("%(objectives)s, %(links)s.") % {
        "objectives": ngettext("%(count)s objective", "%(count)s objectives", objectives)
        % {"count": objectives},
        "links": ngettext("%(count)s cause-effect link", "%(count)s cause-effect links", links)
        % {"count": links},
    }
    below = {str(pk) for pk, status in strategy_map.statuses.items() if status is Status.BELOW}
    if not below:
        return sentence
    pairs = [(str(each.cause_id), str(each.effect_id)) for each in strategy_map.links]
    driven = {key for each in below for key in downstream(pairs, each)} - below
    reach = ngettext(
        "%(below)s objective below target drives %(driven)s.",
        "%(below)s objectives below target drive %(driven)s.",
        len(below),
    )
    others = ngettext("%(count)s other", "%(count)s others", len(driven)) % {"count": len(driven)}
    return f"{sentence} {reach % {'below': len(below), 'driven': others}}"


def link_lines(strategy_map: StrategyMap) -> tuple[LinkLine, ...]:
    """Every link in words, by the place of its cause."""
    statuses = strategy_map.statuses
    return tuple(
        LinkLine(
            cause=str(link.cause),
            cause_status=statuses[link.cause_id].value if link.cause_id in statuses else "",
            effect=str(link.effect),
            effect_status=statuses[link.effect_id].value if link.effect_id in statuses else "",
            note=link.note,
        )
        for link in strategy_map.links
    )


def _statuses(table: ScorecardYearTable) -> dict[int, Status]:
    return {group.objective.pk: _status(group) for group in table.objectives if group.rows}


def _status(group: ObjectiveGroup) -> Status:
    """The objective's status; where nothing of it counts, that of its indicators."""
    if group.subtotal.expected:
        return group.subtotal.status
    excused = all(row.result.status is Status.NOT_APPLICABLE for row in group.rows)
    return Status.NOT_APPLICABLE if excused else Status.NO_TARGET
