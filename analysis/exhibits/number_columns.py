"""The columns that the numbers of several exhibits have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.results import Estimate, Rate

SIGNIFICANT_DIGITS = 3


def share_per_100(share: float | None) -> float | None:
    """Return a share as so many in a hundred, in full: whoever shows it rounds it, once."""
    return None if share is None else 100 * share


def rate_columns(rate: Rate | None, name: str = "Rate, %") -> dict[str, float | None]:
    """Return a rate and its interval; blank where no outcome is known."""
    return {
        name: share_per_100(rate.value if rate else None),
        "95% CI from, %": share_per_100(rate.interval.low if rate else None),
        "95% CI to, %": share_per_100(rate.interval.high if rate else None),
    }


def estimate_columns(name: str, estimate: Estimate) -> dict[str, float | None]:
    """Return a difference or a share, called `name`, and its interval."""
    return {
        f"{name}, per 100": share_per_100(estimate.value),
        f"{name}, CI from": share_per_100(estimate.interval.low),
        f"{name}, CI to": share_per_100(estimate.interval.high),
    }


def significant(p: float | None) -> float | None:
    """Return a p-value to three significant digits."""
    return None if p is None else float(f"{p:.{SIGNIFICANT_DIGITS}g}")
