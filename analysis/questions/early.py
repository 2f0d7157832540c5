"""When the clinic heard what: until which day treatments were observed, and whether a breakout had begun by then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.evidence_cautions import RecordedLater

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.counting.counts import Counts
    from analysis.counting.tallies import Times


def early_times(counts: Counts, name: str) -> Times | None:
    """Return until which day treatments were observed by the levels of a factor; None where no "no" came early."""
    observed = counts.times()
    return counts.times(name) if observed is not None and observed.early.any() else None


def early_times_of_each(counts: Counts, names: Sequence[str]) -> dict[str, Times]:
    """Return the `early_times` by each of some factors, counted together; nothing where no "no" came early."""
    observed = counts.times()
    if observed is None or not observed.early.any():
        return {}
    counts.prepare({"times": [(name,) for name in names]})
    return {name: by_day for name in names if (by_day := counts.times(name)) is not None}


def recorded_later(counts: Counts) -> RecordedLater | None:
    """Return what the dates show of the order of a breakout and of what is recorded of the time after a treatment.

    Returns
    -------
    RecordedLater or None
        None where something else than breakouts is counted, where every dated one began after its follow-up, and in
        counts for outside the clinic, which have no days of breakouts.
    """
    if not counts.counted.outcome.is_breakout or counts.is_shared:
        return None
    begun, dated = counts.begun_by_review
    return RecordedLater(begun=begun, dated=dated) if begun or not dated else None
