"""The rows of a performance sheet: what stands in each cell, a live formula beside the program's figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from indicators.scorecard_year import ObjectiveGroup, PerspectiveGroup, Row, ScorecardYearTable
from indicators.scoring import Status, Subtotal
from performance.words import STATUS_WORDS
from reports.workbook.sheets import OBJECTIVE, PERSPECTIVE
from reports.workbook.writing import formulas
from reports.workbook.writing.formulas import Facts, Score, text
from reports.workbook.writing.performance_figures import (
    Figures,
    best_achievement,
    indicator_figures,
    or_empty,
    own_weight,
    shown_or_empty,
    working,
)
from reports.workbook.writing.performance_grid import REACHED, Block, Cells, Grid, Value, level_column
from reports.workbook.writing.places import Place
from scorecards.models import WeightingModes
from scorecards.schemes import Scheme


@dataclass(frozen=True)
class YearFormulas:
    """Fills the rows of one year. mode: the cell with its weighting; first, last: all rows of the table.

    live: with formulas; without, the rows of indicators, which are most of a large table, are figures alone.
    """

    table: ScorecardYearTable
    grid: Grid
    places: Mapping[str, Place]
    mode: str
    first: int
    last: int
    live: bool

    @property
    def year(self) -> int:
        return self.table.scorecard_year.year

    @property
    def scheme(self) -> Scheme:
        return self.table.scheme

    def total_of(self, name: str) -> str:
        """The sum of a column over the whole table."""
        return f"SUM({self.grid.range(name, self.first, self.last)})"

    def perspective(self, group: PerspectiveGroup, block: Block) -> Cells:
        """The head of a perspective, with its subtotal."""
        code = group.perspective.code
        weight = self._group_weight(PERSPECTIVE, code, block, "perspective_weight")
        siblings = self.grid.range("objective_weight", block.row, block.last)
        return {
            "code": ("", code),
            "name": ("", group.perspective.name),
            **self._subtotal(group.subtotal, block, list(group.rows)),
            **weight,
            "siblings": (f"SUM({siblings})", float(self._siblings(group))),
        }

    def objective(
        self, group: ObjectiveGroup, block: Block, above: Block, perspective: PerspectiveGroup
    ) -> Cells:
        """The head of an objective, with its subtotal."""
        cell = self.grid.cell
        weight = self._group_weight(OBJECTIVE, group.objective.code, block, "objective_weight")
        of_perspective = formulas.share(
            cell("perspective_weight", above.row), self.total_of("perspective_weight")
        )
        of_objective = formulas.share(cell("objective_weight", block.row), cell("siblings", above.row))
        own = self.grid.range("own_weight", block.row, block.last)
        return {
            "code": ("", group.objective.code),
            "name": ("", group.objective.name),
            **self._subtotal(group.subtotal, block, list(group.rows)),
            **weight,
            "siblings": (f"SUM({own})", float(sum(own_weight(row) for row in group.rows))),
            "objective_share": (
                f"{of_perspective}*{of_objective}",
                float(self._objective_share(group, perspective)),
            ),
        }

    def indicator(self, row: Row, number: int, objective: Block) -> Cells:
        """An indicator with its score, worked out in the hidden columns."""
        figures = indicator_figures(row, self.scheme)
        if not self.live:
            return {name: ("", figure) for name, figure in figures.items()}
        return {
            "code": ("", figures["code"]),
            **self._looked_up(row, number, figures),
            **self._scored(row, number, figures),
            **self._weighed(row, number, objective, figures),
        }

    def _looked_up(self, row: Row, number: int, figures: Figures) -> Cells:
        """What the other sheets say of the indicator in the year."""
        years, indicators = self.places["Years"], self.places["Indicators"]
        code, inputs = self.grid.cell("code", number), row.measurement.inputs()
        key = (row.indicator.code, self.year)
        guess, of_year = indicators.rows.get(key[:1]), years.rows.get(key)
        by_code = (indicators.cell("code", guess or 1), indicators.below_head("code"), code)
        in_years = [
            (years.cell(name, of_year or 1), years.below_head(name), wanted)
            for name, wanted in (("indicator", code), ("year", str(self.year)))
        ]
        indicator_row, year_row = (self.grid.cell(name, number) for name in ("indicator_row", "year_row"))

        def number_of(place: Place, name: str, value: Value) -> tuple[str, Value]:
            at = indicator_row if place is indicators else year_row
            return formulas.number_at(place.column(name), at), value

        def text_of(name: str, value: Value) -> tuple[str, Value]:
            return formulas.text_at(indicators.column(name), indicator_row), value

        lower, upper = self.grid.cell("lower", number), self.grid.cell("upper", number)
        of_range = f'IF(ISNUMBER({upper}),{lower}&"–"&{upper},{lower})'
        not_applicable = f"{formulas.text_at(years.column('state'), year_row)}={text('not_applicable')}"
        return {
            "indicator_row": (formulas.found_row(guess, [by_code]), guess or 0),
            "year_row": (formulas.found_row(of_year, in_years), of_year or 0),
            "name": text_of("name", figures["name"]),
            "unit": text_of("unit_of_measure", figures["unit"]),
            "baseline": number_of(indicators, "baseline", figures["baseline"]),
            "polarity": text_of("polarity", row.indicator.polarity),
            "lower": number_of(years, "target", or_empty(inputs.target)),
            "upper": number_of(years, "target_upper", or_empty(inputs.target_upper)),
            "worst": number_of(indicators, "worst_value", or_empty(inputs.worst)),
            "target": (of_range, figures["target"]),
            "achievement": number_of(years, "achievement", figures["achievement"]),
            "applies": (f"IF({not_applicable},0,1)", int(row.result.status is not Status.NOT_APPLICABLE)),
        }

    def _scored(self, row: Row, number: int, figures: Figures) -> Cells:
        """Level, attainment and status, and the best level that the natural bounds allow."""
        cell, scheme = self.grid.cell, self.scheme
        inputs = row.measurement.inputs()
        names = ("polarity", "lower", "upper", "worst", "baseline")
        facts = Facts(*(cell(name, number) for name in names))
        score = Score(
            *(cell(name, number) for name in ("achievement", "reference", "gap", "yardstick", "percent"))
        )
        best = Score(
            *(cell(f"best{name}", number) for name in ("", "_reference", "_gap", "_yardstick", "_percent"))
        )
        has, counted = cell("has_target", number), cell("counted", number)
        bounds = (
            formulas.number_at(self.places["Indicators"].column(name), cell("indicator_row", number))
            for name in ("natural_min", "natural_max")
        )
        most = best_achievement(inputs) if inputs.has_target else None
        best_of = f'IF({has}=1,{formulas.best_achievement(facts, *bounds)},"")'
        highest = row.result.highest_level
        return {
            "has_target": (formulas.has_target(facts), int(inputs.has_target)),
            "counted": (f"{has}*{cell('applies', number)}", int(row.result.counted)),
            "reported": (self._counts(score, counted), int(row.result.level is not None)),
            **_steps("", facts, score, has, working(inputs, scheme)),
            "level": (
                formulas.level(scheme, score, otherwise=self._of_missing(counted)),
                or_empty(row.result.level),
            ),
            "attainment": (formulas.attainment(scheme, score), figures["attainment"]),
            "status": (self._status(number), figures["status"]),
            "best": (best_of, or_empty(most)),
            **_steps("best_", facts, best, has, working(inputs._replace(achievement=most), scheme)),
            "best_level": (
                formulas.level(scheme, best, otherwise=str(scheme.highest_level)),
                scheme.highest_level if highest is None else highest,
            ),
            **{
                name: (formulas.mark(cell("level", number), band, REACHED), figures[name])
                for name, band in ((level_column(band.level), band) for band in scheme.bands)
            },
        }

    def _counts(self, score: Score, counted: str) -> str:
        """Whether the row counts with a level; a missing one too where those count as the lowest."""
        rules = self.table.result.rules
        return counted if rules.missing_count_lowest else f"IF(ISNUMBER({score.achievement}),{counted},0)"

    def _of_missing(self, counted: str) -> str:
        is_lowest = self.table.result.rules.missing_count_lowest
        return f'IF({counted}=1,{self.scheme.lowest_level},"")' if is_lowest else '""'

    def _status(self, number: int) -> str:
        cell, words = self.grid.cell, self._words
        level, on = cell("level", number), self.scheme.on_target_level
        at_most = f"IF({level}={on},{words[Status.ON]},{words[Status.BELOW]})"
        compared = f"IF({level}>{on},{words[Status.ABOVE]},{at_most})"
        missing = f"IF(ISNUMBER({cell('achievement', number)}),{compared},{words[Status.MISSING]})"
        without = f"IF({cell('has_target', number)}=0,{words[Status.NO_TARGET]},{missing})"
        return f"IF({cell('applies', number)}=0,{words[Status.NOT_APPLICABLE]},{without})"

    def _weighed(self, row: Row, number: int, objective: Block, figures: Figures) -> Cells:
        """The weight by the mode of the year, and the score."""
        cell, result, years = self.grid.cell, row.result, self.places["Years"]
        counted, own, exact = (cell(name, number) for name in ("counted", "own_weight", "exact_weight"))
        entered = f"N({formulas.number_at(years.column('weight'), cell('year_row', number))})"
        shares = (
            f"{cell('objective_share', objective.row)}*{formulas.share(own, cell('siblings', objective.row))}"
        )
        by_indicator = f"IF({self.mode}={text(WeightingModes.INDICATOR)},{own},{shares})"
        weight = f"IF({self.mode}={text(WeightingModes.EQUAL)},1,{by_indicator})"
        reported, score = cell("reported", number), cell("exact_score", number)
        return {
            "own_weight": (f"IF({counted}=1,{entered},0)", float(own_weight(row))),
            "exact_weight": (f"IF({counted}=1,{weight},0)", float(result.weight or 0)),
            "exact_score": (
                f"IF({reported}=1,{exact}*{cell('level', number)},0)",
                float(result.contribution or 0),
            ),
            "weight": (f'IF({counted}=1,{formulas.shown_sum(exact)},"")', figures["weight"]),
            "score": (f'IF({reported}=1,{formulas.shown_sum(score)},"")', figures["score"]),
        }

    def _group_weight(self, of: str, code: str, block: Block, name: str) -> Cells:
        """The weight of a perspective or an objective: 0 while it holds nothing that counts."""
        weights, cell = self.places["Weights"], self.grid.cell
        guess = weights.rows.get((of, code, self.year))
        wanted = (("of", text(of)), ("code", cell("code", block.row)), ("year", str(self.year)))
        keys = [(weights.cell(key, guess or 1), weights.below_head(key), value) for key, value in wanted]
        counted = f"SUM({self.grid.range('counted', block.row, block.last)})"
        weight = f"N({formulas.number_at(weights.column('weight'), cell('weight_row', block.row))})"
        return {
            "weight_row": (formulas.found_row(guess, keys), guess or 0),
            name: (f"IF({counted}=0,0,{weight})", float(self._weights[of][code])),
        }

    def _subtotal(self, subtotal: Subtotal, block: Block, rows: list[Row]) -> Cells:
        """Weight, score and status of a group."""
        weights, reported, counted, scores = (
            self.grid.range(name, block.row, block.last)
            for name in ("exact_weight", "reported", "counted", "exact_score")
        )
        so_far = f"{self.scheme.on_target_level}*SUMPRODUCT({weights},{reported})"
        words = (str(STATUS_WORDS[each]) for each in (Status.ABOVE, Status.ON, Status.BELOW))
        compared = formulas.three_ways(f"(SUM({scores})-{so_far})", *words)
        missing = str(STATUS_WORDS[Status.MISSING])
        known = sum((row.result.weight for row in rows if row.result.weight is not None), Fraction(0))
        return {
            "status": (
                f"IF(SUM({reported})=0,{text(missing)},{compared})",
                str(STATUS_WORDS[subtotal.status]),
            ),
            "weight": (
                f'IF(SUM({counted})=0,"",{formulas.shown_sum(f"SUM({weights})")})',
                shown_or_empty(known) if subtotal.expected else "",
            ),
            "score": (
                f'IF(SUM({reported})=0,"",{formulas.shown_sum(f"SUM({scores})")})',
                "" if subtotal.status is Status.MISSING else shown_or_empty(subtotal.total),
            ),
        }

    @cached_property
    def _words(self) -> dict[Status, str]:
        """The words of each status, as formulas write texts."""
        return {status: text(str(words)) for status, words in STATUS_WORDS.items()}

    @cached_property
    def _weights(self) -> dict[str, dict[str, Fraction]]:
        """The weights of perspectives and of objectives by code; 0 for one that holds nothing that counts."""
        rules = self.table.result.rules
        return {
            PERSPECTIVE: {
                each.perspective.code: _counted(rules.perspective_weights[each.perspective.pk], each.subtotal)
                for each in self.table.perspectives
            },
            OBJECTIVE: {
                each.objective.code: _counted(rules.objective_weights[each.objective.pk], each.subtotal)
                for each in self.table.objectives
            },
        }

    def _siblings(self, group: PerspectiveGroup) -> Fraction:
        weights = (self._weights[OBJECTIVE][each.objective.code] for each in group.objectives)
        return sum(weights, Fraction(0))

    def _objective_share(self, group: ObjectiveGroup, perspective: PerspectiveGroup) -> Fraction:
        whole = sum(self._weights[PERSPECTIVE].values(), Fraction(0))
        siblings = self._siblings(perspective)
        if not whole or not siblings:
            return Fraction(0)
        own = self._weights[OBJECTIVE][group.objective.code] / siblings
        return self._weights[PERSPECTIVE][perspective.perspective.code] / whole * own


def _counted(weight: Decimal, subtotal: Subtotal) -> Fraction:
    return Fraction(weight) if subtotal.expected else Fraction(0)


def _steps(prefix: str, facts: Facts, score: Score, has: str, known: Iterator[Value]) -> Cells:
    steps = {
        "reference": formulas.reference(facts, score, has),
        "gap": formulas.gap(facts, score),
        "yardstick": formulas.yardstick(facts, score),
        "percent": formulas.percent(score),
    }
    return {
        f"{prefix}{name}": (step, value) for (name, step), value in zip(steps.items(), known, strict=True)
    }
