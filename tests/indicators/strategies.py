"""Random values, schemes and inputs for the properties of the scoring rule."""

from decimal import Context, Decimal
from fractions import Fraction

from hypothesis import strategies as st

from indicators.scoring import Inputs, Polarity
from scorecards.schemes import BUILT_IN, Band, Scheme

ROOMY = Context(prec=100)
"""Plenty of digits: the thread's own context would round what the strategies compute."""

SMALLEST = Decimal("0.000001")


def millionths(units: int) -> Decimal:
    return ROOMY.scaleb(Decimal(units), -6)


# Stored values have 14 digits before and 6 after the point; small ones meet each other more often.
values = st.one_of(
    st.integers(-(10**20) + 1, 10**20 - 1).map(millionths),
    st.integers(-1000, 1000).map(Decimal),
    st.integers(-20, 20).map(millionths),
)
positive_values = values.map(lambda value: abs(value) if value else Decimal(1))


@st.composite
def schemes(draw: st.DrawFn, tolerant: bool = True) -> Scheme:
    """A built-in scheme or any that an administrator may define."""
    cap = draw(st.none() | st.integers(10000, 40000).map(lambda units: Decimal(units).scaleb(-2)))
    tolerance = Decimal(draw(st.integers(0, 2000))).scaleb(-2) if tolerant else Decimal(0)
    if draw(st.booleans()):
        built_in = draw(st.sampled_from(BUILT_IN))
        return Scheme(built_in.code, 1, built_in.bands, tolerance, built_in.cap)
    reached_on_target = draw(st.integers(1, 5000))
    others = draw(st.sets(st.integers(1, 10000), max_size=3))
    bounds = sorted({reached_on_target, *others})
    bands = [Band(1, None)]
    for bound in bounds:
        percent, inclusive = Decimal(bound * 2).scaleb(-2), draw(st.booleans()) or bound == reached_on_target
        bands.append(Band(len(bands) + 1, percent, inclusive))
        if inclusive and draw(st.booleans()):
            bands.append(Band(len(bands) + 1, percent, False))
    return Scheme("own", 1, tuple(bands), tolerance, cap)


@st.composite
def inputs(draw: st.DrawFn, polarities: tuple[Polarity, ...] = tuple(Polarity)) -> Inputs:
    """Target and achievement present; the achievement is often near a bound of some scheme."""
    polarity = draw(st.sampled_from(polarities))
    target = draw(values | st.just(Decimal(0)))
    upper = ROOMY.add(target, draw(positive_values | st.just(Decimal(0)))) if polarity == "range" else None
    return Inputs(
        polarity=polarity,
        target=target,
        target_upper=upper,
        achievement=draw(values | near(target)),
        worst=draw(st.none() | values),
        baseline=draw(st.none() | values),
    )


@st.composite
def near(draw: st.DrawFn, target: Decimal) -> Decimal:
    """A value at, or a hair beside, a percentage of the target."""
    percent = draw(st.sampled_from([0, 79, 80, 90, 99, 100, 101, 110, 120, 200]))
    share = ROOMY.multiply(target, Decimal(percent).scaleb(-2)).quantize(SMALLEST, context=ROOMY)
    return ROOMY.add(share, millionths(draw(st.integers(-2, 2))))


def exact_percent(score: Inputs) -> Fraction | None:
    """The attainment by the definition, in fractions and written apart from the rule; None: no yardstick."""
    achievement, target = Fraction(score.achievement or 0), Fraction(score.target or 0)
    gap = achievement - target
    if score.polarity == Polarity.LOWER:
        gap = -gap
    if score.polarity == Polarity.RANGE:
        upper = Fraction(score.target_upper or 0)
        if target <= achievement <= upper:
            return Fraction(100)
        gap = min(gap, upper - achievement)
        target = target if achievement < target else upper
    candidates = [
        target,
        *(Fraction(each) - target for each in (score.worst, score.baseline) if each is not None),
    ]
    yardstick = next((abs(each) for each in candidates if each), None)
    return None if yardstick is None else 100 * (1 + gap / yardstick)


def level_of(percent: Fraction, scheme: Scheme) -> int:
    """The level of an exact attainment, tolerance included, in fractions."""
    if abs(percent - 100) <= Fraction(scheme.tolerance):
        percent = Fraction(100)
    level = scheme.lowest_level
    for band in scheme.bands[1:]:
        bound = Fraction(band.from_percent or 0)
        if percent > bound or (band.inclusive and percent == bound):
            level = band.level
    return level
