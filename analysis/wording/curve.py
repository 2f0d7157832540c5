"""How the rate changes over the values of a number, in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from analysis.methods.curve import DRAWN_FROM, DRAWN_TO
from analysis.results import SIGNIFICANT
from analysis.wording.cautions import caution
from analysis.wording.numbers import (
    WHOLE_NUMBERS_FROM,
    level_name,
    level_of_confidence,
    out_of_100,
    p_value,
    percent,
    quantity,
    ratio,
)
from analysis.wording.outcomes import broke_out, per_100_units, unit
from analysis.wording.rates import interval
from analysis.wording.significance import named_test

if TYPE_CHECKING:
    from analysis.methods.curve import Doubling, DrawnCurve, Point, RateCurve
    from analysis.outcome_log.outcomes import Counted


def along_the_curve(of: RateCurve, counted: Counted) -> str:
    """Say how the rate changes from one end of the values to the other, and where it doubles if the log shows that."""
    title, drawn = of.result.factor.title, of.drawn
    if drawn is None:
        return f"{title} has no curve. {' '.join(caution(each, counted) for each in of.cautions)}"
    first, last = drawn.ends
    at_first, at_last = _of_100(first, last)
    rates = (
        f"on the curve, {at_first} of 100 {broke_out(counted)} at {_at(of, first.value)}, compared with {at_last} of "
        f"100 at {_at(of, last.value)}"
    )
    if drawn.association.p_value >= SIGNIFICANT:
        return f"{title}: {rates}. The curve as a whole could be chance ({p_value(drawn.association)})."
    text = f"{title}: {rates}."
    if drawn.bend is not None and drawn.bend.p_value < SIGNIFICANT:
        text += f" The change in between is not even ({p_value(drawn.bend)})."
    if drawn.doubling is not None and drawn.doubling.is_shown:
        return f"{text} {_twice(of, drawn, drawn.doubling)}"
    return text


def _of_100(first: Point, last: Point) -> tuple[str, str]:
    """Return two rates per 100 that can be subtracted from one another."""
    rates = first.rate.value, last.rate.value
    decimals = 0 if 100 * abs(rates[0] - rates[1]) >= WHOLE_NUMBERS_FROM else 1
    return out_of_100(rates[0], decimals), out_of_100(rates[1], decimals)


def _at(of: RateCurve, value: float) -> str:
    return level_name(value, of.result.factor)


def _twice(of: RateCurve, drawn: DrawnCurve, doubling: Doubling) -> str:
    of_ratio = doubling.ratio.interval
    bounds = f"{level_of_confidence(of_ratio)} CI of that ratio {of_ratio.low:.1f} to {of_ratio.high:.1f}"
    return (
        f"At about {_at(of, rounded(drawn, doubling.at.value))} the rate is twice that at "
        f"{_at(of, doubling.low_end.value)} ({bounds})."
    )


def rounded(of: DrawnCurve, value: float) -> float:
    """Return a value read off the curve, no finer than about a hundredth of what is drawn."""
    stretch = of.points[-1].value - of.points[0].value
    return round(value, -math.ceil(math.log10(stretch / 100)))


def how_curve(of: RateCurve, counted: Counted) -> tuple[str, ...]:
    """Say how a curve was worked out."""
    lines = [
        "Circles: the rates of up to five groups of about equal size, each at its middle value, with Wilson intervals."
    ]
    drawn = of.drawn
    if drawn is None:
        return tuple(lines)
    knots = ", ".join(_at(of, knot) for knot in drawn.knots)
    shape = f"a natural cubic spline with knots at {knots}" if drawn.knots else "a straight line"
    lines.append(
        f"Curve: logistic regression of the {unit(counted)}s with a known outcome on {shape} (Durrleman & Simon 1989; "
        "Harrell 2015). Band: 95%, of the log-odds at each value by itself, widened by the design effect where clients "
        "came back."
    )
    lines.append(
        f"Drawn from {_at(of, drawn.points[0].value)} to {_at(of, drawn.points[-1].value)}: about "
        f"{100 * DRAWN_FROM:.0f} in 100 lie below and {100 * (1 - DRAWN_TO):.0f} above, or fewer."
    )
    lines.append(f"Whether the rate changes along it: {named_test(drawn.association)} {_on(drawn.degrees)}")
    if drawn.bend is not None:
        lines.append(
            f"Whether the curve bends (log-odds not a straight line): {named_test(drawn.bend)} {_on(drawn.degrees - 1)}"
        )
    if drawn.doubling is not None:
        lines.append(_how_twice(of, drawn.doubling))
    return tuple(lines)


def _on(degrees: int) -> str:
    return f"On {quantity(degrees, 'degree')} of freedom."


def _how_twice(of: RateCurve, doubling: Doubling) -> str:
    found = f"ratio {ratio(doubling.ratio)}, by the delta method on its logarithm"
    if doubling.is_shown:
        return f"Twice the rate: first reached from {_at(of, doubling.low_end.value)} onward; {found}."
    return (
        f"Twice the rate: the curve reaches it, but too uncertainly to be named, which takes an interval above 1 and a "
        f"rate that clearly changes along the curve; {found}."
    )


def describe_curve(of: RateCurve, counted: Counted) -> str:
    """Return the chart of a curve as text."""
    if of.drawn is None:
        return f"{of.result.factor.title}: no curve; rates of {quantity(len(of.middles), 'group')}."
    every = max((len(of.drawn.points) - 1) // 4, 1)
    parts = [
        f"{_at(of, rounded(of.drawn, each.value))} {percent(each.rate.value)} ({interval(each.rate.interval)})"
        for each in of.drawn.points[::every]
    ]
    return f"{per_100_units(counted)} along {of.result.factor.title}: {'; '.join(parts)}."
