"""Treatments as a table for the screen: their ids, dates, place, level and outcome, and nothing else of the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.outcome_log.codebook import load
from analysis.outcome_log.columns import TREATMENT_ID
from analysis.outcome_log.log import CLIENT, CLINIC, DATE, OUTCOME, PRACTITIONER
from analysis.wording.follow_up import row_of
from analysis.wording.numbers import level_name

if TYPE_CHECKING:
    from analysis.listing.treatments import ListedTreatments
    from analysis.outcome_log.log import Factor


def treatments_table(of: ListedTreatments, factor: Factor | None, first: int, most: int) -> pd.DataFrame:
    """Return one page of treatments, one row each, without the columns that the log does not have."""
    listed = of.page(first, most)
    columns: dict[str, list[str | None]] = {
        load()[TREATMENT_ID].title: [each.treatment_id for each in listed],
        "Row": [None if each.source is None else row_of(each.source) for each in listed],
        load()[CLIENT].title: [each.client_id for each in listed],
        load()[DATE].title: [each.treatment_date.isoformat() if each.treatment_date else None for each in listed],
        load()[CLINIC].title: [each.clinic for each in listed],
        load()[PRACTITIONER].title: [each.practitioner for each in listed],
        # Clinic and practitioner are factors, too.
        **({factor.title: [level_name(each.level, factor) for each in listed]} if factor else {}),
        load()[OUTCOME].title: [each.outcome or "unknown" for each in listed],
    }
    has = {name for name, values in columns.items() if any(value is not None for value in values)}
    return pd.DataFrame({name: values for name, values in columns.items() if name in has})
