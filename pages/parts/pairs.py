"""Show which treatments of a file match the saved log without an ID, and ask whether they are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analysis.exhibits.log_tables import pairs_table
from analysis.exports.csv_tables import as_csv
from analysis.wording.numbers import count
from pages.parts import session, show

if TYPE_CHECKING:
    from analysis.outcome_log.log import Log
    from analysis.saved_log.changes import Effect
    from analysis.saved_log.matching import PairsAre

SHOWN_PAIRS = 200
SAME, SURE, FURTHER = "the same treatments", "the same where certain", "new treatments"
_MEANING: dict[str, PairsAre] = {SAME: "same", SURE: "sure", FURTHER: "further"}


def chosen() -> PairsAre:
    """Return what the manager chose for the pairs of this file; the same treatments unless chosen otherwise."""
    return _MEANING.get(session.PAIRS.get(), "same")


def ask(effect: Effect, log: Log) -> None:
    """Show the pairs side by side, uncertain ones first, and let the manager choose what they are."""
    if not len(effect.pairs):
        return
    doubtful = effect.pairs.is_doubtful
    options = [SAME, SURE, FURTHER] if doubtful.any() and not doubtful.all() else [SAME, FURTHER]
    # The reading of the file may have changed since the choice.
    if session.PAIRS.get() not in options:
        session.PAIRS.set(SAME)
    st.segmented_control("These pairs are", options, required=True, key=session.PAIRS.name)
    pairs = len(effect.pairs)
    if pairs > SHOWN_PAIRS:
        st.caption(f"The first {SHOWN_PAIRS} of {count(pairs)} pairs. Download the table to see all.")
    show.table(
        pairs_table(effect, log.frame.index, most=SHOWN_PAIRS),
        "Each pair side by side: the treatment in the saved log and in the file",
    )
    if doubtful.any():
        _download("Download the uncertain pairs (CSV)", "uncertain-pairs.csv", effect, log, doubtful_only=True)
    if not doubtful.all():
        _download("Download all pairs (CSV)", "pairs.csv", effect, log, doubtful_only=False)


def _download(label: str, file_name: str, effect: Effect, log: Log, *, doubtful_only: bool) -> None:
    """Offer pairs as a file made on request: a file without IDs has as many pairs as treatments."""
    show.download(label, lambda: as_csv(pairs_table(effect, log.frame.index, doubtful_only=doubtful_only)), file_name)
