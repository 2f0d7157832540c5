"""Two factors together: the rate of every combination of their levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.counting.tallies import Merging
from analysis.methods.together import Together, put_together, shown_levels
from analysis.questions.pairs import count_pairs, forms_no_groups, groups, others_beside

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
    pairs = counts.pairs(*map(_within, counted_by, shown_levels(tally, compared)))
    return put_together(factor, other, tally, found.clustering, compared=compared, pairs=pairs)


def _within(by: By, shown: Merging) -> Merging:
    """Return the levels shown as a merging of what a factor was counted by: its levels, or values in fifths."""
    if not isinstance(by, Merging):
        return shown
    return Merging(by.factor, shown.levels, tuple(shown.places[place] if place >= 0 else -1 for place in by.places))


def _compared(factor: Factor, found: AtAGlance) -> tuple[Level, ...]:
    """Return the level and the reference that the rates of a factor are compared by, if any are."""
    contrasts = [each.contrast for each in found.factors if each.factor.name == factor.name]
    return tuple(level for each in contrasts if each is not None for level in (each.level, each.reference))
