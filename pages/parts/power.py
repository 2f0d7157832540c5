"""Whether there is enough data: what the log would show of each factor, and what it would take to confirm it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.exhibits.power import power_exhibit
from analysis.questions.power import enough_data
from analysis.wording.glossary import explain
from pages.parts import asking, show

if TYPE_CHECKING:
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.results import FactorResult
    from pages.parts.frame import View


def power(view: View, found: AtAGlance, result: FactorResult) -> None:
    """Answer for the factor on screen, then draw all factors, the most able first."""
    abilities = enough_data(found.factors)
    of = power_exhibit(abilities, result.factor.name, view.counted)
    asked = asking.about(result, "enough data")
    show.exhibit(of, view.passing, has_table=True, explained=explain("enough data"), asked=asked)
