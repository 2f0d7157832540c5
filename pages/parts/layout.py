"""The layout of a file: as found, with a preview, and with controls to correct it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from analysis.files.layout import ALL_SHEETS, DELIMITERS, ENCODINGS, Layout
from analysis.importing.choices import ImportChoices
from pages.parts import session, show

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from streamlit.delta_generator import DeltaGenerator

    from analysis.files.text_table import TextTable
    from analysis.outcome_log.dates import DateOrder
    from pages.parts.cached import Source

PREVIEW_ROWS = 8
MOST_HEADER_ROW, MOST_HEADER_ROWS = 1000, 10
ORDERS: dict[DateOrder, str] = {"day first": "the day", "month first": "the month", "year first": "the year"}


def correct(
    table: TextTable, choices: ImportChoices, use: Callable[[ImportChoices], None], date_order: DateOrder | None = None
) -> None:
    """Show the layout with a preview of the first rows; every change reads the file again at once.

    Parameters
    ----------
    table : TextTable
        Without personal data.
    choices : ImportChoices
    use : function
        Called with the new choices.
    date_order : {"day first", "month first", "year first"}, optional
        How the dates are read now.
    """
    _controls(table.layout, table.sheets, choices, use)
    if date_order is not None:
        _order_of_dates(date_order, choices, use)
    st.caption(f"The first {PREVIEW_ROWS} rows as read now, with their row numbers:")
    show.table(
        table.frame.head(PREVIEW_ROWS).astype(str), "The first rows of the file, column by column", row_numbers=True
    )


def _order_of_dates(found: DateOrder, choices: ImportChoices, use: Callable[[ImportChoices], None]) -> None:
    shown = session.LAYOUT.of("date_order")
    shown.set(found)

    def change() -> None:
        use(replace(choices, forced_date_order=shown.get()))

    st.segmented_control(
        "First in dates such as 03/04/2026", list(ORDERS), format_func=ORDERS.__getitem__, required=True,
        key=shown.name,        on_change=change,
    )  # fmt: skip


def correct_unread(source: Source) -> None:
    """Let the manager choose the layout of a file that could not be read."""

    def use(choices: ImportChoices) -> None:
        session.UNREAD.set((source, choices))

    corrected = corrections_of_unread(source)
    found = {name: value for name, value in _layout_of(corrected).items() if value is not None}
    _controls(replace(Layout(), **found), (), corrected, use)


def corrections_of_unread(source: Source) -> ImportChoices:
    """Return the corrections of a file that could not be read yet."""
    of, choices = session.UNREAD.get()
    return choices if of == source else ImportChoices()


def _layout_of(choices: ImportChoices) -> dict[str, Any]:
    return {name: getattr(choices.layout, name) for name in ("encoding", "delimiter", "header_row", "header_rows")}


def _controls(
    found: Layout, sheets: tuple[str, ...], choices: ImportChoices, use: Callable[[ImportChoices], None]
) -> None:
    controls = _Controls(found, choices, use)
    first, second, third, fourth = st.columns(4)
    if found.sheet:
        names = dict(zip(sheets, sheets, strict=True))
        together = {ALL_SHEETS: "all with this header"} if len(names) > 1 else {}
        controls.choose(first, "Sheet", "sheet", names | together)
    else:
        controls.choose(first, "Characters", "encoding", ENCODINGS)
        controls.choose(second, "Columns separated by", "delimiter", DELIMITERS)
    controls.count(third, "Header in row", "header_row", 1, MOST_HEADER_ROW)
    controls.count(fourth, "Rows in header", "header_rows", 0, MOST_HEADER_ROWS)


@dataclass(frozen=True)
class _Controls:
    """The controls of a layout: each shows the layout found, whatever it showed before, and reports a change."""

    found: Layout
    choices: ImportChoices
    use: Callable[[ImportChoices], None]

    def choose(self, place: DeltaGenerator, label: str, name: str, options: Mapping[str, str]) -> None:
        found = getattr(self.found, name)
        # An encoding found may be missing from the list.
        offered = options if found in options else {found: found, **options}
        shown = self._shown(name, found)
        place.selectbox(
            label, list(offered), format_func=offered.__getitem__, key=shown.name, on_change=self._change(name, shown)
        )

    def count(self, place: DeltaGenerator, label: str, name: str, least: int, most: int) -> None:
        shown = self._shown(name, min(getattr(self.found, name), most))
        change = self._change(name, shown)
        place.number_input(label, min_value=least, max_value=most, step=1, key=shown.name, on_change=change)

    def _shown(self, name: str, found: object) -> session.Key[Any]:
        shown = session.LAYOUT.of(name)
        shown.set(found)
        return shown

    def _change(self, name: str, shown: session.Key[Any]) -> Callable[[], None]:
        def change() -> None:
            layout = replace(self.choices.layout, **{name: shown.get()})
            if name == "header_row":
                layout = replace(layout, header_rows=None)
            elif name != "header_rows":
                # Another sheet, or other characters, may have their header elsewhere.
                layout = replace(layout, header_row=None, header_rows=None)
            self.use(replace(self.choices, layout=layout))

        return change
