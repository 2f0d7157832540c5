"""Why there is nothing to show over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.wording.rates import no_dated, no_months
from pages.parts import importing, show

if TYPE_CHECKING:
    from pages.parts.frame import View


def say_why_no_months(view: View) -> None:
    """Say why there is no rate by month, and what to do."""
    if not view.log.has_dates:
        importing.say_dates_missing(view.report)
    elif view.counted.unit == "clients":
        show.sentence(no_months())
    else:
        show.sentence(no_dated(view.counted))
