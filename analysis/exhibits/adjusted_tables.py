"""The numbers behind the charts of adjusted answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.wording.adjusted import adjusted_contrast_name, odds_ratio_name, stands_out
from analysis.wording.avoidable import target
from analysis.wording.numbers import level_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.methods.adjusted.fit_quality import CalibrationGroup
    from analysis.methods.adjusted.standardised import AdjustedFactor
    from analysis.methods.avoidable import Avoidable
    from analysis.results import Estimate


def adjusted_table(factors: Sequence[AdjustedFactor]) -> pd.DataFrame:
    """Return one row a factor: its difference per 100 taken alone and adjusted."""
    return pd.DataFrame(
        [
            {
                "Factor": each.factor.title,
                "Compared": adjusted_contrast_name(each),
                **_per_100("Alone", each.alone),
                **_per_100("Adjusted", each.risk_difference),
                "CI level, %": round(100 * each.risk_difference.interval.level, 1),
                "p": _significant(each.test.p_value),
                "p, these factors allowed for": _significant(each.p_adjusted),
                "Stands out": "yes" if stands_out(each) else "no",
            }
            for each in factors
        ]
    )


def adjusted_rates_table(each: AdjustedFactor) -> pd.DataFrame:
    """Return one row a level: its counts, its rate as it is, and the adjusted one."""
    return pd.DataFrame(
        [
            {
                "Level": level_name(rate.level, each.factor),
                "Known": rate.known,
                "Yes": rate.breakouts,
                "As it is, per 100": round(100 * rate.breakouts / rate.known, 2),
                **_per_100("Adjusted", rate.rate),
            }
            for rate in each.rates
        ]
    )


def odds_ratios_table(factors: Sequence[AdjustedFactor]) -> pd.DataFrame:
    """Return one row for each odds ratio of the model."""
    return pd.DataFrame(
        [
            {
                "Factor": each.factor.title,
                "Compared": odds_ratio_name(each, level),
                "Odds ratio": round(estimate.value, 3) if estimate.value is not None else None,
                "CI from": round(estimate.interval.low, 3),
                "CI to": round(estimate.interval.high, 3) if estimate.interval.high is not None else None,
            }
            for each in factors
            for level, estimate in each.odds_ratios
        ]
    )


def avoidable_table(found: Sequence[Avoidable]) -> pd.DataFrame:
    """Return one row a factor that can be acted on, the one that would help most first."""
    return pd.DataFrame(
        [
            {
                "Factor": each.factor.title,
                "Aimed at": target(each),
                "Not there yet, per 100": round(100 * each.share_elsewhere, 1),
                **_per_100("Avoidable", each.avoidable),
                "Of all, %": round(100 * (each.fraction.value or 0.0), 1),
                "Of all, CI from": round(100 * each.fraction.interval.low, 1),
                "Of all, CI to": round(100 * (each.fraction.interval.high or 0.0), 1),
            }
            for each in found
        ]
    )


def calibration_table(groups: Sequence[CalibrationGroup]) -> pd.DataFrame:
    """Return one row a tenth of the predicted chances."""
    return pd.DataFrame(
        [
            {
                "Predicted, per 100": round(100 * group.predicted, 2),
                "Known": group.observed.known,
                "Yes": group.observed.breakouts,
                "Seen, per 100": round(100 * group.observed.value, 2),
                "CI from": round(100 * group.observed.interval.low, 2),
                "CI to": round(100 * (group.observed.interval.high or 0.0), 2),
            }
            for group in groups
        ]
    )


def _per_100(name: str, estimate: Estimate) -> dict[str, float]:
    return {
        f"{name}, per 100": round(100 * (estimate.value or 0.0), 2),
        f"{name}, CI from": round(100 * estimate.interval.low, 2),
        f"{name}, CI to": round(100 * (estimate.interval.high or 0.0), 2),
    }


def _significant(p: float) -> float:
    return float(f"{p:.3g}")
