"""Columns that a log in files does not have, made of those it has where the rows are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import narwhals as nw

from analysis.counting.runs import runs, when_runs
from analysis.outcome_log.codebook import NO
from analysis.outcome_log.coded_log import OBSERVED
from analysis.outcome_log.follow_ups import ANSWERS, IN_TIME, KEPT, MONTH, follow_up_factors, months_of
from analysis.outcome_log.log import DATE, FOLLOW_UP, FOLLOWED_UP

if TYPE_CHECKING:
    import datetime as dt

    from analysis.outcome_log.coded_log import CodedLog

_NOT_KNOWN = -1


def made_follow_ups(log: CodedLog, days: int, today: dt.date) -> tuple[CodedLog, dict[str, nw.Expr]] | None:
    """Return what `follow_up_log` makes of a log, described, and the columns that it takes.

    Returns
    -------
    CodedLog and dict of str to Expr, or None
        None where the log has no days of treatment and follow-up.
    """
    if not log.has_dates or (FOLLOW_UP not in log and FOLLOWED_UP not in log):
        return None
    names, places = months_of(log)
    of_day = nw.col(log.stored[DATE]).cast(nw.Int32)
    is_due = when_runs(of_day, runs([int((today - day).days >= days) for day in log.values(DATE)])) == 1
    seen = nw.col(OBSERVED) if FOLLOW_UP in log else nw.lit(_NOT_KNOWN)
    late = nw.when((seen > days) | _was_not(log)).then(nw.lit(0)).otherwise(nw.lit(_NOT_KNOWN))
    known = nw.when((seen >= 0) & (seen <= days)).then(nw.lit(1)).otherwise(late)
    in_time = nw.when(is_due).then(known).otherwise(nw.lit(_NOT_KNOWN))
    described = replace(
        log,
        stored={**log.stored, MONTH: MONTH, IN_TIME: IN_TIME},
        levels={**log.levels, MONTH: names, IN_TIME: ANSWERS},
        names=log.names & {*KEPT} | {MONTH, IN_TIME},
        packs=tuple(pack for pack in log.packs if MONTH not in pack and IN_TIME not in pack),
        factors=follow_up_factors(log, names),
    )
    return described, {MONTH: when_runs(of_day, runs(places)), IN_TIME: in_time}


def _was_not(log: CodedLog) -> nw.Expr:
    """Tell whether a treatment was not followed up: as recorded, or without a day where the log records days."""
    if FOLLOWED_UP not in log:
        return nw.col(log.stored[FOLLOW_UP]) < 0
    code = nw.col(log.stored[FOLLOWED_UP]).cast(nw.Int32)
    return when_runs(code, runs([int(each == NO) for each in log.values(FOLLOWED_UP)])) == 1
