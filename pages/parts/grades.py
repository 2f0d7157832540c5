"""An ordered outcome, grade by grade: how bad it was at each level of a factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.exhibits.grades import grades_exhibit
from analysis.questions.grades import grades_by_level
from pages.parts import asking, show

if TYPE_CHECKING:
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.results import FactorResult
    from pages.parts.frame import View


def grades(view: View, _found: AtAGlance, result: FactorResult) -> None:
    """Show the shares of the grades at each level of a factor, and whether they differ."""
    of = view.answer("grades", result.factor.name, result.is_planned, ask=lambda: grades_by_level(view.counts, result))
    show.exhibit(grades_exhibit(of, view.counted), view.passing, asked=asking.about(result, "grades"))
