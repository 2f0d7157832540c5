"""How the rate changes over the values of a numeric factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods import rate_curve as method
from analysis.tally import tally

if TYPE_CHECKING:
    from analysis.methods.rate_curve import RateCurve
    from analysis.outcome_log.filters import Filters
    from analysis.outcome_log.log import Log
    from analysis.overview import Overview
    from analysis.results import FactorResult


def rate_curve(log: Log, filters: Filters, found: Overview, result: FactorResult) -> RateCurve:
    """Return the curve of the rate over the values of a factor.

    Parameters
    ----------
    log : Log
    filters : Filters
    found : Overview
        Of the same log and filters.
    result : FactorResult
        Of one of its numeric factors.
    """
    return method.rate_curve(result, tally(log, filters, result.factor.name), found.clustering.design_effect)
