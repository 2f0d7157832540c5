"""Whether the rates of whole numbers follow no order, as those of staff or rooms do and those of a measure do not."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from analysis.outcome_log.log import CLIENT, OUTCOME
from analysis.outcome_log.numbers import read_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.importing.typed_columns import TypedColumn
    from analysis.outcome_log.column_texts import Texts

NEIGHBOURHOODS = 5
# Rates of fewer treatments with a known outcome scatter too much to tell.
FEWEST_A_NUMBER = 10
# By chance one measure in a thousand would be taken for codes: the normal quantile of that.
CLEARLY = 3.09


def have_rates_without_order(texts: Texts, columns: Mapping[str, TypedColumn]) -> bool:
    """Tell whether neighbouring numbers have rates as different as any, more than chance makes them.

    The chi-square of the numbers is parted into that within five groups of neighbours and that between these. A rate
    that rises, falls or bends leaves little within. It says nothing of the difference between the groups, so a test
    chosen by it keeps its error rate. Where clients come back, all treatments of one may have the same number and the
    same outcome, so the chi-square is divided by how often they come.

    Parameters
    ----------
    texts : Texts
        Of the column; those that are no numbers are passed over.
    columns : mapping
        The columns read so far, the outcome among them.

    References
    ----------
    Cochran WG (1954) Some methods for strengthening the common chi-square tests. Biometrics 10:417-451 (partition).
    Wilson EB, Hilferty MM (1931) The distribution of chi-square. Proc Natl Acad Sci 17:684-688.
    """
    numbers = np.array([np.nan if (each := read_number(text)) is None else each for text in texts.texts])
    distinct, place = np.unique(numbers[~np.isnan(numbers)], return_inverse=True)
    of_text = np.full(len(numbers), -1, dtype=np.int64)
    of_text[~np.isnan(numbers)] = place
    outcome = columns[OUTCOME].codes
    of_row = of_text[texts.row_texts]
    rows = (of_row >= 0) & (outcome >= 0)
    known = np.bincount(of_row[rows], minlength=len(distinct)).astype(float)
    breakouts = np.bincount(of_row[rows], weights=outcome[rows], minlength=len(distinct))
    occurs = known > 0
    known, breakouts = known[occurs], breakouts[occurs]
    if len(known) <= 2 * NEIGHBOURHOODS or known.mean() < FEWEST_A_NUMBER:
        return False
    if not 0 < breakouts.sum() < known.sum():
        return False
    group = ((np.cumsum(known) - known / 2) * NEIGHBOURHOODS / known.sum()).astype(int)
    within, between = _parted(known, breakouts, group)
    within_freedom, between_freedom = len(known) - len(np.unique(group)), len(np.unique(group)) - 1
    if within_freedom < 1 or between_freedom < 1:
        return False
    visits = _visits(columns, rows)
    is_more_than_chance = _normal(within / visits, within_freedom) > CLEARLY
    return is_more_than_chance and within / within_freedom >= between / between_freedom / 2


def _parted(known: np.ndarray, breakouts: np.ndarray, group: np.ndarray) -> tuple[float, float]:
    """Return the chi-square within groups and that between them, both by the rate of all."""
    rate = breakouts.sum() / known.sum()
    spread = rate * (1 - rate)
    group_known, group_breakouts = np.bincount(group, weights=known), np.bincount(group, weights=breakouts)
    group_rate = group_breakouts / np.maximum(group_known, 1)
    within = float((known * (breakouts / known - group_rate[group]) ** 2).sum() / spread)
    return within, float((group_known * (group_rate - rate) ** 2).sum() / spread)


def _visits(columns: Mapping[str, TypedColumn], rows: np.ndarray) -> float:
    """Return how many of these treatments a client had on average; 1 where the file does not tell clients apart."""
    client = columns.get(CLIENT)
    if client is None:
        return 1.0
    known = client.codes[rows & (client.codes >= 0)]
    return max(len(known) / max(len(np.unique(known)), 1), 1.0)


def _normal(chi_square: float, freedom: int) -> float:
    """Return the standard normal deviate of a chi-square (Wilson and Hilferty)."""
    scale = 2 / (9 * freedom)
    return (math.cbrt(chi_square / freedom) - (1 - scale)) / math.sqrt(scale)
