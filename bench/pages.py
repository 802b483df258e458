"""Pages of a scorecard of 20, 200 and 2,000 indicators beside a bare page: time, and queries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.bare_page import ADDRESS, SENTENCE
from bench.database import own_database
from bench.filling import CODE, LAST_YEAR, Made, make_organization
from bench.reader import Reader
from bench.timing import Timing
from bench.workloads import Row, Run, Workload, counted, require
from indicators.scorecard_year import load_scorecard_year
from organizations.numbers import format_number
from scorecards.locks import raise_version

SIZES = (20, 200, 2000)
TABLE_GOALS = {20: 4.0, 200: 20.0, 2000: 180.0}
ENTRY_GOALS = {20: 6.0, 200: 40.0}
WARM_GOAL, UNCHANGED_GOAL = 1.5, 1.15
QUERIES_GOAL = 8
FLOOR = "bare page"


class Visit:
    """A reader before a scorecard of some size, and a bare page."""

    def __init__(self, made: Made, indicators: int) -> None:
        self.made, self.indicators = made, indicators
        self.reader = Reader(made.administrator)
        self.bare = partial(self.reader.get, ADDRESS)
        require(SENTENCE.encode() in self.bare().body, "the bare page is not there")

    def address(self, name: str) -> str:
        return reverse(name, args=[CODE, self.made.scorecard.unit.code, LAST_YEAR])

    def change(self) -> None:
        """The scorecard shows something new, so that the next reader's table is made; their menus stay."""
        raise_version(self.made.scorecard)

    def check(self, name: str) -> str:
        """Proves that a page shows each indicator and the total; answers its ETag. Raises WrongResult."""
        answer = self.reader.get(self.address(name))
        text = answer.body.decode()
        require(answer.status == 200, f"{name} answers {answer.status}")
        table = load_scorecard_year(self.made.year())
        shown = sum(f"{row.indicator.code}</" in text for row in table.rows)
        require(shown == len(table.rows) == self.indicators, f"{name} shows {shown} indicators")
        total = format_number(table.result.shown(table.result.total), "en")
        require(total in text, f"{name} does not show the total {total}")
        return answer.headers.get("ETag", "")


def table_rows(run: Run, indicators: int) -> Iterator[Row]:
    """The performance table for its first reader since a change, for the next, and for who has it already."""
    with own_database():
        visit = Visit(make_organization(indicators=indicators), indicators)
        name, page = f"page-{indicators}", "performance:table"
        visit.check(page)
        show = partial(visit.reader.get, visit.address(page))
        cold = Timing(show, visit.bare, before=visit.change)
        yield run.ratio(f"{name}, first", cold, against=FLOOR, goal=TABLE_GOALS[indicators])
        yield run.ratio(f"{name}, again", Timing(show, visit.bare), against=FLOOR, goal=WARM_GOAL)
        known = partial(show, HTTP_IF_NONE_MATCH=visit.check(page))
        require(known().status == 304 and not known().body, "a page that is known is answered again")
        yield run.ratio(f"{name}, known", Timing(known, visit.bare), against=FLOOR, goal=UNCHANGED_GOAL)


def entry_rows(run: Run, indicators: int) -> Iterator[Row]:
    """The grid in which achievements are entered."""
    with own_database():
        visit = Visit(make_organization(indicators=indicators), indicators)
        visit.check("indicators:entry")
        show = partial(visit.reader.get, visit.address("indicators:entry"))
        timing = Timing(show, visit.bare)
        yield run.ratio(f"entry-{indicators}", timing, against=FLOOR, goal=ENTRY_GOALS[indicators])


def query_rows(run: Run) -> Iterator[Row]:
    """How many queries each page takes at each size."""
    for indicators in SIZES:
        run.tell(f"queries at {indicators} indicators")
        with own_database():
            visit = Visit(make_organization(indicators=indicators), indicators)
            for name in ("performance:table", "indicators:entry"):
                visit.check(name)
                visit.change()
                found = queries_of(partial(visit.reader.get, visit.address(name)))
                label = f"queries of {name.partition(':')[2]}, {indicators} indicators"
                yield counted(label, found, unit="queries", goal=QUERIES_GOAL)


def queries_of(show: Callable[[], object]) -> int:
    """How many queries a request sends."""
    with CaptureQueriesContext(connection) as captured:
        show()
    return len(captured)


WORKLOADS = (
    *(
        Workload(
            f"page-{size}",
            f"the annual performance table of {size} indicators",
            partial(table_rows, indicators=size),
        )
        for size in SIZES
    ),
    *(
        Workload(
            f"entry-{size}", f"the entry grid of {size} indicators", partial(entry_rows, indicators=size)
        )
        for size in ENTRY_GOALS
    ),
    Workload("queries", "how many queries these pages send", query_rows),
)
