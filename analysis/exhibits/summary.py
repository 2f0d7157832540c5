"""The first page of a report: the answer, the key numbers, the months and the strongest links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analysis.exhibits.over_time import over_time_exhibit
from analysis.exhibits.ranking import compared
from analysis.wording.cautions import caution
from analysis.wording.early import early_reviews
from analysis.wording.key_numbers import KeyNumber, key_numbers
from analysis.wording.next_steps import next_steps, not_followed_up
from analysis.wording.numbers import difference
from analysis.wording.one_factor import contrast_name, link_in_short
from analysis.wording.outcomes import what_is_linked
from analysis.wording.rates import rate_sentence
from analysis.wording.report import data_quality, links_found
from analysis.wording.unusual import unusual

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.exhibits.exhibit import Exhibit
    from analysis.importing.import_account import ImportAccount
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.adjusted import Adjusted, Refusal
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.results import FactorResult

# Of the links; a sheet of paper has room for fewer beside the chart of the months and what to do next.
STRONGEST, ON_PAPER = 5, 3


@dataclass(frozen=True, eq=False, kw_only=True)
class Summary:
    """What a manager reads first; every text is plain.

    Attributes
    ----------
    answer : str
        How often clients broke out.
    unusual : str
        Which months and lots were unusual; empty where that cannot be asked.
    cautions : tuple of str
        What limits the answer as a whole.
    key_numbers : tuple of KeyNumber
    over_time : Exhibit or None
        The rate by month; None where it was not asked for or there is none.
    links_heading, links_finding : str
        What the links are about, and how many are clear.
    links : DataFrame or None
        One row for each of the strongest links; None where nothing could be compared.
    data_quality : str
    not_followed_up : str
        How many outcomes are unknown.
    next_steps : tuple of str
        What to do next, the most urgent first.
    """

    answer: str
    cautions: tuple[str, ...]
    unusual: str
    key_numbers: tuple[KeyNumber, ...]
    over_time: Exhibit | None
    links_heading: str
    links_finding: str
    links: pd.DataFrame | None
    data_quality: str
    not_followed_up: str
    next_steps: tuple[str, ...]


def summary(
    found: AtAGlance,
    account: ImportAccount,
    counted: Counted,
    together: Adjusted | Refusal | None,
    *,
    has_months: bool,
) -> Summary:
    """Return the first page of a report."""
    of = compared(found)
    return Summary(
        answer=" ".join(filter(None, (rate_sentence(found.total, counted), early_reviews(found.early, counted)))),
        unusual=unusual(found.over_time, counted),
        cautions=tuple(caution(each, counted) for each in found.cautions),
        key_numbers=key_numbers(found, counted),
        over_time=over_time_exhibit(found, counted) if has_months else None,
        links_heading=what_is_linked(counted),
        links_finding=links_found(found, counted),
        links=links_table(of[:STRONGEST]) if of else None,
        data_quality=data_quality(account, found, counted),
        not_followed_up=not_followed_up(found, counted),
        next_steps=next_steps(found, together, counted),
    )


def links_table(results: Sequence[FactorResult]) -> pd.DataFrame:
    """Return one row a factor that has a comparison: its difference, and whether that could be chance."""
    return pd.DataFrame(
        [
            {
                "Factor": result.factor.title,
                "Compared": contrast_name(result),
                "Difference": difference(result.contrast.comparison.risk_difference),
                "Link": link_in_short(result),
            }
            for result in results
            if result.contrast is not None
        ]
    )
