"""Two factors together: the rate of every combination of their levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.counting.tallies import Merging
from analysis.methods.together import Together, put_together, shown_levels
from analysis.methods.units import SharedUnits, least_alike
from analysis.questions.pairs import count_pairs, forms_no_groups, groups, others_beside
from analysis.questions.units import factor_units

if TYPE_CHECKING:
    from analysis.counting.counts import By, Counts
    from analysis.outcome_log.log import Factor, Level
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.results import FactorResult


def possible_others(result: FactorResult, found: AtAGlance) -> tuple[Factor, ...]:
    """Return the factors that another one can be looked at together with, the strongest link first.

    Left out are factors that record the same thing, and those that form no groups; there are none where the factor
    itself forms none.
    """
    if forms_no_groups(result):
        return ()
    return tuple(other.factor for other in others_beside(result, found))


def together(counts: Counts, factor: Factor, other: Factor, found: AtAGlance) -> Together:
    """Return the rates of two factors together.

    Parameters
    ----------
    counts : Counts
    factor, other : Factor
        With no more levels than form groups.
    found : AtAGlance
        Of the same counts.
    """
    tally = count_pairs(counts, factor, [other])[other.name]
    compared = _compared(factor, found), _compared(other, found)
    counted_by = groups(counts, factor), groups(counts, other)
    first, second = map(_within, counted_by, shown_levels(tally, compared))
    return put_together(
        factor,
        other,
        tally,
        found.clustering,
        compared=compared,
        pairs=counts.pairs(first, second),
        shared=_shared_units(counts, (factor, other), (first, second)),
    )


def _shared_units(counts: Counts, factors: tuple[Factor, Factor], by: tuple[Merging, Merging]) -> SharedUnits | None:
    """Return the practitioners or clinics that the levels of either factor hold whole."""
    held = ((factor, factor_units(counts, factor)) for factor in factors)
    least = least_alike((factor, units) for factor, units in held if units is not None)
    if least is None:
        return None
    factor, units = least
    of_each = counts.combinations(*by, units.unit.name)
    known = np.zeros([len(levels) for levels in of_each.levels], dtype=np.int64)
    known[tuple(of_each.codes.T)] = of_each.counts[:, :2].sum(axis=1)
    return SharedUnits(factor, units, known[:-1, :-1, :-1])


def _within(by: By, shown: Merging) -> Merging:
    """Return the levels shown as a merging of what a factor was counted by: its levels, or values in fifths."""
    if not isinstance(by, Merging):
        return shown
    return Merging(by.factor, shown.levels, tuple(shown.places[place] if place >= 0 else -1 for place in by.places))


def _compared(factor: Factor, found: AtAGlance) -> tuple[Level, ...]:
    """Return the level and the reference that the rates of a factor are compared by, if any are."""
    contrasts = [each.contrast for each in found.factors if each.factor.name == factor.name]
    return tuple(level for each in contrasts if each is not None for level in (each.level, each.reference))
