"""Counts of a factor together with others, numeric ones by their fifths: what every question on two factors needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.numeric import fifths
from analysis.tally import tally_each, tally_pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.outcome_log.filters import Filters
    from analysis.outcome_log.log import Factor, Log
    from analysis.tally import Tally


def count_pairs(log: Log, filters: Filters, factor: Factor, others: Sequence[Factor]) -> dict[str, Tally]:
    """Return the counts by `factor` and each of `others`, under the names of these.

    A numeric factor has the fifths of all treatments that pass, the same as where it is looked at alone.
    """
    numbers = [each.name for each in (factor, *others) if each.kind == "number"]
    merged = {name: fifths(tally) for name, tally in tally_each(log, filters, numbers).items()}
    return tally_pairs(log, filters, factor.name, [other.name for other in others], merged)
