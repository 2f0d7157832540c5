"""How the rate changes over the values of a numeric factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.counting.in_memory import tally
from analysis.methods import curve as method

if TYPE_CHECKING:
    from analysis.methods.curve import RateCurve
    from analysis.outcome_log.filters import Filters
    from analysis.outcome_log.log import Log
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.results import FactorResult


def rate_along(log: Log, filters: Filters, found: AtAGlance, result: FactorResult) -> RateCurve:
    """Return the curve of the rate over the values of a factor.

    Parameters
    ----------
    log : Log
    filters : Filters
    found : AtAGlance
        Of the same log and filters.
    result : FactorResult
        Of one of its numeric factors.
    """
    return method.rate_curve(result, tally(log, filters, result.factor.name), found.clustering.design_effect)
