"""The numbers at the top of the home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analysis.report import wording
from pages.parts.show import plain

if TYPE_CHECKING:
    from analysis.outcome_log.import_report import ImportReport
    from analysis.overview import Overview
    from analysis.results import LevelRate, Rate


def headline(found: Overview) -> None:
    """Show the rate, its change, and the shares that were followed up and severe."""
    rate, change, known, severe = st.columns(4)
    total = found.total.rate
    with rate:
        _tile("Breakout rate", total, "treatments with a known outcome")
    with change:
        compared = found.change.comparison if found.change is not None else None
        difference = compared.risk_difference if compared is not None else None
        st.metric(
            "Against the period before",
            wording.signed_per_100(difference) if difference is not None else "–",
            border=True,
            help=plain(wording.change(found.change)),
        )
        st.caption(plain(wording.change_in_short(found.change)))
    with known:
        _tile("Outcome known", found.known_share, "treatments")
    with severe:
        _tile("Severe", found.severe_share, "breakouts whose severity was recorded")


def _tile(label: str, share: Rate | None, of_what: str) -> None:
    st.metric(label, wording.percent(share.value) if share is not None else "–", border=True)
    if share is None:
        st.caption("not recorded in this log")
    else:
        counts = f"{wording.count(share.breakouts)} of {wording.count(share.known)}"
        st.caption(plain(f"{counts} {of_what} ({wording.interval(share.interval)})"))


def data_quality(report: ImportReport, total: LevelRate) -> None:
    """Show how much of the file the numbers rest on, and lead to the account of the rest."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        left_out = sum(column.meaning == "left out" for column in report.columns)
        columns = f"{len(report.columns) - left_out} of {len(report.columns)} columns used."
        unknown = f"Outcome not known after {wording.count(total.unknown)} treatments." if total.unknown else ""
        st.markdown(f"**Data quality** · {plain(f'{wording.rows_account(report)} {columns} {unknown}')}")
        st.page_link("pages/1_Outcome_log.py", label="See what was left out", icon=":material/rule:")
