"""What the entry page can be narrowed down to: what is missing, what is below target, what is one's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.scorecard_year import Row, ScorecardYearTable
from indicators.scoring import Status
from organizations.models import User
from organizations.permissions import Access

PARAMETER = "show"
SEPARATORS = re.compile(r"[,;/\n]")


class Show(StrEnum):
    """The filters of the entry page; the values stand in its URL."""

    ALL = "all"
    MISSING = "missing"
    BELOW = "below"
    MINE = "mine"


LABELS: Mapping[Show, Promise] = {
    Show.ALL: _("All"),
    Show.MISSING: _("Missing"),
    Show.BELOW: _("Below target"),
    Show.MINE: _("Mine"),
}
HELP: Mapping[Show, Promise] = {
    Show.MISSING: _("Indicators with a target whose achievement has not been entered yet."),
    Show.BELOW: _("Indicators whose achievement is below its target."),
    Show.MINE: _(
        "Indicators of objectives that you own, those whose KPI sheet names you (or your e-mail address) as "
        "the person responsible, and all indicators of a unit that you hold."
    ),
}
EMPTY: Mapping[Show, Promise] = {
    Show.MISSING: _("Nothing is missing"),
    Show.BELOW: _("Nothing is below target"),
    Show.MINE: _("No indicator is yours"),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose filter “mine” is. names: what KPI sheets may call the person, without regard to case."""

    key: int
    names: frozenset[str]
    holds_unit: bool


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The filter that somebody chose."""

    reader: Reader
    chosen: Show = Show.ALL

    def of(self, row: Row) -> tuple[str, bool]:
        """The filters that show the row, as its hidden element has them; and whether it is hidden now."""
        shows = shown_by(row, self.reader)
        return shows_text(shows), self.chosen not in shows


@dataclass(frozen=True, slots=True)
class FilterLink:
    """A filter as the page offers it; `help` says what it shows, `empty` that it shows nothing."""

    show: Show
    label: str | Promise
    count: int
    url: str
    is_chosen: bool
    help: str | Promise
    empty: str | Promise


def reader_of(access: Access) -> Reader:
    """The person who looks at the page of a unit."""
    return Reader(access.user.pk, names_of(access.user), access.holds)


def names_of(user: User) -> frozenset[str]:
    """What KPI sheets may call the person, without regard to case."""
    return frozenset(filter(None, (_plain(user.name), _plain(user.email))))


def named_in(person_responsible: str) -> frozenset[str]:
    """Whom a KPI sheet names as responsible, without regard to case: names or addresses."""
    return frozenset(filter(None, map(_plain, SEPARATORS.split(person_responsible))))


def chosen_filter(query: QueryDict) -> Show:
    """The filter in the URL; one that does not exist filters nothing."""
    try:
        return Show(query.get(PARAMETER, Show.ALL))
    except ValueError:
        return Show.ALL


def shown_by(row: Row, reader: Reader) -> tuple[Show, ...]:
    """The filters that show a row."""
    tests = {
        Show.ALL: True,
        Show.MISSING: row.result.status == Status.MISSING,
        Show.BELOW: row.result.status == Status.BELOW,
        Show.MINE: is_responsible(row, reader),
    }
    return tuple(show for show, accepts in tests.items() if accepts)


def is_responsible(row: Row, reader: Reader) -> bool:
    """Whether the person answers for the indicator; having typed its achievement does not count."""
    if reader.holds_unit or row.objective.owner_id == reader.key:
        return True
    return not reader.names.isdisjoint(named_in(row.indicator.person_responsible))


def filter_counts(table: ScorecardYearTable, reader: Reader) -> dict[Show, int]:
    """How many rows each filter shows."""
    counts = dict.fromkeys(Show, 0)
    for row in table.rows:
        for show in shown_by(row, reader):
            counts[show] += 1
    return counts


def filter_links(table: ScorecardYearTable, narrowing: Narrowing, query: QueryDict) -> tuple[FilterLink, ...]:
    """The filters with their counts; their URLs keep whatever else the page's URL says."""
    return tuple(
        FilterLink(
            show=show,
            label=LABELS[show],
            count=count,
            url=_url(show, query),
            is_chosen=show == narrowing.chosen,
            help=HELP.get(show, ""),
            empty=EMPTY.get(show, ""),
        )
        for show, count in filter_counts(table, narrowing.reader).items()
    )


def filter_outputs(table: ScorecardYearTable, row: Row, reader: Reader) -> dict[str, str]:
    """What a saved cell changes: which filters show its row, and the counts."""
    counts = {f"filter-count-{show}": str(count) for show, count in filter_counts(table, reader).items()}
    return {f"shows-{row.measurement.pk}": shows_text(shown_by(row, reader)), **counts}


def shows_text(shows: Iterable[Show]) -> str:
    """The filters that show a row, as its hidden element tells them to the page's script."""
    return " ".join(shows)


def _url(show: Show, query: QueryDict) -> str:
    kept = query.copy()
    kept.pop(PARAMETER, None)
    if show != Show.ALL:
        kept[PARAMETER] = show.value
    return f"?{kept.urlencode()}"


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
