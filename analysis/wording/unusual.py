"""Words about months and cartridge lots that are unusual."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.over_time import month_of
from analysis.methods.unusual import FEWEST_EXPECTED, LIMITS_LEVEL
from analysis.outcome_log.periods import overlaps
from analysis.wording.numbers import agreeing, confidence, count, level_name, quantity
from analysis.wording.outcomes import events
from analysis.wording.rates import n_of_n_broke_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.methods.unusual import Judged
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.over_time import OverTime

# As many as a manager reads at a glance; the chart and the table have them all.
MOST_NAMED = 3
MONTH, CARTRIDGE_LOT = "month", "cartridge lot"


def unusual(found: OverTime, counted: Counted) -> str:
    """Say which months and cartridge lots are unusual, or that none is; empty where the log has neither."""
    there = _of_the_period(found)
    tried = [kind for kind, judged in there if any(each.limits for each in judged)]
    if not tried:
        kinds = " or ".join(kind for kind, _ in there)
        return f"Too few outcomes are known to judge any {kinds} yet." if kinds else ""
    outside = {kind: [each for each in judged if each.signal] for kind, judged in there}
    sentences = [sentence for kind, judged in outside.items() for sentence in _unusual_ones(kind, judged, counted)]
    if nothing := [kind for kind in tried if not outside[kind]]:
        where = " of the chosen period" if found.chosen is not None else ""
        sentences.append(f"No {' and no '.join(nothing)}{where} was unusual.")
    sentences += [f"The {kind}s are too small to judge yet." for kind, _ in there if kind not in tried]
    return " ".join(sentences)


def _of_the_period(found: OverTime) -> list[tuple[str, Sequence[Judged]]]:
    """Return the months and the lots of the chosen period, each under its name, where there are any."""
    months = [each for each in found.judged_months if overlaps(month_of(each.observed), found.chosen)]
    kinds: list[tuple[str, Sequence[Judged]]] = [(MONTH, months), (CARTRIDGE_LOT, found.judged_lots or ())]
    return [(kind, judged) for kind, judged in kinds if judged]


def _unusual_ones(kind: str, outside: Sequence[Judged], counted: Counted) -> Iterator[str]:
    furthest = sorted(outside, key=lambda each: -abs(each.beyond))
    for each in furthest[:MOST_NAMED]:
        if each.limits is not None and each.observed.rate is not None:
            limit = f"up to {each.limits.upper:,}" if each.signal == "above" else f"at least {each.limits.lower:,}"
            broken_out = n_of_n_broke_out(each.observed.rate, counted)
            yield f"{_name(kind, each)} was unusual: {broken_out}, where {limit} would be usual."
    more = len(outside) - MOST_NAMED
    if more > 0:
        yield f"{quantity(more, f'more {kind}')} {agreeing(more, 'was', 'were')} unusual."


def _name(kind: str, judged: Judged) -> str:
    name = level_name(judged.observed.level)
    return name if kind == MONTH else f"{kind.capitalize()} {name}"


def in_short(judged: Judged) -> tuple[str, str]:
    """Return March 2025, and 26 of 78, unusual: the two lines beside a mark."""
    rate = judged.observed.rate
    counts = f"{count(rate.breakouts)} of {count(rate.known)}, " if rate is not None else ""
    return level_name(judged.observed.level), f"{counts}unusual"


def usual_in_short(judged: Judged) -> str:
    """Return usual: 0 to 16, or that a group is too small to judge."""
    if judged.limits is None:
        return "too small to judge"
    limits = f"usual: {count(judged.limits.lower)} to {count(judged.limits.upper)}"
    return f"unusual ({limits})" if judged.signal else limits


def how_judged(found: OverTime, counted: Counted) -> tuple[str, ...]:
    """Say how months and cartridge lots are judged, a sentence each; nothing where there are none."""
    judged = [each for _, of_kind in _of_the_period(found) for each in of_kind]
    if not judged:
        return ()
    too_small = sum(each.limits is None for each in judged)
    not_judged = (
        f" {count(too_small)} of {count(len(judged))} {agreeing(too_small, 'is', 'are')} too small for that."
        if too_small
        else ""
    )
    level = confidence(LIMITS_LEVEL)
    return (
        f"Unusual: outside exact {level} limits (beta-binomial; Spiegelhalter 2005) around the rate of all the others.",
        "The limits are wider where clients came back and where the others are few.",
        f"Many months and lots are compared at once: with {level} limits, about 1 of 500 looks unusual by chance.",
        f"A month or lot is judged if at least {events(FEWEST_EXPECTED, counted)} would be usual in it.{not_judged}",
    )
