"""Show which treatments of a file are found in the log though an ID is missing, and ask what they are."""

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
SAME, SURE, FURTHER = "the same treatments", "the same where it is sure", "further treatments"
_MEANING: dict[str, PairsAre] = {SAME: "same", SURE: "sure", FURTHER: "further"}


def said() -> PairsAre:
    """Return what the manager said of the pairs of this file; the same treatments until another word."""
    return _MEANING.get(session.PAIRS.get(), "same")


def ask(effect: Effect, log: Log) -> None:
    """Show the pairs side by side, the doubtful ones first, and let the manager say what they are."""
    if not len(effect.pairs):
        return
    doubtful = effect.pairs.is_doubtful
    options = [SAME, SURE, FURTHER] if doubtful.any() and not doubtful.all() else [SAME, FURTHER]
    # The file may be read in another way since the word was given.
    if session.PAIRS.get() not in options:
        session.PAIRS.set(SAME)
    st.segmented_control("Those pairs are", options, required=True, key=session.PAIRS.name)
    pairs = len(effect.pairs)
    if pairs > SHOWN_PAIRS:
        st.caption(f"The first {SHOWN_PAIRS} of {count(pairs)} pairs; the download has all.")
    show.table(
        pairs_table(effect, log.frame.index, most=SHOWN_PAIRS),
        "Each pair side by side: what the log says of the treatment, and what the file says",
    )
    if doubtful.any():
        _download("Download the doubtful pairs (CSV)", "doubtful-pairs.csv", effect, log, doubtful_only=True)
    if not doubtful.all():
        _download("Download all pairs (CSV)", "pairs.csv", effect, log, doubtful_only=False)


def _download(label: str, file_name: str, effect: Effect, log: Log, *, doubtful_only: bool) -> None:
    """Offer pairs as a file that is made when it is asked for: a file without IDs has as many as treatments."""
    show.download(label, lambda: as_csv(pairs_table(effect, log.frame.index, doubtful_only=doubtful_only)), file_name)
