"""What goes with an indicator, objective or scorecard that is deleted, in sentences, and what forbids it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.belongings import later_belongings
from indicators.indicator_list import target_text
from indicators.models import Evidence, Indicator, Initiative, Measurement, Seal, WorkProgram
from organizations.numbers import format_number
from scorecards.locks import YearClosed
from scorecards.models import (
    Objective,
    ObjectiveLink,
    ObjectiveStatement,
    ObjectiveWeight,
    Plan,
    Scorecard,
    ScorecardYear,
)

ROWS_NAMED = 40
CODES_NAMED = 10


def indicator_consequences(indicators: Sequence[Indicator]) -> list[str]:
    """The targets, achievements, evidence, initiatives and work programs that go with the indicators."""
    rows = Measurement.objects.filter(indicator__in=indicators).select_related("indicator", "scorecard_year")
    filled = rows.filter(Q(target__isnull=False) | Q(achievement__isnull=False))
    ordered = filled.order_by("indicator__objective__order", "indicator__order", "scorecard_year__year")
    sentences = [_measurement_sentence(row) for row in ordered[: ROWS_NAMED + 1]]
    if len(sentences) > ROWS_NAMED:
        sentences = [*sentences[:ROWS_NAMED], _("and the targets and achievements of further years")]
    sentences += evidence_sentences(Evidence.objects.filter(measurement__indicator__in=indicators))
    names = Initiative.objects.filter(indicator__in=indicators).values_list("name", flat=True)
    sentences += [_("Initiative: %(name)s") % {"name": name} for name in names]
    sentences += work_sentences(WorkProgram.objects.filter(initiative__indicator__in=indicators))
    return sentences + later_sentences(indicators)


def initiative_consequences(initiative: Initiative) -> list[str]:
    """The work programs of every year that go with an initiative."""
    return work_sentences(WorkProgram.objects.filter(initiative=initiative))


def initiative_deletion_refused(initiative: Initiative) -> str:
    """That a closed year holds one of its work programs; empty when none does."""
    return _closed_sentence(_closed_year_of(WorkProgram.objects.filter(initiative=initiative)))


def indicator_deletion_refused(indicators: Sequence[Indicator]) -> str:
    """That a closed year holds one of the indicators or their work programs; empty when none does."""
    measured = _closed_year_of(Measurement.objects.filter(indicator__in=indicators))
    worked = _closed_year_of(WorkProgram.objects.filter(initiative__indicator__in=indicators))
    return _closed_sentence(measured if measured is not None else worked)


def objective_consequences(objective: Objective) -> list[str]:
    """The indicators with all that they hold, ticks, links and support that go with an objective."""
    indicators = list(Indicator.objects.filter(objective=objective))
    sentences = [_("Indicator: %(name)s") % {"name": indicator} for indicator in indicators]
    sentences += indicator_consequences(indicators)
    ticks = ObjectiveStatement.objects.filter(objective=objective).select_related("statement")
    sentences += [
        _("It no longer traces up to %(statement)s") % {"statement": tick.statement} for tick in ticks
    ]
    links = ObjectiveLink.objects.filter(Q(cause=objective) | Q(effect=objective))
    sentences += [
        _("Arrow of the map: %(link)s") % {"link": link} for link in links.select_related("cause", "effect")
    ]
    return sentences + _supporter_sentences([objective])


def objective_deletion_refused(objective: Objective) -> str:
    """That a closed year holds the objective or one of its indicators; empty when none does."""
    weights = ObjectiveWeight.objects.filter(objective=objective, scorecard_year__closed_at__isnull=False)
    year = weights.order_by("scorecard_year__year").values_list("scorecard_year__year", flat=True).first()
    return _closed_sentence(year) or indicator_deletion_refused(
        list(Indicator.objects.filter(objective=objective))
    )


def scorecard_consequences(scorecard: Scorecard) -> list[str]:
    """The years, objectives and indicators with all that they hold, the past too, and support from below."""
    years = ScorecardYear.objects.filter(scorecard=scorecard).order_by("year").values_list("year", flat=True)
    objectives = Objective.objects.filter(scorecard=scorecard).order_by("perspective__order", "order", "pk")
    indicators = Indicator.objects.filter(objective__in=objectives)
    ordered = indicators.order_by("objective__perspective__order", "objective__order", "order", "pk")
    sentences = [_("Year %(year)s with its rules and weights") % {"year": year} for year in years]
    sentences += past_sentences(ScorecardYear.objects.filter(scorecard=scorecard), scorecard.plan)
    sentences += [_("Objective: %(name)s") % {"name": objective} for objective in objectives]
    sentences += [_("Indicator: %(name)s") % {"name": indicator} for indicator in ordered]
    sentences += indicator_consequences(list(indicators))
    ticks = ObjectiveStatement.objects.filter(objective__in=objectives).count()
    links = ObjectiveLink.objects.filter(cause__in=objectives).count()
    if ticks:
        sentences.append(ngettext("%(n)s tick", "%(n)s ticks", ticks) % {"n": ticks})
    if links:
        sentences.append(ngettext("%(n)s arrow of the map", "%(n)s arrows of the map", links) % {"n": links})
    return sentences + _supporter_sentences(list(objectives))


def scorecard_deletion_refused(scorecard: Scorecard) -> list[str]:
    """Why the scorecard can't be deleted: closed years, achievements of the plan's years; empty when it can.

    Achievements before the plan keep nothing: they go with it, and past_sentences names them.
    """
    return deletion_refused(ScorecardYear.objects.filter(scorecard=scorecard), scorecard.plan)


def deletion_refused(years: QuerySet[ScorecardYear], plan: Plan) -> list[str]:
    """Why years of the plan's scorecards can't be deleted, in sentences; empty when they can."""
    closed = years.filter(closed_at__isnull=False).order_by("year").values_list("year", flat=True)
    reasons = [_closed_sentence(year) for year in closed.distinct()]
    reasons += _sealed_sentences(years.filter(closed_at=None))
    held: dict[int, dict[str, None]] = {}
    rows = Measurement.objects.filter(
        scorecard_year__in=years, scorecard_year__year__gte=plan.first_year, achievement__isnull=False
    )
    ordered = rows.order_by("scorecard_year__year", "indicator__objective__order", "indicator__order", "pk")
    for year, code in ordered.values_list("scorecard_year__year", "indicator__code"):
        held.setdefault(year, {})[code] = None
    return reasons + [_held_sentence(year, list(codes)) for year, codes in held.items()]


def _sealed_sentences(years: QuerySet[ScorecardYear]) -> list[str]:
    """That open years were closed before: their seals are kept, and the years with them."""
    sealed = Seal.objects.filter(scorecard_year__in=years).order_by("scorecard_year__year")
    words = _("The year %(year)s was closed and opened again: its seal is kept, and the year with it.")
    return [
        words % {"year": year} for year in sealed.values_list("scorecard_year__year", flat=True).distinct()
    ]


def past_sentences(years: QuerySet[ScorecardYear], plan: Plan) -> list[str]:
    """How many achievements before the plan go with the years of its scorecards; empty for none."""
    past = Measurement.objects.filter(
        scorecard_year__in=years, scorecard_year__year__lt=plan.first_year, achievement__isnull=False
    )
    counted = past.order_by("scorecard_year__year").values_list("scorecard_year__year")
    by_year = dict(counted.annotate(count=Count("pk")))
    if not by_year:
        return []
    total = sum(by_year.values())
    words = ngettext(
        "%(n)s achievement of the years before the plan (%(years)s)",
        "%(n)s achievements of the years before the plan (%(years)s)",
        total,
    )
    return [words % {"n": total, "years": ", ".join(map(str, by_year))}]


def _held_sentence(year: int, codes: Sequence[str]) -> str:
    named = ", ".join(codes[:CODES_NAMED]) + (", …" if len(codes) > CODES_NAMED else "")
    words = _("The year %(year)s holds achievements (%(codes)s). Clear them first.")
    return words % {"year": year, "codes": named}


def work_sentences(programs: QuerySet[WorkProgram]) -> list[str]:
    """The work programs with their years, a sentence each; beyond ROWS_NAMED how many more there are."""
    ordered = programs.order_by("scorecard_year__year", "initiative", "order", "pk")
    named = list(ordered.values_list("name", "scorecard_year__year")[:ROWS_NAMED])
    sentences = [
        _("Work program %(year)s: %(name)s") % {"name": name, "year": str(year)} for name, year in named
    ]
    if further := programs.count() - len(named) if len(named) == ROWS_NAMED else 0:
        words = ngettext("and %(count)s further work program", "and %(count)s further work programs", further)
        sentences.append(words % {"count": further})
    return sentences


def evidence_sentences(evidence: QuerySet[Evidence]) -> list[str]:
    """The evidence, a sentence each; beyond ROWS_NAMED how many more there are."""
    ordered = evidence.order_by("measurement__scorecard_year__year", "measurement__indicator__code", "pk")
    columns = ("title", "measurement__indicator__code", "measurement__scorecard_year__year")
    named = list(ordered.values_list(*columns)[:ROWS_NAMED])
    sentences = [
        _("Evidence of %(code)s in %(year)s: %(title)s") % {"title": title, "code": code, "year": str(year)}
        for title, code, year in named
    ]
    if further := evidence.count() - len(named) if len(named) == ROWS_NAMED else 0:
        words = ngettext(
            "and %(count)s further piece of evidence", "and %(count)s further pieces of evidence", further
        )
        sentences.append(words % {"count": further})
    return sentences


def later_sentences(indicators: Sequence[Indicator]) -> list[str]:
    """What later apps hang on the indicators, a sentence each; beyond ROWS_NAMED how many more there are."""
    sentences = []
    for model, path in later_belongings(Indicator):
        rows = model._base_manager.filter(**{f"{path}__in": indicators}).order_by("pk")
        named = list(rows[:ROWS_NAMED])
        kind = str(capfirst(str(model._meta.verbose_name)))
        sentences += [_("%(kind)s: %(name)s") % {"kind": kind, "name": row} for row in named]
        if further := rows.count() - len(named) if len(named) == ROWS_NAMED else 0:
            words = ngettext("%(kind)s: %(n)s further one", "%(kind)s: %(n)s further ones", further)
            sentences.append(words % {"kind": kind, "n": further})
    return sentences


def _closed_year_of(rows: QuerySet[Measurement] | QuerySet[WorkProgram]) -> int | None:
    """The first closed year that holds one of the rows."""
    closed = rows.filter(scorecard_year__closed_at__isnull=False).order_by("scorecard_year__year")
    year: int | None = closed.values_list("scorecard_year__year", flat=True).first()
    return year


def _supporter_sentences(objectives: Sequence[Objective]) -> list[str]:
    """How many objectives of units below lose the support of the objectives."""
    supporters = Objective.objects.filter(parent__in=objectives).count()
    if not supporters:
        return []
    words = ngettext(
        "%(count)s objective of a unit below no longer supports it.",
        "%(count)s objectives of units below no longer support it.",
        supporters,
    )
    return [words % {"count": supporters}]


def _closed_sentence(year: int | None) -> str:
    return "" if year is None else " ".join(YearClosed(year).messages)


def _measurement_sentence(row: Measurement) -> str:
    decimals = row.indicator.decimals
    return _("%(code)s in %(year)s: target %(target)s, achievement %(achievement)s") % {
        "code": row.indicator.code,
        "year": row.scorecard_year.year,
        "target": target_text(row, decimals) or "—",
        "achievement": format_number(row.achievement, decimals=decimals) or "—",
    }
