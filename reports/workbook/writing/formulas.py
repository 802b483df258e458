"""The scoring rule as spreadsheet formulas. Pure: text from the names of cells and a scheme.

They give the figures of indicators.scoring, which stays the rule. A spreadsheet counts in binary fractions,
so whatever is compared with a bound is rounded first, finer than stored values can differ (for values of up
to 12 significant digits): noise of the last bit flips no level and no verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.scoring import Verdict
from scorecards.schemes import HUNDRED, Band, Scheme

PERCENT_PLACES, SUM_PLACES, SHOWN_PLACES = 11, 9, 6
UNCAPPED_WITHOUT_YARDSTICK = 200


@dataclass(frozen=True, slots=True)
class Score:
    """The cells in which one achievement is scored, step by step."""

    achievement: str
    reference: str
    gap: str
    yardstick: str
    percent: str


@dataclass(frozen=True, slots=True)
class Facts:
    """The cells of what is known of an indicator in the year; all but `polarity` are numbers or empty."""

    polarity: str
    lower: str
    upper: str
    worst: str
    baseline: str


def text(words: str) -> str:
    """A text inside a formula."""
    return '"' + words.replace('"', '""') + '"'


def number_or_empty(cell: str) -> str:
    """The number in a cell; an empty text where there is none, since missing is not zero."""
    return f'IF(ISNUMBER({cell}),{cell},"")'


def number_at(cells: str, row: str) -> str:
    """The number of a column in the row that was found; an empty text where there is none."""
    return f'IF({row}=0,"",{number_or_empty(f"INDEX({cells},{row})")})'


def text_at(cells: str, row: str) -> str:
    """The text of a column in the row that was found; empty where there is none."""
    return f'IF({row}=0,"",INDEX({cells},{row})&"")'


def found_row(guess: int | None, keys: Iterable[tuple[str, str, str]]) -> str:
    """The number of the row that has all keys, 0 if there is none.

    keys: the cell of the guessed row, the whole column, and what is looked for. The row of the export is
    tried first, so that a large workbook stays quick; the column is searched once rows have been sorted.
    """
    keys = list(keys)
    column = keys[0][1]
    matches = "*".join(f"({cells}={wanted})" for _cell, cells, wanted in keys)
    search = f"SUMPRODUCT(MAX({matches}*ROW({column})))"
    if guess is None:
        return search
    same = ",".join(f"{cell}={wanted}" for cell, _cells, wanted in keys)
    return f"IF(AND({same}),{guess},{search})"


def has_target(facts: Facts) -> str:
    """1 where the year has a target: a range needs both of its bounds."""
    return (
        f"IF(AND(ISNUMBER({facts.lower}),OR({facts.polarity}<>{text('range')},ISNUMBER({facts.upper}))),1,0)"
    )


def best_achievement(facts: Facts, least: str, most: str) -> str:
    """The most favourable value within the natural bounds; empty where nothing bounds it."""
    of_range = (
        f"IF(AND(ISNUMBER({most}),{most}<{facts.lower}),{most},"
        f"IF(AND(ISNUMBER({least}),{least}>{facts.upper}),{least},{facts.lower}))"
    )
    return by_polarity(facts, number_or_empty(most), number_or_empty(least), of_range)


def by_polarity(facts: Facts, higher: str, lower: str, of_range: str) -> str:
    """One of three, by the polarity of the indicator."""
    one_sided = f"IF({facts.polarity}={text('lower')},{lower},{higher})"
    return f"IF({facts.polarity}={text('range')},{of_range},{one_sided})"


def reference(facts: Facts, score: Score, has: str) -> str:
    """The target that the gap is measured from; of a range its nearer bound. Empty if unscored."""
    lower, upper, reached = facts.lower, facts.upper, score.achievement
    nearer = f"IF({reached}-{lower}<={upper}-{reached},{lower},{upper})"
    one = f"IF({facts.polarity}={text('range')},{nearer},{lower})"
    return f'IF(AND({has}=1,ISNUMBER({reached})),{one},"")'


def gap(facts: Facts, score: Score) -> str:
    """How far the value is on the better side of the target; never above 0 for a range."""
    lower, upper, reached = facts.lower, facts.upper, score.achievement
    inside = f"MIN(0,{reached}-{lower},{upper}-{reached})"
    signed = by_polarity(facts, f"{reached}-{lower}", f"{lower}-{reached}", inside)
    return f'IF({score.reference}="","",{signed})'


def yardstick(facts: Facts, score: Score) -> str:
    """What the gap is divided by; empty where the target is 0 and neither worst value nor baseline helps."""
    other = f'IF(N({facts.baseline})<>0,ABS({facts.baseline}),"")'
    other = f"IF(N({facts.worst})<>0,ABS({facts.worst}),{other})"
    return f'IF({score.reference}="","",IF({score.reference}<>0,ABS({score.reference}),{other}))'


def percent(score: Score) -> str:
    """How many percent of the yardstick the value is away from the target; empty without a yardstick."""
    away = f"ROUND(100*{score.gap}/{score.yardstick},{PERCENT_PLACES})"
    return f'IF({score.yardstick}="","",{away})'


def level(scheme: Scheme, score: Score, *, otherwise: str) -> str:
    """The level of the band reached; `otherwise` where there is nothing to score."""
    reached = str(scheme.lowest_level)
    for away, inclusive, band in reversed(scheme.steps):
        reached = f"IF({_reaches(score, away, inclusive)},{band.level},{reached})"
    if scheme.tolerance:
        tolerated = f"ABS({score.percent})<={scheme.tolerance:f}"
        reached = f"IF({tolerated},{scheme.on_target_level},{reached})"
    bare = f"IF({score.gap}>0,{scheme.highest_level},{scheme.lowest_level})"
    scored = f'IF({score.gap}=0,{scheme.on_target_level},IF({score.percent}="",{bare},{reached}))'
    return f'IF({score.gap}="",{otherwise},{scored})'


def _reaches(score: Score, away: Decimal, inclusive: bool) -> str:
    """Whether a bound is reached. At 100 % the sign of the gap decides, which a spreadsheet has exactly."""
    cell, bound = (score.percent, f"{away:f}") if away else (score.gap, "0")
    return f"{cell}{'>=' if inclusive else '>'}{bound}"


def attainment(scheme: Scheme, score: Score) -> str:
    """The attainment in percent as shown: 2 decimals, never on a bound that the exact figure is not on."""
    shown = f"ROUND(100+{score.percent},2)"
    bounds = sorted({away for away, _inclusive, _band in scheme.steps})
    steps = [f"({shown}={away + HUNDRED:f})*SIGN({_distance(score, away)})" for away in bounds]
    near = f"ROUND({shown}+0.01*({'+'.join(steps)}),2)"
    cap = scheme.cap
    if cap is not None:
        near = f"IF(100+{score.percent}>={cap:f},{cap:f},{near})"
    measured = f"IF(100+{score.percent}<=0,0,{near})"
    best = UNCAPPED_WITHOUT_YARDSTICK if cap is None else cap
    bare = f"IF({score.gap}>0,{best},0)"
    scored = f'IF({score.gap}=0,100,IF({score.percent}="",{bare},{measured}))'
    return f'IF({score.gap}="","",{scored})'


def _distance(score: Score, away: Decimal) -> str:
    if not away:
        return score.gap
    return f"{score.percent}{'-' if away > 0 else '+'}{abs(away):f}"


def share(part: str, whole: str) -> str:
    """A part of a sum; nothing of a sum of 0."""
    return f"IF({whole}=0,0,{part}/{whole})"


def shown_sum(value: str) -> str:
    """A sum as shown, with 6 decimals at most."""
    return f"ROUND({value},{SHOWN_PLACES})"


def index(total: str, so_far: str) -> str:
    """100 x total / threshold so far with 2 decimals; empty when nothing that weighs is reported."""
    return f'IF({so_far}=0,"",ROUND(ROUND(100*{total}/{so_far},{SUM_PLACES}),2))'


def three_ways(difference: str, above: str, equal: str, below: str) -> str:
    """One of three words by the sign of a difference of sums."""
    rounded = f"ROUND({difference},{SUM_PLACES})"
    return f"IF({rounded}>0,{text(above)},IF({rounded}=0,{text(equal)},{text(below)}))"


def verdict(*, lowest: str, highest: str, threshold: str, derived: str, words: Mapping[Verdict, str]) -> str:
    """The word for the year, from the totals that are still possible."""
    good, not_good, undecided = (text(words[each]) for each in Verdict)
    open_ = f"IF(ROUND({highest}-{threshold},{SUM_PLACES})<0,{not_good},{undecided})"
    decided = f"IF(ROUND({lowest}-{threshold},{SUM_PLACES})>=0,{good},{open_})"
    return f"IF({derived}=0,{undecided},{decided})"


def mark(level_cell: str, band: Band, sign: str) -> str:
    """The sign in the column of the level that was reached."""
    return f'IF({level_cell}={band.level},{text(sign)},"")'
