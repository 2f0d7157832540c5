"""A test in words, and the one rule of what is linked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.linked import chance_of_any_link
from analysis.results import CONFIDENCE_LEVEL, Test
from analysis.wording.numbers import agreeing, capitalised, confidence, count, p_error, p_text, p_value, percent

if TYPE_CHECKING:
    from analysis.results import ExactTest, Family


def named_test(test: Test | ExactTest) -> str:
    """Return the name, statistic, p-value and source of a test."""
    statistic = sampled = ""
    if isinstance(test, Test):
        statistic = f" = {test.statistic:,.2f}".removesuffix(".00")
    elif test.p_error is not None:
        sampled = f" (sampled, ± {p_error(test.p_error)})"
    return f"{capitalised(test.name)}{statistic}, {p_value(test)}{sampled}. {test.source}."


PLANNED = "Planned question: its 95% CI and p-value are its own, not corrected for other factors."


def allowing_for(of: Family) -> str:
    """Say what the intervals of a family allow for, once for all of them; empty where there is one only."""
    if of.is_planned:
        return PLANNED
    if of.size == 1:
        return ""
    return f"Each {confidence(CONFIDENCE_LEVEL)} CI allows for {count(of.size)} factors being compared."


# One look at the whole log and one at a part of it are what most come for; our own.
FEWEST_SELECTIONS = 3


def selections_looked_at(number: int) -> str:
    """Say how many selections of a log were looked at, and what that does to chance; empty for hardly any."""
    if number < FEWEST_SELECTIONS:
        return ""
    return (
        f"You have looked at {count(number)} selections of this log. Even if nothing is linked to anything, the chance "
        f"that at least one of {count(number)} shows a link is up to {percent(chance_of_any_link(number), 0)}: trust a "
        "link that shows in one of them only if a later log shows it, too."
    )


def the_rule(of: Family, p_adjusted: float | None = None, noun: str = "factor") -> str:
    """Say when a difference counts as linked, with its p-value where one is given."""
    if of.is_planned:
        p = f" Here {p_text(p_adjusted)}." if p_adjusted is not None else ""
        return f"Linked: the p-value of the difference shown is below 0.05.{p} {PLANNED}"
    among = f", allowing for the {count(of.size)} {noun}s compared," if of.size > 1 else ""
    p = f" Here {p_text(p_adjusted)}." if p_adjusted is not None else ""
    linked = agreeing(of.linked, "1 is linked", f"{count(of.linked)} are linked")
    return (
        f"Linked: the p-value of the difference shown{among} is below 0.05 (Benjamini & Hochberg 1995).{p} The "
        f"intervals match (Benjamini & Yekutieli 2005): {linked}, and their intervals alone "
        f"exclude zero; each was worked out at {100 * (1 - of.error):.2f}%."
    )
