"""Unknown outcomes: how far they could move the rates of a factor, and where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.exhibits.unknowns import unknowns_exhibit
from analysis.questions.unknowns import unknowns_of
from analysis.wording.glossary import explain
from pages.parts import asking, show

if TYPE_CHECKING:
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.results import FactorResult
    from pages.parts.frame import View


def unknowns(view: View, found: AtAGlance, result: FactorResult) -> None:
    """Say what the unknown outcomes could hide; only that where every outcome is known."""
    hidden = view.answer(
        "unknown outcomes",
        result.factor.name,
        result.is_planned,
        ask=lambda: unknowns_of(view.counts, result, found),
    )
    of = unknowns_exhibit(hidden, view.counted)
    asked = asking.about(result, "unknown outcomes")
    show.exhibit(of, view.passing, has_table=True, explained=explain("unknown outcome"), asked=asked)
