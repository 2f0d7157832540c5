"""Show results: exhibits, sentences and tables, escaped where text enters a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import streamlit as st

from analysis.exports.csv_tables import as_csv
from analysis.figures.theme import camera
from analysis.wording.cautions import caution
from analysis.wording.numbers import NO_NUMBER
from pages.parts import session

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd
    import plotly.graph_objects as go
    from plotly.basedatatypes import BaseTraceType

    from analysis.exhibits.exhibit import Exhibit
    from analysis.methods.cautions import Caution
    from analysis.outcome_log.outcomes import Counted

# Kinds of traces that may draw texts.
_WITH_TEXTS = {"bar", "scatter"}
INK, DARK_MODE_INK = "#323F4B", "#CBD2D9"
_NAME_OF_AN_ICON = re.compile(r":(?=[\w/+-]+:)")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:^&=])")


def plain(text: str) -> str:
    """Return `text` so that Markdown shows it as it is: a file may say anything, a link or a picture included."""
    # Streamlit puts icons in place of :names: even where the colon is escaped; a space of no width prevents it.
    named = _NAME_OF_AN_ICON.sub(":\u200b", " ".join(text.split()))
    return _MARKDOWN.sub(r"\\\1", named)


def sentence(text: str) -> None:
    """Show a sentence made of a file's words and ours."""
    st.markdown(plain(text))


def cautions(of: Sequence[Caution], counted: Counted) -> None:
    """Show what limits a result."""
    for each in of:
        st.caption(f":material/info: {plain(caution(each, counted))}")


def exhibit(
    of: Exhibit, passing: str, *, says_finding: bool = True, has_table: bool = False, clickable: bool = False
) -> str | None:
    """Show an exhibit: finding, figure, what was left out, cautions, and how it was worked out.

    Parameters
    ----------
    of : Exhibit
    passing : str
        What was counted, in words: the caption under the figure.
    says_finding : bool
        Whether the finding is said here; not where the page has it as its heading.
    has_table : bool
        Whether the numbers are shown as a table, too.
    clickable : bool
        Whether a click on a mark is an answer.

    Returns
    -------
    str or None
        The first custom datum of the mark that was clicked.
    """
    if says_finding:
        st.markdown(f"**{plain(of.finding)}**")
    for each in of.sentences:
        sentence(each)
    clicked = None
    if of.figure is not None and of.numbers is not None:
        clicked = _figure(of.figure, of.stem, of.alt, of.numbers, clickable=clickable)
    if passing:
        st.caption(plain(passing))
    for each in of.left_out:
        st.caption(f":material/help: {plain(each)}")
    for each in of.cautions:
        st.caption(f":material/info: {plain(each)}")
    if of.details:
        st.markdown("\n".join(f"- {plain(each)}" for each in of.details))
    if has_table and of.table is not None:
        table(of.table, of.alt)
    how(of)
    return clicked


def how(of: Exhibit) -> None:
    """Say how an exhibit was worked out, for who wants to know."""
    if of.how:
        with st.expander("How was this worked out?"):
            st.markdown("\n".join(f"- {plain(line)}" for line in of.how))


def _figure(of: go.Figure, name: str, alt: str, numbers: pd.DataFrame, *, clickable: bool) -> str | None:
    """Draw a figure with a camera button, and offer the numbers behind it."""
    kind = (session.FIGURE_FORMAT.get() or session.FIGURE_FORMAT.default).lower()
    # Streamlit's own grey for charts is too pale to read.
    ink = {"color": DARK_MODE_INK if st.context.theme.type == "dark" else INK}
    for axis in (*of.select_xaxes(), *of.select_yaxes()):
        axis.tickfont = axis.title.font = ink
    of.update_traces(textfont=ink, selector=_has_no_ink)
    config = {**camera(name, kind), "displayModeBar": True}
    if clickable:
        event = st.plotly_chart(of, config=config, alt=alt, key=name, on_select="rerun", selection_mode="points")
        points = event["selection"]["points"]
    else:
        st.plotly_chart(of, config=config, alt=alt, key=name)
        points = []
    download_table("The numbers behind this chart (CSV)", numbers, name)
    return str(points[0]["customdata"][0]) if points else None


def _has_no_ink(trace: BaseTraceType) -> bool:
    """Tell whether a trace has texts for which no colour is chosen."""
    return trace.type in _WITH_TEXTS and trace.text is not None and trace.textfont.color is None


def download_table(label: str, of: pd.DataFrame, name: str) -> None:
    """Offer a table as CSV; safer than Streamlit's own download, which writes formulas as they are."""
    download(label, as_csv(of), f"{name}.csv")


def download(label: str, content: bytes | Callable[[], bytes], file_name: str, mime: str = "text/csv") -> None:
    """Offer a file without running the page again; a function makes it when it is asked for."""
    st.download_button(
        label,
        content,
        file_name,
        mime,
        key=f"download {file_name}",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )


def table(of: pd.DataFrame, alt: str, *, row_numbers: bool = False, decimals: int = 1) -> None:
    """Show a table, whole numbers written as the reader's browser writes them; `row_numbers` shows its index."""
    config = {
        name: st.column_config.NumberColumn(format=f"%.{decimals}f" if of[name].dtype.kind == "f" else "localized")
        for name in of.select_dtypes("number").columns
    }
    st.dataframe(of, hide_index=not row_numbers, alt=alt, column_config=config, placeholder=NO_NUMBER)
