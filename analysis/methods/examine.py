"""One factor in depth: its rates, its test, its contrast and its cautions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.methods.association import (
    FISHER_FREEMAN_HALTON,
    SMALLEST_EXPECTED,
    association_test,
    smallest_expected,
)
from analysis.methods.contrast import choose_contrast
from analysis.methods.numeric import by_fifths, mann_whitney_test
from analysis.methods.ordered_trend import trend_test
from analysis.methods.rate import level_rates, total_rate
from analysis.results import Caution, FactorResult

if TYPE_CHECKING:
    from analysis.outcome_log.log import Factor
    from analysis.results import Test
    from analysis.tally import Tally

# Peduzzi P et al. (1996) J Clin Epidemiol 49:1373-1379: with fewer than ten events little can be said.
FEW_BREAKOUTS = 10
MANY_UNKNOWN = 0.10
MOST_LEVELS = 50


def examine(factor: Factor, tally: Tally, repeats: int = 0) -> FactorResult:
    """Return what a tally says about the factor it was counted by.

    Parameters
    ----------
    factor : Factor
    tally : Tally
        Counted by `factor` alone; for a numeric factor by its values.
    repeats : int
        Treatments beyond the first of each client.
    """
    answered = tally.answered
    shown = by_fifths(tally) if factor.kind == "number" else answered
    levels = level_rates(shown)
    test = _test(factor, answered)
    contrast, contrast_cautions = choose_contrast(factor, levels)
    if len(levels) > MOST_LEVELS:
        contrast, contrast_cautions = None, (Caution("many levels", (len(levels), MOST_LEVELS)),)
    cautions = (*_cautions(factor, answered, shown, test, repeats), *contrast_cautions)
    return FactorResult(
        factor,
        levels,
        total_rate(tally.where([level is None for level in tally.levels[0]])),
        test,
        contrast,
        cautions=cautions,
    )


def _test(factor: Factor, answered: Tally) -> Test | None:
    with_known = answered.where(answered.known > 0)
    breakouts, no_breakouts = with_known.breakouts, with_known.no_breakouts
    if factor.kind == "number":
        return mann_whitney_test(np.array(with_known.levels[0], dtype=float), breakouts, no_breakouts)
    if len(with_known.levels[0]) > MOST_LEVELS:
        return None
    if factor.kind == "ordered" and len(with_known.levels[0]) > 2:  # noqa: PLR2004 - two levels have no trend of their own
        return trend_test(answered.breakouts, answered.no_breakouts)
    return association_test(breakouts, no_breakouts)


def _cautions(factor: Factor, answered: Tally, shown: Tally, test: Test | None, repeats: int) -> tuple[Caution, ...]:
    cautions: list[Caution] = []
    known = answered.total.known
    breakouts = int(answered.total.breakouts)
    with_known = shown.where(shown.known > 0)
    if len(with_known.levels[0]) < 2:  # noqa: PLR2004 - nothing to compare
        cautions.append(Caution("one level", (len(with_known.levels[0]),)))
    elif breakouts in {0, int(known)}:
        cautions.append(Caution("same outcome", (breakouts, int(known))))
    elif smallest_expected(with_known.breakouts, with_known.no_breakouts) < SMALLEST_EXPECTED:
        cautions.append(Caution("small expected counts", (SMALLEST_EXPECTED,)))
    if 0 < breakouts < FEW_BREAKOUTS:
        cautions.append(Caution("few breakouts", (breakouts, FEW_BREAKOUTS)))
    treatments, unknown = int(answered.total.treatments), int(answered.total.unknown)
    if unknown > MANY_UNKNOWN * treatments:
        cautions.append(Caution("many unknowns", (unknown, treatments)))
    if repeats:
        cautions.append(Caution("repeat clients", (repeats,)))
    if test is not None and test.name == FISHER_FREEMAN_HALTON:
        cautions.append(Caution("sampled test", (test.p_error,)))
    if factor.caution_above is not None:
        above = [value > factor.caution_above for value in answered.levels[0]]
        if any(above):
            cautions.append(Caution("out of usual range", (int(answered.where(above).total.treatments), factor)))
    return tuple(cautions)
