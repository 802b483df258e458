"""What the pages of scorecards show, loaded in a fixed number of queries: frozen trees to print."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organizations.models import Organization, Unit
from organizations.shown_names import shown_name
from scorecards.models import (
    Objective,
    Perspective,
    Plan,
    Scorecard,
    ScorecardYear,
    ScoringScheme,
)
from scorecards.scheme_words import band_words


@dataclass(frozen=True, slots=True)
class Column:
    """An objective with the number of statements that it comes from."""

    objective: Objective
    statements: int


@dataclass(frozen=True, slots=True)
class ColumnGroup:
    """A perspective with its objectives in order."""

    perspective: Perspective
    columns: tuple[Column, ...]


def objectives_alone_words(alone: int) -> str:
    """How many objectives come from no statement, as a part of a sentence."""
    if not alone:
        return _("every objective comes from a statement")
    words = ngettext(
        "%(n)s objective comes from no statement", "%(n)s objectives come from no statement", alone
    )
    return words % {"n": alone}


def load_objectives(scorecard: Scorecard) -> tuple[ColumnGroup, ...]:
    """The perspectives of the plan, in order, with the objectives of the scorecard; two queries."""
    found = Objective.objects.filter(scorecard=scorecard).order_by("order", "pk")
    found = found.select_related("parent__scorecard__unit").annotate(
        tick_count=Count("ticks"), owner_name=shown_name(scorecard.plan.organization_id, "owner")
    )
    columns: dict[int, list[Column]] = {}
    for objective in found:
        columns.setdefault(objective.perspective_id, []).append(Column(objective, objective.tick_count))
    perspectives = Perspective.objects.filter(plan=scorecard.plan_id)
    return tuple(ColumnGroup(each, tuple(columns.get(each.pk, ()))) for each in perspectives)


@dataclass(frozen=True, slots=True)
class SchemeRow:
    """A scheme with its bands in words and where it is used."""

    scheme: ScoringScheme
    bands: tuple[tuple[int, str], ...]
    uses: tuple[str, ...]
    is_newest: bool


def load_schemes(organization: Organization, *, under: Unit | None = None) -> list[SchemeRow]:
    """Every version of every scheme, the newest first, in three queries.

    under: name only uses in this unit and below it, for a reader who does not see the others.
    """
    schemes = list(ScoringScheme.objects.filter(organization=organization))
    years = ScorecardYear.objects.filter(scheme__organization=organization)
    if under is not None:
        years = years.filter(scorecard__unit__in=Unit.objects.under(under))
    uses: dict[int, dict[str, list[str]]] = {}
    for scheme, unit, year in years.order_by("scorecard__unit__order", "year").values_list(
        "scheme", "scorecard__unit__name", "year"
    ):
        uses.setdefault(scheme, {}).setdefault(unit, []).append(str(year))
    plans: dict[int, list[str]] = {}
    for scheme, name in Plan.objects.filter(organization=organization).values_list("scheme", "name"):
        plans.setdefault(scheme, []).append(_("default of %(plan)s") % {"plan": name})
    newest = {scheme.code: scheme.version for scheme in reversed(schemes)}
    return [
        SchemeRow(
            scheme,
            _bands(scheme),
            tuple(
                [f"{unit}: {', '.join(of)}" for unit, of in uses.get(scheme.pk, {}).items()]
                + plans.get(scheme.pk, [])
            ),
            newest[scheme.code] == scheme.version,
        )
        for scheme in schemes
    ]


def _bands(scheme: ScoringScheme) -> tuple[tuple[int, str], ...]:
    rule = scheme.rule()
    return tuple((band.level, band_words(rule, band)) for band in rule.bands)
