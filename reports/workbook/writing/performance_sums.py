"""The sums of a year on its performance sheet, from total to verdict, as formulas beside the figures."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators.scorecard_year import ScorecardYearTable
from indicators.scoring import as_decimal
from performance.words import VERDICT_WORDS
from reports.workbook.writing import formulas
from reports.workbook.writing.performance_grid import Cells, Grid, Value
from reports.workbook.writing.performance_rows import YearFormulas
from reports.workbook.writing.places import Place


@dataclass(frozen=True, slots=True)
class YearRules:
    """What the sheet Plan says of the year, in hidden cells of one row."""

    plan: Place
    grid: Grid
    year: int
    number: int

    @property
    def mode(self) -> str:
        """The cell with the weighting."""
        return self.grid.cell("year_row", self.number)

    @property
    def fixed(self) -> str:
        """The cell with the fixed threshold, a number or empty."""
        return self.grid.cell("polarity", self.number)

    @property
    def reason(self) -> str:
        """The cell with the reason for it."""
        return self.grid.cell("lower", self.number)

    def cells(self, table: ScorecardYearTable) -> Cells:
        """The hidden cells."""
        year, found = table.scorecard_year, self.grid.cell("indicator_row", self.number)
        guess = self.plan.rows.get((self.year,))
        key = (self.plan.cell("period", guess or 1), self.plan.below_head("period"), str(self.year))
        fixed = year.fixed_threshold
        return {
            "indicator_row": (formulas.found_row(guess, [key]), guess or 0),
            "year_row": (formulas.text_at(self.plan.column("weighting"), found), year.weighting_mode),
            "polarity": (
                formulas.number_at(self.plan.column("threshold"), found),
                "" if fixed is None else fixed,
            ),
            "lower": (
                formulas.text_at(self.plan.column("threshold_reason"), found),
                year.fixed_threshold_reason,
            ),
        }


@dataclass(frozen=True, slots=True)
class Sum:
    """A row at the foot: its label and its figure, each a formula (empty: none) and what it gives.

    decimals: those that the figure always shows.
    """

    label: tuple[str, Value]
    figure: tuple[str, Value]
    strong: bool = False
    decimals: int = 0


def year_sums(filled: YearFormulas, rules: YearRules) -> list[Sum]:
    """Total, what is still possible, thresholds, index; the verdict comes last."""
    result, so_far = filled.table.result, _so_far(filled)
    total, lowest, highest = _total(filled), _lowest(filled), _highest(filled)
    derived = _on_target(filled)
    threshold = f"IF(ISNUMBER({rules.fixed}),{rules.fixed},{derived})"
    verdict = formulas.verdict(
        lowest=lowest,
        highest=highest,
        threshold=threshold,
        derived=derived,
        words={each: str(words) for each, words in VERDICT_WORDS.items()},
    )
    shown = formulas.shown_sum
    return [
        Sum(_total_label(filled), (shown(total), result.shown(result.total)), strong=True),
        Sum(("", _("Lowest total still possible")), (shown(lowest), result.shown(result.lowest))),
        Sum(("", _("Highest total still possible")), (shown(highest), result.shown(result.highest))),
        Sum(_threshold_label(filled, rules), (shown(threshold), as_decimal(result.threshold))),
        Sum(
            ("", _("Threshold that the targets give")), (shown(derived), as_decimal(result.derived_threshold))
        ),
        Sum(
            ("", _("Threshold of what is reported so far")),
            (shown(so_far), as_decimal(result.threshold_so_far)),
        ),
        Sum(
            ("", _("Index in percent (100 = everything on target)")),
            (formulas.index(total, so_far), "" if result.index is None else result.index),
            decimals=2,
        ),
        Sum(("", _("Verdict")), (verdict, str(VERDICT_WORDS[result.verdict])), strong=True),
    ]


def _columns(filled: YearFormulas, *names: str) -> list[str]:
    return [filled.grid.range(name, filled.first, filled.last) for name in names]


def _total(filled: YearFormulas) -> str:
    return filled.total_of("exact_score")


def _on_target(filled: YearFormulas) -> str:
    return f"({filled.scheme.on_target_level}*{filled.total_of('exact_weight')})"


def _so_far(filled: YearFormulas) -> str:
    weights, reported = _columns(filled, "exact_weight", "reported")
    return f"({filled.scheme.on_target_level}*SUMPRODUCT({weights},{reported}))"


def _lowest(filled: YearFormulas) -> str:
    weights, reported = _columns(filled, "exact_weight", "reported")
    missing = f"(SUM({weights})-SUMPRODUCT({weights},{reported}))"
    return f"({_total(filled)}+{filled.scheme.lowest_level}*{missing})"


def _highest(filled: YearFormulas) -> str:
    weights, counted, reported, best = _columns(filled, "exact_weight", "counted", "reported", "best_level")
    all_best, reached = f"SUMPRODUCT({weights},{counted},{best})", f"SUMPRODUCT({weights},{reported},{best})"
    return f"({_total(filled)}+{all_best}-{reached})"


def _total_label(filled: YearFormulas) -> tuple[str, Value]:
    counted, reported = _columns(filled, "counted", "reported")
    complete, open_ = _("Total"), _("Total so far")
    formula = f"IF(SUM({reported})=SUM({counted}),{formulas.text(complete)},{formulas.text(open_)})"
    return formula, complete if filled.table.result.complete else open_


def _threshold_label(filled: YearFormulas, rules: YearRules) -> tuple[str, Value]:
    year = filled.table.scorecard_year
    fixed, derived = _("Fixed threshold"), _("Threshold")
    words = f"{formulas.text(f'{fixed}: ')}&{rules.reason}"
    formula = f"IF(ISNUMBER({rules.fixed}),{words},{formulas.text(derived)})"
    return formula, derived if year.fixed_threshold is None else f"{fixed}: {year.fixed_threshold_reason}"
