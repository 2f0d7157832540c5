"""How the rate changes over the values of a numeric factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.exhibits.curve import curve_exhibit
from analysis.questions.curve import rate_along
from pages.parts import asking, show

if TYPE_CHECKING:
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.results import FactorResult
    from pages.parts.frame import View


def curve(view: View, found: AtAGlance, result: FactorResult) -> None:
    """Draw the rate along a numeric factor; the rates of its groups, and why, where there is no curve."""
    drawn = view.answer(
        "curve", result.factor.name, result.is_planned, ask=lambda: rate_along(view.counts, result, found)
    )
    show.exhibit(curve_exhibit(drawn, view.counted), view.passing, asked=asking.about(result, "curve"))
