"""The sheets of the workbook, column by column: what the export writes and the import reads.

Names of sheets and columns and the words in cells with a choice are the same in every language, so that a
workbook can be read back wherever it was made. Every other sheet of a file is left alone.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.models import MONEY_DIGITS, Indicator, Measurement, WorkProgram
from organizations.permissions import Action
from reports.workbook.columns import Column, Kind, Right, Sheet
from scorecards.models import Perspective, Statement, WeightingModes

READ_ME = "Read me"
PERFORMANCE = "Performance"
ORIGIN = "Selaras: "
"""What the subject of a workbook starts with; then comes the address of the unit that it was taken out of."""
WEIGHT_DECIMALS, MONEY_DECIMALS = 4, 2
MONEY_INTEGER_DIGITS = MONEY_DIGITS - MONEY_DECIMALS

STRATEGY = Right(Action.EDIT, whole_organization=True)
SETTINGS = Right(Action.ADMINISTER, whole_organization=True)
RULES = Right(Action.ADMINISTER)
PLAN = Right(Action.EDIT)
ENTRY = Right(Action.ENTER)

PERSPECTIVE, OBJECTIVE = "perspective", "objective"


def _weight(
    explained: str | Promise,
    *,
    field: str = "default_weight",
    right: Right | None = None,
    required: bool = False,
) -> Column:
    return Column(
        "weight",
        Kind.NUMBER,
        explained,
        decimals=WEIGHT_DECIMALS,
        field=field,
        right=right,
        required=required,
        blank_keeps=True,
    )


SHEETS = (
    Sheet(
        "Plan",
        _("The plan in its first row, then a row for each of its years and for the years before it."),
        key=("period",),
        right=RULES,
        columns=(
            Column(
                "period",
                Kind.PERIOD,
                _("First and last year of the plan (2012-2013) in the first row; in the others a year."),
                required=True,
            ),
            Column("name", Kind.TEXT, _("Name of the plan; empty in the rows of years."), longest=200),
            Column(
                "weighting",
                Kind.CHOICE,
                _(
                    "How the year weighs its indicators: equal, indicator (each one's own weight) or "
                    "hierarchical (shares of perspective, objective and indicator)."
                ),
                required=True,
                choices=tuple(WeightingModes.values),
                field="weighting_mode",
            ),
            Column("scheme", Kind.CODE, _("Code of the scoring scheme."), required=True),
            Column(
                "scheme_version",
                Kind.WHOLE,
                _("Version of the scoring scheme; empty in a new year: the newest."),
                field="scheme",
                blank_keeps=True,
            ),
            Column(
                "threshold",
                Kind.NUMBER,
                _("A fixed threshold of the year; empty: derived from the targets."),
                field="fixed_threshold",
            ),
            Column(
                "threshold_reason",
                Kind.TEXT,
                _("Why the threshold is fixed."),
                longest=250,
                field="fixed_threshold_reason",
            ),
            Column(
                "closed",
                Kind.FLAG,
                _("Whether the year is closed. Only to know; it is not read."),
                is_read=False,
            ),
            Column(
                "note", Kind.TEXT, _("The plan's note that every reader sees; empty in the rows of years.")
            ),
        ),
    ),
    Sheet(
        "Statements",
        _("Vision, missions and goals."),
        key=("code",),
        right=STRATEGY,
        columns=(
            Column("code", Kind.CODE, _("Code of the statement, such as V1, M1, G1."), required=True),
            Column(
                "kind",
                Kind.CHOICE,
                _("What it is: vision, mission or goal."),
                required=True,
                choices=tuple(Statement.Kind.values),
            ),
            Column("text", Kind.TEXT, _("What it says."), required=True),
            Column("note", Kind.TEXT, _("Anything worth knowing about it.")),
        ),
    ),
    Sheet(
        "Perspectives",
        _("The perspectives of the plan, from the top of the map to the bottom."),
        key=("code",),
        right=SETTINGS,
        columns=(
            Column("code", Kind.CODE, _("Code of the perspective."), required=True),
            Column(
                "name_id", Kind.TEXT, _("Name in Indonesian; one of the two names may be empty."), longest=150
            ),
            Column("name_en", Kind.TEXT, _("Name in English."), longest=150),
            _weight(_("Weight with which new years begin.")),
            Column(
                "colour",
                Kind.CHOICE,
                _("Colour of the perspective on pages and map."),
                choices=tuple(tone.name.lower() for tone in Perspective.Tone),
                field="tone",
                blank_keeps=True,
            ),
        ),
    ),
    Sheet(
        "Objectives",
        _("The strategic objectives of the unit."),
        key=("code",),
        right=PLAN,
        columns=(
            Column("code", Kind.CODE, _("Code of the objective, such as SS1."), required=True),
            Column("perspective", Kind.CODE, _("Code of its perspective."), required=True),
            Column("name", Kind.TEXT, _("Name of the objective."), required=True, longest=250),
            _weight(_("Weight with which new years begin.")),
            Column("owner", Kind.EMAIL, _("E-mail address of the person who answers for it.")),
            Column(
                "statements",
                Kind.CODES,
                _("Codes of the statements that it is derived from, with commas between them."),
            ),
            Column(
                "supports",
                Kind.TEXT,
                _(
                    "The objective of a unit above that it supports: code of the unit, a slash, code of the "
                    "objective."
                ),
                longest=61,
                field="parent",
            ),
        ),
    ),
    Sheet(
        "Links",
        _("The arrows of the strategy map, from cause to effect."),
        key=("cause", "effect"),
        right=PLAN,
        columns=(
            Column("cause", Kind.CODE, _("Code of the objective that drives the other."), required=True),
            Column("effect", Kind.CODE, _("Code of the objective that is driven."), required=True),
            Column("note", Kind.TEXT, _("What makes it so."), longest=250),
        ),
    ),
    Sheet(
        "Indicators",
        _("The indicators with their KPI sheets."),
        key=("code",),
        right=PLAN,
        columns=(
            Column("code", Kind.CODE, _("Code of the indicator, such as SS1-1."), required=True),
            Column("objective", Kind.CODE, _("Code of its objective."), required=True),
            Column("name", Kind.TEXT, _("Name of the indicator."), required=True, longest=250),
            Column(
                "unit_of_measure",
                Kind.TEXT,
                _("Unit of measure of target and achievement."),
                required=True,
                longest=60,
            ),
            Column(
                "polarity",
                Kind.CHOICE,
                _("What is better: higher, lower, or to lie within a range."),
                required=True,
                choices=tuple(Indicator.Polarity.values),
            ),
            _weight(_("Weight with which new years begin.")),
            Column(
                "kind",
                Kind.CHOICE,
                _("lag shows the result, lead drives it; may be empty."),
                choices=tuple(filter(None, Indicator.Kind.values)),
            ),
            Column("natural_min", Kind.NUMBER, _("The least that is possible, where there is such a bound.")),
            Column("natural_max", Kind.NUMBER, _("The most that is possible, where there is such a bound.")),
            Column(
                "caps_at_maximum",
                Kind.FLAG,
                _("Whether a value above the natural maximum counts as the maximum: yes or no."),
                blank_keeps=True,
            ),
            Column(
                "worst_value",
                Kind.NUMBER,
                _("The value that counts as an attainment of 0 % where the target is 0."),
            ),
            Column("decimals", Kind.WHOLE, _("How many decimals pages show at least.")),
            Column(
                "baseline_method",
                Kind.CHOICE,
                _(
                    "How the baseline is set: decreed, previous (achievement of the year before the plan) or "
                    "mean (of the last years before the plan)."
                ),
                choices=tuple(Indicator.BaselineMethod.values),
                blank_keeps=True,
            ),
            Column(
                "baseline_years",
                Kind.WHOLE,
                _("Of a mean: how many years it takes; empty: all that there are."),
                field="baseline_span",
            ),
            Column(
                "baseline",
                Kind.NUMBER,
                _("The baseline; one that is computed must agree with the years before the plan."),
            ),
            Column("baseline_note", Kind.TEXT, _("Anything worth knowing about the baseline.")),
            Column("definition", Kind.TEXT, _("What is measured.")),
            Column("formula", Kind.TEXT, _("How it is computed.")),
            Column("information_produced", Kind.TEXT, _("What it tells.")),
            Column("data_source", Kind.TEXT, _("Where the data come from.")),
            Column("when_data_missing", Kind.TEXT, _("What is done when data are missing.")),
            Column("target_source", Kind.TEXT, _("Where the target comes from and how it is set.")),
            Column("person_responsible", Kind.TEXT, _("Who answers for the figure."), longest=200),
        ),
    ),
    Sheet(
        "Years",
        _("Targets and achievements: a row for each indicator and year, years before the plan included."),
        key=("indicator", "year"),
        right=PLAN,
        columns=(
            Column("indicator", Kind.CODE, _("Code of the indicator."), required=True),
            Column("year", Kind.WHOLE, _("The year."), required=True),
            Column(
                "target",
                Kind.NUMBER,
                _("The target; of a range its lower bound. Years before the plan have none."),
            ),
            Column("target_upper", Kind.NUMBER, _("The upper bound of a range; empty for other indicators.")),
            _weight(_("Weight of the indicator in the year."), field="weight", right=RULES),
            Column(
                "achievement",
                Kind.NUMBER,
                _("What was achieved. Empty: not known yet, which is not the same as 0."),
                right=ENTRY,
            ),
            Column(
                "state",
                Kind.CHOICE,
                _(
                    "How far the value is in the review. Only to know; it is not read: what is imported "
                    "becomes a draft."
                ),
                choices=tuple(Measurement.State.values),
                is_read=False,
            ),
            Column("note", Kind.TEXT, _("A note on target or achievement."), right=ENTRY),
        ),
    ),
    Sheet(
        "Initiatives",
        _("What is done so that an indicator reaches its targets."),
        key=("indicator", "name"),
        right=PLAN,
        columns=(
            Column("indicator", Kind.CODE, _("Code of the indicator."), required=True),
            Column("name", Kind.TEXT, _("Name of the initiative."), required=True, longest=250),
        ),
    ),
    Sheet(
        "WorkPrograms",
        _("What the initiatives become in a year."),
        key=("indicator", "initiative", "year", "name"),
        right=PLAN,
        columns=(
            Column("indicator", Kind.CODE, _("Code of the indicator."), required=True),
            Column("initiative", Kind.TEXT, _("Name of the initiative."), required=True, longest=250),
            Column("year", Kind.WHOLE, _("The year."), required=True),
            Column("name", Kind.TEXT, _("Name of the work program."), required=True, longest=250),
            Column("owner", Kind.EMAIL, _("E-mail address of the person who answers for it.")),
            Column(
                "budget",
                Kind.NUMBER,
                _("Budget in the currency of the organization."),
                decimals=MONEY_DECIMALS,
            ),
            Column("spent", Kind.NUMBER, _("What has been spent of it."), decimals=MONEY_DECIMALS),
            Column("start", Kind.DATE, _("First day.")),
            Column("end", Kind.DATE, _("Last day.")),
            Column("progress", Kind.WHOLE, _("Progress in percent, from 0 to 100."), blank_keeps=True),
            Column(
                "status",
                Kind.CHOICE,
                _("Where it stands: planned, running, done or stopped."),
                choices=tuple(WorkProgram.Status.values),
                blank_keeps=True,
            ),
        ),
    ),
    Sheet(
        "Weights",
        _("The weights of perspectives and objectives in each year of the plan."),
        key=("of", "code", "year"),
        right=RULES,
        columns=(
            Column(
                "of",
                Kind.CHOICE,
                _("What has the weight: a perspective or an objective."),
                required=True,
                choices=(PERSPECTIVE, OBJECTIVE),
            ),
            Column("code", Kind.CODE, _("Its code."), required=True),
            Column("year", Kind.WHOLE, _("The year."), required=True),
            _weight(_("Its weight in the year."), field="weight", required=True),
        ),
    ),
)
"""In the order in which an import takes them: what others refer to comes first."""

BY_NAME = {sheet.name: sheet for sheet in SHEETS}
