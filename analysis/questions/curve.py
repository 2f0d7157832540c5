"""How the rate changes over the values of a numeric factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods import curve as method

if TYPE_CHECKING:
    from analysis.counting.counts import Counts
    from analysis.methods.curve import RateCurve
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.results import FactorResult


def rate_along(counts: Counts, result: FactorResult, found: AtAGlance) -> RateCurve:
    """Return the curve of the rate over the values of a factor.

    Parameters
    ----------
    counts : Counts
    result : FactorResult
        Of one of the numeric factors of `found`.
    found : AtAGlance
        Of the same counts.
    """
    return method.rate_curve(result, counts.by(result.factor.name), found.clustering.design_effect)
