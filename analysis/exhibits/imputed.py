"""Several factors at once with blanks filled in, beside the same with blanks left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.number_columns import estimate_columns, significant
from analysis.questions.imputed import NotImputed
from analysis.wording.adjusted import adjusted_contrast_name
from analysis.wording.cautions import caution
from analysis.wording.imputed import (
    ASSUMED,
    describe_imputed,
    imputed_account,
    imputed_beside_complete,
    imputed_finding,
    imputed_how,
)
from analysis.wording.one_factor import link_in_short

if TYPE_CHECKING:
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.imputed import Imputed


def imputed_exhibit(found: Imputed | NotImputed, counted: Counted) -> Exhibit:
    """Return the adjusted differences with blanks left out and filled in, or the reason why there are none."""
    heading, stem = "With blanks filled in", "blanks-filled-in"
    if isinstance(found, NotImputed):
        return Exhibit(stem=stem, heading=heading, finding=caution(found.reason, counted))
    return Exhibit(
        stem=stem,
        heading=heading,
        finding=imputed_finding(found),
        alt=describe_imputed(found),
        numbers=imputed_table(found),
        # The answer with blanks left out has its own chart and table above.
        only_in_files=(
            "Left out, CI from",
            "Left out, CI to",
            "p",
            "p, these factors allowed for",
            "Link, left out",
        ),
        details=tuple(imputed_beside_complete(found)),
        left_out=(imputed_account(found, counted),),
        cautions=(ASSUMED,),
        how=imputed_how(found),
    )


def imputed_table(found: Imputed) -> pd.DataFrame:
    """Return one row a factor: its adjusted difference per 100 with blanks left out, and filled in."""
    return pd.DataFrame(
        [
            {
                "Factor": each.complete.factor.title,
                "Compared": adjusted_contrast_name(each.complete),
                **estimate_columns("Left out", each.complete.risk_difference),
                **estimate_columns("Filled in", each.risk_difference),
                "p": significant(each.test.p_value),
                "p, these factors allowed for": significant(each.p_adjusted),
                "Link, left out": link_in_short(each.complete),
                "Link, filled in": link_in_short(each),
            }
            for each in found.factors
        ]
    )
