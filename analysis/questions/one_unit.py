"""One practitioner, lot or other unit for itself: its clients beside all others', and its trend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.counting.tallies import OneWay
from analysis.methods.control_chart.reading import chart_by
from analysis.methods.design_effect import rate_design_effect
from analysis.outcome_log.chart_settings import NOTHING_SET
from analysis.outcome_log.log import DATE
from analysis.questions.pairs import groups
from analysis.questions.teams import factors_of_clients
from analysis.questions.trend import Trend, chosen_period, without_period

if TYPE_CHECKING:
    from analysis.counting.counts import Counts
    from analysis.outcome_log.log import Factor, Level


@dataclass(frozen=True, kw_only=True)
class Share:
    """A level of a factor: its share of a unit's treatments and of those of all others, where it is known.

    Attributes
    ----------
    factor : Factor
    level : Level
    own, others : float or None
        None where it is known of none.
    """

    factor: Factor
    level: Level
    own: float | None
    others: float | None


@dataclass(frozen=True, kw_only=True)
class OneUnit:
    """What there is to know of one unit besides its place among the others.

    Attributes
    ----------
    shares : tuple of Share
        Of its clients and of all others', by factor.
    trend : Trend or None
        Its own rate over time, of all days, by quarter where months are too small to be judged; None without dates,
        where no quarter is large enough to be drawn, and where clients are counted once each.
    """

    shares: tuple[Share, ...]
    trend: Trend | None


def one_unit(counts: Counts, name: str, level: Level) -> OneUnit:
    """Return what there is to know of one level of a factor besides its place among the others.

    Parameters
    ----------
    counts : Counts
    name : str
        The factor.
    level : Level
        One that it has.
    """
    shares = tuple(
        each
        for factor in factors_of_clients(counts, counts.factor(name))
        for each in _shares(counts, factor, name, level)
    )
    return OneUnit(shares=shares, trend=_trend(counts, name, level))


def _shares(counts: Counts, factor: Factor, name: str, level: Level) -> list[Share]:
    tally = counts.by_both(groups(counts, factor), name)
    levels = tally.levels[0][:-1]
    treatments = tally.treatments[: len(levels)]
    own = treatments[:, tally.levels[1].index(level)]
    others = treatments.sum(axis=1) - own
    return [
        Share(factor=factor, level=each, own=_share(of_own, own), others=_share(of_others, others))
        for each, of_own, of_others in zip(levels, own.tolist(), others.tolist(), strict=True)
        if of_own or of_others
    ]


def _share(number: int, of: np.ndarray) -> float | None:
    everyone = int(of.sum())
    return number / everyone if everyone else None


def _trend(counts: Counts, name: str, level: Level) -> Trend | None:
    if counts.counted.unit == "clients" or not counts.has(DATE):
        return None
    whole = without_period(counts)
    tally = whole.by_both(name, DATE)
    days = tally.levels[1][:-1]
    of_unit = tally.counts[tally.levels[0].index(level)][: len(days)]
    has = np.flatnonzero(of_unit.sum(axis=1))
    if not len(has):
        return None
    by_day = OneWay(DATE, tuple(days[place] for place in has), of_unit[has])
    design_effect = rate_design_effect(whole.by_client())
    by_month, by_quarter = (chart_by(by_day, by, NOTHING_SET, design_effect) for by in ("month", "quarter"))
    chart = by_month if by_month.can_be_judged else by_quarter
    if not chart.can_be_shown:
        return None
    return Trend(chart=chart, settings=NOTHING_SET, chosen=chosen_period(counts))
