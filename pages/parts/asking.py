"""What the exhibits on a page answer, as the report asks it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.outcome_log.asked import Asked
from analysis.wording.numbers import level_name

if TYPE_CHECKING:
    from analysis.outcome_log.asked import Question
    from analysis.results import FactorResult


def about(result: FactorResult, question: Question, beside: str = "", names: tuple[str, ...] | None = None) -> Asked:
    """Return a question about a factor as it is shown: the level compared with all the others, planned or not."""
    return Asked(
        question=question,
        factor=result.factor.name,
        level=level_name(result.one_of_all, result.factor) if result.is_one_of_all else "",
        planned=result.factor.name if result.is_planned else "",
        beside=beside,
        names=names,
    )
