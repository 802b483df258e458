"""The strategy map of a scorecard, coloured by the status of its objectives in one year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.scorecard_year import ObjectiveGroup, ScorecardYearTable
from indicators.scoring import Status
from performance.map_words import chain_words, indicator_words, link_sentence
from performance.words import STATUS_WORDS
from scorecards.models import Objective, ObjectiveLink, Perspective, Scorecard
from scorecards.strategy_map import (
    Card,
    Drawing,
    IndicatorMarks,
    Lane,
    LaneAdd,
    LinkWords,
    MapStatus,
    Surround,
    downstream,
    draw,
    lay_out,
    surround,
)

LEGEND_ORDER = (
    Status.ABOVE,
    Status.ON,
    Status.BELOW,
    Status.MISSING,
    Status.NOT_APPLICABLE,
    Status.NO_TARGET,
)


@dataclass(frozen=True, slots=True)
class StrategyMap:
    """What is on the map; by the key of an objective its status and those of its indicators.

    Readers of the strategy see no status.
    """

    perspectives: tuple[Perspective, ...]
    objectives: tuple[Objective, ...]
    links: tuple[ObjectiveLink, ...]
    statuses: Mapping[int, Status]
    indicators: Mapping[int, tuple[Status, ...]] = field(default_factory=dict)

    @property
    def statuses_in_use(self) -> tuple[Status, ...]:
        """What the legend explains."""
        used = set(self.statuses.values())
        return tuple(status for status in LEGEND_ORDER if status in used)

    @property
    def has_drivers_below(self) -> bool:
        """Whether an arrow leaves an objective that is below target."""
        return any(self.statuses.get(link.cause_id) is Status.BELOW for link in self.links)

    @property
    def unlinked(self) -> tuple[Objective, ...]:
        """The objectives without any link."""
        linked = {key for link in self.links for key in (link.cause_id, link.effect_id)}
        return tuple(each for each in self.objectives if each.pk not in linked)


@dataclass(frozen=True, slots=True)
class Driven:
    """A link in words, below its cause: the effect with its status (empty if none is shown)."""

    link: ObjectiveLink
    status: str


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """A cause with all that it drives directly: the map in words, for those who can't use the drawing."""

    cause: Objective
    status: str
    driven: tuple[Driven, ...]


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
        indicators=_indicators(table) if table else {},
    )


def drawing_of(
    strategy_map: StrategyMap,
    *,
    url: Callable[[Objective], str] | None = None,
    add_url: Callable[[Perspective], str] | None = None,
) -> Drawing:
    """The map as its template prints it; without addresses it is the file for download.

    add_url: where an objective is added to a perspective, for those who may.
    """
    lanes = [Lane(str(each.pk), each.name, each.tone) for each in strategy_map.perspectives]
    cards = [
        Card(str(each.pk), str(each.perspective_id), each.code, each.name, order)
        for order, each in enumerate(strategy_map.objectives)
    ]
    links: dict[tuple[str, str], LinkWords] = {
        (str(each.cause_id), str(each.effect_id)): LinkWords(str(each.pk), link_sentence(each), each.note)
        for each in strategy_map.links
    }
    return draw(
        lay_out(lanes, cards, links),
        statuses={str(pk): _map_status(status) for pk, status in strategy_map.statuses.items()},
        urls={str(each.pk): url(each) for each in strategy_map.objectives} if url else None,
        links=links,
        indicators=_indicator_marks(strategy_map),
        adds=_lane_adds(strategy_map.perspectives, add_url) if add_url else None,
        chain_words=chain_words if url else None,
        unlinked_word=_("Not linked"),
    )


def surround_of(strategy_map: StrategyMap, drawing: Drawing, *, title: str) -> Surround:
    """The name and the legend of the map as a file."""
    return surround(
        drawing,
        title=title,
        statuses=[_map_status(status) for status in strategy_map.statuses_in_use],
        arrow=_("drives"),
        arrow_below=_("drives, and is below target") if strategy_map.has_drivers_below else "",
    )


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


def link_groups(strategy_map: StrategyMap) -> tuple[LinkGroup, ...]:
    """Every link in words below its cause, in the order of the map."""
    driven: dict[int, list[Driven]] = {}
    for link in strategy_map.links:
        status = strategy_map.statuses.get(link.effect_id)
        driven.setdefault(link.cause_id, []).append(Driven(link, status.value if status else ""))
    return tuple(
        LinkGroup(
            cause=each,
            status=strategy_map.statuses[each.pk].value if each.pk in strategy_map.statuses else "",
            driven=tuple(driven[each.pk]),
        )
        for each in strategy_map.objectives
        if each.pk in driven
    )


def _indicator_marks(strategy_map: StrategyMap) -> dict[str, IndicatorMarks]:
    """Marks for the cards of objectives with several indicators: for one the card's own status says it."""
    return {
        str(pk): IndicatorMarks(tuple(map(_map_status, statuses)), indicator_words(statuses))
        for pk, statuses in strategy_map.indicators.items()
        if len(statuses) > 1
    }


def _lane_adds(perspectives: Iterable[Perspective], url: Callable[[Perspective], str]) -> dict[str, LaneAdd]:
    label = _("Add an objective to %(perspective)s")
    return {
        str(each.pk): LaneAdd(url(each), _("Add"), label % {"perspective": each.name})
        for each in perspectives
    }


def _indicators(table: ScorecardYearTable) -> dict[int, tuple[Status, ...]]:
    return {group.objective.pk: tuple(row.result.status for row in group.rows) for group in table.objectives}


def _map_status(status: Status) -> MapStatus:
    return MapStatus(status.value, str(STATUS_WORDS[status]))


def _statuses(table: ScorecardYearTable) -> dict[int, Status]:
    return {group.objective.pk: _status(group) for group in table.objectives if group.rows}


def _status(group: ObjectiveGroup) -> Status:
    """The objective's status; where nothing of it counts, that of its indicators."""
    if group.subtotal.expected:
        return group.subtotal.status
    excused = all(row.result.status is Status.NOT_APPLICABLE for row in group.rows)
    return Status.NOT_APPLICABLE if excused else Status.NO_TARGET
