"""What goes with a plan that is deleted, counted in sentences, and what forbids it."""

from __future__ import annotations

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.belongings import later_belongings
from indicators.deletions import deletion_refused, past_sentences
from indicators.models import Evidence, Indicator, Initiative, Measurement, WorkProgram
from scorecards.models import Objective, Perspective, Plan, Scorecard, ScorecardYear, Statement

UNITS_NAMED = 10


def plan_consequences(plan: Plan) -> list[str]:
    """What goes with the plan: how much of each kind, whose scorecards, and which years of the past."""
    indicators = Indicator.objects.filter(objective__scorecard__plan=plan)
    held = Measurement.objects.filter(indicator__in=indicators.order_by())
    sheets = indicators.count()
    objectives = Objective.objects.filter(scorecard__plan=plan).count()
    targets = held.filter(Q(target__isnull=False) | Q(target_upper__isnull=False)).count()
    statements = Statement.objects.filter(plan=plan).count()
    perspectives = Perspective.objects.filter(plan=plan).count()
    initiatives = Initiative.objects.filter(indicator__in=indicators.order_by()).count()
    programs = WorkProgram.objects.filter(initiative__indicator__in=indicators.order_by()).count()
    evidence = Evidence.objects.filter(measurement__in=held.order_by()).count()
    counted = (
        (statements, ngettext("%(n)s statement", "%(n)s statements", statements)),
        (perspectives, ngettext("%(n)s perspective", "%(n)s perspectives", perspectives)),
        (objectives, ngettext("%(n)s objective", "%(n)s objectives", objectives)),
        (
            sheets,
            ngettext(
                "%(n)s indicator with its KPI sheet",
                "%(n)s indicators with their KPI sheets",
                sheets,
            ),
        ),
        (targets, ngettext("%(n)s target", "%(n)s targets", targets)),
        (initiatives, ngettext("%(n)s initiative", "%(n)s initiatives", initiatives)),
        (programs, ngettext("%(n)s work program", "%(n)s work programs", programs)),
        (evidence, ngettext("%(n)s piece of evidence", "%(n)s pieces of evidence", evidence)),
    )
    sentences = [words % {"n": count} for count, words in counted if count] + _later_sentences(plan)
    years = ScorecardYear.objects.filter(scorecard__plan=plan)
    return _scorecard_sentences(plan) + sentences + past_sentences(years, plan)


def _later_sentences(plan: Plan) -> list[str]:
    """How much of each kind later apps hang on the plan."""
    counted = {
        str(capfirst(str(model._meta.verbose_name_plural))): model._base_manager.filter(
            **{path: plan}
        ).count()
        for model, path in later_belongings(Plan)
    }
    return [_("%(kind)s: %(n)s") % {"kind": kind, "n": n} for kind, n in counted.items() if n]


def plan_deletion_refused(plan: Plan) -> list[str]:
    """Why the plan can't be deleted: closed years, achievements of its own years; empty when it can."""
    return deletion_refused(ScorecardYear.objects.filter(scorecard__plan=plan), plan)


def years_with_achievements(plan: Plan) -> list[ScorecardYear]:
    """The years of the plan's scorecards, with their units, in which something has been achieved."""
    held = Measurement.objects.filter(achievement__isnull=False).values("scorecard_year")
    years = ScorecardYear.objects.filter(scorecard__plan=plan, year__gte=plan.first_year, pk__in=held)
    ordered = years.select_related("scorecard__unit").order_by("scorecard__unit__name", "year", "pk")
    return list(ordered)


def _scorecard_sentences(plan: Plan) -> list[str]:
    """How many units lose their scorecard, the first of them by name."""
    carried = Scorecard.objects.filter(plan=plan)
    count = carried.count()
    if not count:
        return []
    names = list(carried.order_by("unit__name", "pk").values_list("unit__name", flat=True)[:UNITS_NAMED])
    words = ngettext(
        "%(n)s scorecard with its years and weights: %(units)s",
        "%(n)s scorecards with their years and weights: %(units)s",
        count,
    )
    return [words % {"n": count, "units": ", ".join([*names, *(["…"] if count > UNITS_NAMED else [])])}]
