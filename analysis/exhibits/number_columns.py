"""The columns that the numbers of several exhibits have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.exhibits.exhibit import Series

if TYPE_CHECKING:
    from analysis.results import Estimate, Rate

SIGNIFICANT_DIGITS = 3
# A rate and its interval, as `rate_columns` names them.
RATE_SERIES = Series(value="Rate, %", low="95% CI from, %", high="95% CI to, %")


def share_per_100(share: float | None) -> float | None:
    """Return a share as so many in a hundred, in full: whoever shows it rounds it, once."""
    return None if share is None else 100 * share


def rate_columns(rate: Rate | None, name: str = RATE_SERIES.value) -> dict[str, float | None]:
    """Return a rate and its interval; blank where no outcome is known."""
    return {
        name: share_per_100(rate.value if rate else None),
        RATE_SERIES.low: share_per_100(rate.interval.low if rate else None),
        RATE_SERIES.high: share_per_100(rate.interval.high if rate else None),
    }


def estimate_columns(name: str, estimate: Estimate) -> dict[str, float | None]:
    """Return a difference or a share, called `name`, and its interval."""
    return {
        f"{name}, per 100": share_per_100(estimate.value),
        f"{name}, CI from": share_per_100(estimate.interval.low),
        f"{name}, CI to": share_per_100(estimate.interval.high),
    }


def estimate_series(name: str) -> Series:
    """Return what a difference or a share and its interval are drawn from, as `estimate_columns` names them."""
    return Series(value=f"{name}, per 100", low=f"{name}, CI from", high=f"{name}, CI to")


def significant(p: float | None) -> float | None:
    """Return a p-value to three significant digits."""
    return None if p is None else float(f"{p:.{SIGNIFICANT_DIGITS}g}")
