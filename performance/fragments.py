"""Parts of pages that are kept until their scorecard shows something else.

A kept part is the same for everybody who may read the page: it is rendered without the request, and holds no
permission, token or personal name. Its key names all that it shows: the stamp below changes with any of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.http import quote_etag
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from indicators.explanations import explain_year
from indicators.sealed_year import load_shown_year
from organizations.digests import digest
from performance.figures import kpi_items
from performance.links import link_to
from performance.tables import build_sheet
from scorecards.models import ScorecardYear
from scorecards.scope import ScorecardScope

TEMPLATE = "performance/table_content.html"


@dataclass(frozen=True, slots=True)
class TableFragment:
    """The performance table of a year in a language, with the sentence that stands above it."""

    answer: str
    content: SafeString
    has_rows: bool


def table_stamp(scope: ScorecardScope, scorecard_year: ScorecardYear) -> str | None:
    """What the performance table of the year shows, in a word that changes with any of it.

    Take it before the data are read: a change in between then shows in what is kept under the old stamp,
    which nobody asks for any more. Every service that changes what the tables of a scorecard show raises its
    version; names and codes of what is above the scorecard stand in the stamp themselves. None for a closed
    year: whether its seal is intact is looked at each time.
    """
    if scorecard_year.is_closed:
        return None
    scorecard, unit = scorecard_year.scorecard, scope.unit
    return digest(
        settings.RELEASE,
        get_language(),
        scorecard.pk,
        scorecard.version,
        scorecard_year.year,
        scope.organization.code,
        unit.code,
        unit.name,
    )


def table_fragment(scope: ScorecardScope, scorecard_year: ScorecardYear, stamp: str | None) -> TableFragment:
    """The table as it is kept under the stamp, else made and kept. The caller has checked who may read it."""
    if stamp is None:
        return make_table_fragment(scope, scorecard_year)
    key = f"performance-table:{stamp}"
    found: TableFragment | None = cache.get(key)
    if found is None:
        found = make_table_fragment(scope, scorecard_year)
        cache.set(key, found)
    return found


def make_table_fragment(scope: ScorecardScope, scorecard_year: ScorecardYear) -> TableFragment:
    """The table from the data of now."""
    table = load_shown_year(scorecard_year)
    answer, *remarks = explain_year(table.result)
    sheet = build_sheet(
        table,
        explanation_url=link_to(scope, "performance:explanation"),
        sheet_url=link_to(scope, "indicators:indicator"),
    )
    context = {
        "scope": scope,
        "warnings": [*remarks, *sheet.warnings],
        "seal": table.seal,
        "figures": kpi_items(table),
        "sheet": sheet,
        "has_rows": bool(table.rows),
    }
    return TableFragment(str(answer), render_to_string(TEMPLATE, context), bool(table.rows))


def page_etag(request: HttpRequest, stamp: str | None, *shown: object) -> str | None:
    """The ETag of a page whose content these tell, within the frame that the request gets.

    None without a stamp, and where the frame has none (bsc_site/frame.py). Weak: the token of a form is
    written anew each time.
    """
    frame = request.frame_stamp() if stamp else None  # type: ignore[attr-defined]
    return f"W/{quote_etag(digest(frame, stamp, *shown))}" if frame else None
