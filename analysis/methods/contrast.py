"""The one comparison shown for a factor, chosen by rule; its intervals allow for a choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.methods.association import association_test
from analysis.methods.cautions import NoContrast, ReferenceReplaced, SmallLevels, WidenedIntervals
from analysis.methods.linked import evidence, with_error
from analysis.methods.sureness import TableEffect
from analysis.methods.two_levels import compare
from analysis.results import CONFIDENCE_LEVEL, Contrast, ExactTest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from analysis.methods.cautions import Caution
    from analysis.methods.sureness import Effects
    from analysis.outcome_log.log import Factor, Level
    from analysis.results import Comparison, LevelRate, Rate

    CompareEffects = Callable[[Level, Level], Effects]

# Below this many treatments with a known outcome a rate says too little to be set against another.
SMALLEST_LEVEL = 10


def choose_contrast(
    factor: Factor,
    levels: Sequence[LevelRate],
    effects: CompareEffects | None = None,
    *,
    independent: bool = True,
) -> tuple[Contrast | None, tuple[Caution, ...]]:
    """Return the contrast of a factor and what limits it.

    Ordered levels and numeric fifths: the last against the first. Two levels: the other against the reference. More
    levels without an order: the one whose rate lies furthest from the reference, its intervals widened for all the
    levels it was picked from (Bonferroni). Levels with fewer than `SMALLEST_LEVEL` known outcomes carry no contrast.

    Parameters
    ----------
    factor : Factor
    levels : sequence of LevelRate
        In their order; those without a known outcome do not count.
    effects : callable, optional
        What gives the design effects of the comparison of two levels; without, each rate has its own.
    independent : bool
        Whether hardly any treatments are of one client, so that an exact test is right.

    Returns
    -------
    contrast : Contrast or None
    cautions : tuple of Caution
    """
    known = {each.level: each.rate for each in levels if each.rate is not None}
    able = {level: rate for level, rate in known.items() if rate.known >= SMALLEST_LEVEL}
    cautions: list[Caution] = []
    if len(able) < len(known):
        left_out = tuple(level for level in known if level not in able)
        cautions.append(SmallLevels(factor, left_out, SMALLEST_LEVEL))
    nothing = no_contrast(each.known for each in known.values())
    if nothing is not None:
        if len(known) > 1:
            cautions.append(nothing)
        return None, tuple(cautions)
    if factor.kind != "category":
        first, *_, last = able
        return _contrast(able, (last, first), effects, independent=independent), tuple(cautions)
    reference = _reference(factor, able)
    if factor.reference is not None and reference != factor.reference:
        cautions.append(ReferenceReplaced(factor, reference))
    others = [level for level in able if level != reference]
    if len(known) == 2:  # noqa: PLR2004
        return _contrast(able, (others[0], reference), effects, independent=independent), tuple(cautions)
    comparisons = len(known) - 1
    furthest = max(others, key=lambda other: abs(able[other].value - able[reference].value))
    cautions.append(WidenedIntervals(comparisons))
    return _contrast(able, (furthest, reference), effects, comparisons, independent=independent), tuple(cautions)


def no_contrast(known: Iterable[int]) -> NoContrast | None:
    """Return why levels with so many known outcomes each carry no contrast, if they carry none: it takes two."""
    able = sum(each >= SMALLEST_LEVEL for each in known)
    return NoContrast(SMALLEST_LEVEL) if able < 2 else None  # noqa: PLR2004


def _reference(factor: Factor, able: dict[Level, Rate]) -> Level:
    """Return the level meant to be safe, else the most common one (the first of several)."""
    if factor.reference is not None and factor.reference in able:
        return factor.reference
    return max(able, key=lambda level: able[level].known)


def _contrast(
    able: dict[Level, Rate],
    pair: tuple[Level, Level],
    effects: CompareEffects | None,
    picked_from: int = 1,
    *,
    independent: bool,
) -> Contrast:
    level, reference = pair
    of_pair = None if effects is None else effects(level, reference)
    comparison = compare(able[level], able[reference], CONFIDENCE_LEVEL, of_pair)
    of = Contrast(
        level=level,
        reference=reference,
        comparison=comparison,
        picked_from=picked_from,
        guard_p=exact_p(comparison, picked_from) if independent else None,
    )
    return with_error(of, 1 - CONFIDENCE_LEVEL)


def exact_p(of: Comparison, picked_from: int) -> float | None:
    """Return the p-value of the exact test of two rates of independent treatments; None where it is not needed."""
    breakouts = np.array([of.first.breakouts, of.second.breakouts])
    known = np.array([of.first.known, of.second.known])
    test = association_test(
        breakouts, known - breakouts, TableEffect(mean=of.design_effect, freedom=None, independent=True)
    )
    return evidence(test.p_value, picked_from) if isinstance(test, ExactTest) else None
