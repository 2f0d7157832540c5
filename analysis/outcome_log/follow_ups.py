"""Whether each treatment was followed up in time, as a log of its own that is counted like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.outcome_log.codebook import NO, YES
from analysis.outcome_log.log import CLIENT, CLINIC, DATE, FOLLOW_UP, FOLLOWED_UP, PRACTITIONER, Factor, Log
from analysis.outcome_log.outcomes import Outcome
from analysis.outcome_log.periods import month_start

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from analysis.outcome_log.description import LogDescription

IN_TIME, MONTH = "followed_up_in_time", "treatment_month"
# Of the outcome, in the order of their codes.
ANSWERS = (NO, YES)
MONTH_TITLE = "Month of treatment"
# A chart has room for the bars of a year.
MONTHS_SHOWN = 12
BY = (PRACTITIONER, CLINIC, MONTH)
# What is still known of each treatment: not whether it broke out, or when.
KEPT = (CLIENT, DATE, PRACTITIONER, CLINIC)


def followed_up_within(days: int) -> Outcome:
    """Return the outcome that a treatment was followed up within so many days."""
    return Outcome(IN_TIME, (YES,), f"Follow-up within {days} day{'' if days == 1 else 's'}")


def follow_up_log(log: Log, days: int, today: dt.date) -> Log | None:
    """Return the treatments with whether each was followed up within so many days.

    Parameters
    ----------
    log : Log
    days : int
        Treatments that are not yet so many days ago have no answer.
    today : date

    Returns
    -------
    Log or None
        With practitioner, clinic and month as its factors; None where the log has no days of treatment and follow-up.
    """
    if not log.has_dates or (FOLLOW_UP not in log and FOLLOWED_UP not in log):
        return None
    is_due = log.rows_where(DATE, lambda day: (today - day).days >= days)
    seen = log.days_observed
    in_time = (seen >= 0) & (seen <= days)
    late = (seen > days) | _was_not(log)
    codes = np.where(~is_due, -1, np.where(in_time, 1, np.where(late, 0, -1)))
    names, places = months_of(log)
    of_day = np.array([*places, -1])
    columns = {name: log.frame[name] for name in KEPT if name in log}
    columns[MONTH] = _column(of_day[log.codes(DATE)], names, log.frame.index)
    columns[IN_TIME] = _column(codes, ANSWERS, log.frame.index)
    return Log(pd.DataFrame(columns, copy=False), follow_up_factors(log, names))


def months_of(log: LogDescription) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the names of the last months of a log, and for each of its dates which of them it is in; -1 is none."""
    months = sorted({month_start(each) for each in log.values(DATE)})[-MONTHS_SHOWN:]
    place = {month: at for at, month in enumerate(months)}
    names = tuple(f"{month:%B %Y}" for month in months)
    return names, tuple(place.get(month_start(each), -1) for each in log.values(DATE))


def follow_up_factors(log: LogDescription, months: tuple[str, ...]) -> tuple[Factor, ...]:
    """Return by what treatments are looked at: practitioner, clinic and month, as far as the log has them."""
    factors = [factor for factor in log.factors if factor.name in BY]
    return (*factors, Factor(MONTH, MONTH_TITLE, "ordered", months))


def _was_not(log: Log) -> np.ndarray:
    """Mark the treatments that were not followed up: as recorded, or without a day where the log records days."""
    if FOLLOWED_UP in log:
        return log.rows_where(FOLLOWED_UP, lambda each: each == NO)
    blank: np.ndarray = log.codes(FOLLOW_UP) < 0
    return blank


def _column(codes: np.ndarray, levels: Sequence[str], index: pd.Index) -> pd.Series:
    return pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index([*levels], dtype=object)), index=index)
