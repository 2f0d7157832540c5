"""Show results: exhibits, sentences and tables, escaped where text enters a page."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go
import streamlit as st

from analysis.exports.csv_tables import as_csv
from analysis.figures import theme
from analysis.figures.picture import picture
from analysis.wording.cautions import caution
from analysis.wording.directions import isolated
from analysis.wording.numbers import NO_NUMBER, cells
from analysis.wording.report import HOW_HEADING
from pages.parts import report_order, session
from pages.parts.picture import save_button

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd

    from analysis.exhibits.exhibit import Exhibit
    from analysis.figures.figure import Figure
    from analysis.methods.cautions import Caution
    from analysis.outcome_log.asked import Asked
    from analysis.outcome_log.outcomes import Counted

# Streamlit puts icons in place of :names:, and links in place of bare addresses, even where their signs are escaped.
# Only a space of no width within them prevents that.
_TAKEN_FOR_MORE = re.compile(r"(?<=:)(?=[\w/+-]+:)|(?<=:)(?=//)|(?i:(?<=www))(?=\.)|(?=@)")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:^&=])")


def plain(text: str) -> str:
    """Return `text` so that Markdown shows it as it is: a file may hold anything, a link or a picture included."""
    divided = _TAKEN_FOR_MORE.sub("\u200b", " ".join(isolated(text).split()))
    return _MARKDOWN.sub(r"\\\1", divided)


def sentence(text: str, explained: str | None = None) -> None:
    """Show a sentence made of a file's words and ours, and on hover what a term of it means."""
    st.markdown(plain(text), help=explained)


def cautions(of: Sequence[Caution], counted: Counted) -> None:
    """Show what limits a result."""
    for each in of:
        st.caption(f":material/info: {plain(caution(each, counted))}")


def exhibit(
    of: Exhibit,
    passing: str,
    *,
    with_finding: bool = True,
    has_table: bool = False,
    clickable: bool = False,
    explained: str | None = None,
    asked: Asked | None = None,
) -> str | None:
    """Show an exhibit: finding, figure, what was left out, cautions, and how it was worked out.

    Parameters
    ----------
    of : Exhibit
    passing : str
        What was counted, in words: the caption under the figure.
    with_finding : bool
        Whether the finding is shown here; not where the page has it as its heading.
    has_table : bool
        Whether the numbers are shown as a table, too.
    clickable : bool
        Whether a click on a mark is an answer.
    explained : str or None
        What a term of the finding means, on hover; where the finding is not shown, of the details.
    asked : Asked or None
        What it answers: with it, the exhibit can be added to the report.

    Returns
    -------
    str or None
        The first custom datum of the mark that was clicked.
    """
    if with_finding:
        st.markdown(f"**{plain(of.finding)}**", help=explained)
    for each in of.sentences:
        sentence(each)
    clicked = None
    if of.figure is not None and of.numbers is not None:
        clicked = _figure(of.figure, of, of.numbers, clickable=clickable, asked=asked)
    if passing:
        st.caption(plain(passing))
    for each in of.left_out:
        st.caption(f":material/help: {plain(each)}")
    for each in of.cautions:
        st.caption(f":material/info: {plain(each)}")
    if of.details:
        st.markdown("\n".join(f"- {plain(each)}" for each in of.details), help=None if with_finding else explained)
    if has_table and of.table is not None:
        table(of.table, of.alt or of.finding, decimals=of.decimals)
    if of.figure is None and asked is not None:
        report_order.offer_to_add(asked)
    how(of)
    return clicked


def how(of: Exhibit) -> None:
    """Say how an exhibit was worked out, for who wants to know."""
    if of.how:
        with st.expander(HOW_HEADING):
            st.markdown("\n".join(f"- {plain(line)}" for line in of.how))


class _Ready(go.Figure):  # type: ignore[misc]
    """A figure as it goes to the page: plotly would check it, or copy it twice, which takes longer than to draw it."""

    def __init__(self, drawn: dict[str, Any]) -> None:
        self._drawn = drawn

    def to_dict(self) -> dict[str, Any]:
        """Return "data" and "layout"."""
        return self._drawn


def _figure(
    of: Figure, about_it: Exhibit, numbers: pd.DataFrame, *, clickable: bool, asked: Asked | None
) -> str | None:
    """Draw the figure of an exhibit, and offer a picture of it, the numbers behind it, and to add it to the report."""
    name, alt = about_it.stem, about_it.alt
    kind = (session.FIGURE_FORMAT.get() or session.FIGURE_FORMAT.default).lower()
    about, source = session.ABOUT_PICTURES.get()
    about = (about_it.counts, *about[1:]) if about_it.counts else about
    alone = picture(of, about_it.finding, about, source)
    inked = theme.inked(of, theme.DARK_MODE_INK if st.context.theme.type == "dark" else theme.INK)
    drawn = _Ready(inked)
    config = {"displayModeBar": False}
    if clickable:
        event = st.plotly_chart(
            drawn, config=config, alt=isolated(alt), key=name, on_select="rerun", selection_mode="points"
        )
        points = event["selection"]["points"]
    else:
        st.plotly_chart(drawn, config=config, alt=isolated(alt), key=name)
        points = []
    with st.container(horizontal=True, vertical_alignment="center"):
        save_button(alone, name, kind)
        download_table("Numbers (CSV)", numbers, name)
        if asked is not None:
            report_order.offer_to_add(asked)
    return str(points[0]["customdata"][0]) if points else None


def download_table(label: str, of: pd.DataFrame, name: str) -> None:
    """Offer a table as CSV; safer than Streamlit's own download, which writes formulas as they are."""
    download(label, partial(as_csv, of), f"{name}.csv")


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
    """Show a table, whole numbers written as the reader's browser writes them; `row_numbers` shows its index.

    Other numbers are rounded from their full value as in sentences and charts: the browser would round some otherwise.
    """
    whole = {
        name: st.column_config.NumberColumn(format="localized")
        for name in of.select_dtypes("number").columns
        if of[name].dtype.kind != "f"
    }
    rounded: dict[Any, str | Callable[[object], str] | None] = {
        name: _shown(of[name], decimals) for name in of.select_dtypes("float").columns
    }
    st.dataframe(
        of.style.format(rounded) if rounded else of,
        hide_index=not row_numbers, alt=isolated(alt), column_config=whole, placeholder=NO_NUMBER,
    )  # fmt: skip


def _shown(of: pd.Series, decimals: int) -> Callable[[object], str]:
    """Return what shows each number of a column."""
    texts = dict(zip(of, cells(list(of), str(of.name), decimals), strict=True))
    return lambda value: texts.get(value, NO_NUMBER)
