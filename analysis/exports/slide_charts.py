"""Charts that PowerPoint draws itself, so that they can be edited: bars with intervals, and rates over time."""

from __future__ import annotations

import datetime as dt
import io
import math
from typing import TYPE_CHECKING

import xlsxwriter
from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from analysis.exports.office_files import storable
from analysis.exports.slide_deck import describe
from analysis.figures import theme
from analysis.wording.directions import isolated

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from pptx.chart.chart import Chart
    from pptx.slide import Slide

    from analysis.exhibits.exhibit import Exhibit, OfficeChart, Series
    from analysis.exports.slide_fit import Box

# In letters: a longer name leaves no room for the chart.
LONGEST_NAME = 60
TEXT_SIZE = 12
# With more bars than this their texts are smaller.
MANY_BARS, SMALL_TEXT = 12, 10
FEWEST_TICKS = 4
COLOURS = (theme.BLUE, theme.GREY, theme.PALE_BLUE, theme.PALE_BLUE)
DIFFERENCES_KEY = "Orange: more; blue: fewer; grey: could be chance"
# The workbook in the chart bears a day of its own; any will do, as long as it stays.
_SOME_DAY = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook has no time zones
_SHEET = "Sheet1"
_BAR, _LINE = 1.5, 2.25


def add_office_chart(slide: Slide, exhibit: Exhibit, box: Box) -> None:
    """Add the chart of an exhibit's `office_chart`, with its numbers in a workbook of its own.

    Parameters
    ----------
    slide : Slide
    exhibit : Exhibit
        With an `office_chart`.
    box : Box
    """
    of, numbers = exhibit.office_chart, exhibit.numbers
    if of is None or numbers is None:
        return
    shown = numbers.head(of.rows)
    names = [_name(row) for row in shown[list(of.names)].itertuples(index=False)]
    data = CategoryChartData(number_format="0.0")
    data.categories = names
    for each in of.series:
        data.add_series(storable(each.value), _numbers(shown[each.value]))
    kind = XL_CHART_TYPE.LINE_MARKERS if of.kind == "line" else XL_CHART_TYPE.BAR_CLUSTERED
    shape = slide.shapes.add_chart(kind, Emu(box.left), Emu(box.top), Emu(box.width), Emu(box.height), data)
    describe(shape, exhibit.alt)
    _dress(shape.chart, of, len(names))
    _set_axis(shape.chart, of, shown)
    if office_chart_key(exhibit):
        _colour_differences(shape.chart, shown, of.series[0])
    for at, each in enumerate(of.series):
        if each.low:
            _add_intervals(shape.chart, at, of, shown, each)
    # Our own: that of the library runs texts that begin like a formula, and bears the time of today.
    shape.chart.part.chart_workbook.update_from_xlsx_blob(_workbook(of, names, shown))


def office_chart_key(of: Exhibit) -> str:
    """Return what the colours of such a chart mean; empty where its legend says so, or there is one colour."""
    chart = of.office_chart
    return DIFFERENCES_KEY if chart is not None and chart.kind == "differences" and len(chart.series) == 1 else ""


def _name(of: Sequence[object]) -> str:
    text = " ".join(storable(isolated(": ".join(map(str, of)))).split())
    return text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1]}…"


def _numbers(of: pd.Series) -> list[float | None]:
    return [float(each) if each == each else None for each in of.astype(float)]  # noqa: PLR0124 - not a number


def _beside(shown: pd.DataFrame, of: Series) -> tuple[list[float], list[float]]:
    """Return how far an interval goes below each value and above it; 0 where there is none."""
    value = shown[of.value]
    below, above = value - shown[of.low], shown[of.high] - value
    return [float(each) for each in below.fillna(0)], [float(each) for each in above.fillna(0)]


def _workbook(of: OfficeChart, names: Sequence[str], shown: pd.DataFrame) -> bytes:
    """Return the numbers of a chart as the workbook that opens when it is edited: what is drawn, then intervals."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"created": _SOME_DAY})
        sheet = book.add_worksheet(_SHEET)
        for row, name in enumerate(names, 1):
            sheet.write_string(row, 0, name)
        for column, title, numbers in _columns(of, shown):
            sheet.write_string(0, column, storable(title))
            for row, each in enumerate(numbers, 1):
                if each is not None:
                    sheet.write_number(row, column, each)
    return content.getvalue()


def _columns(of: OfficeChart, shown: pd.DataFrame) -> list[tuple[int, str, Sequence[float | None]]]:
    """Return place, title and numbers of each column of the workbook in a chart."""
    columns: list[tuple[int, str, Sequence[float | None]]] = [
        (at, each.value, _numbers(shown[each.value])) for at, each in enumerate(of.series, 1)
    ]
    for at, each in enumerate(of.series):
        if each.low:
            below, above = _beside(shown, each)
            first = _first_of_interval(of, at)
            columns += [
                (first, each.low, _numbers(shown[each.low])),
                (first + 1, each.high, _numbers(shown[each.high])),
                (first + 2, f"{each.value}: below", below),
                (first + 3, f"{each.value}: above", above),
            ]
    return columns


def _first_of_interval(of: OfficeChart, series: int) -> int:
    return 1 + len(of.series) + 4 * series


def _add_intervals(chart: Chart, at: int, of: OfficeChart, shown: pd.DataFrame, series: Series) -> None:
    """Give a series error bars of its own intervals, which the library cannot."""
    below, above = _beside(shown, series)
    first = _first_of_interval(of, at)
    bars = etree.Element(qn("c:errBars"))
    for name, value in (("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "0")):
        etree.SubElement(bars, qn(f"c:{name}"), val=value)
    for name, column, numbers in (("plus", first + 3, above), ("minus", first + 2, below)):
        letter = xlsxwriter.utility.xl_col_to_name(column)
        reference = etree.SubElement(etree.SubElement(bars, qn(f"c:{name}")), qn("c:numRef"))
        etree.SubElement(reference, qn("c:f")).text = f"{_SHEET}!${letter}$2:${letter}${len(numbers) + 1}"
        remembered = etree.SubElement(reference, qn("c:numCache"))
        etree.SubElement(remembered, qn("c:formatCode")).text = "General"
        etree.SubElement(remembered, qn("c:ptCount"), val=str(len(numbers)))
        for place, each in enumerate(numbers):
            point = etree.SubElement(remembered, qn("c:pt"), idx=str(place))
            etree.SubElement(point, qn("c:v")).text = repr(each)
    chart.plots[0].series[at]._element.find(qn("c:cat")).addprevious(bars)  # noqa: SLF001 - there is no other way


def _dress(chart: Chart, of: OfficeChart, rows: int) -> None:
    """Give a chart its colours and its axes."""
    chart.has_title = False
    chart.font.size = Pt(SMALL_TEXT if rows > MANY_BARS else TEXT_SIZE)
    chart.has_legend = len(of.series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    else:
        chart.value_axis.has_title = True
        chart.value_axis.axis_title.text_frame.text = storable(of.series[0].value)
    chart.value_axis.major_gridlines.format.line.color.rgb = _rgb(theme.PALE_GREY)
    chart.value_axis.tick_labels.number_format, chart.value_axis.tick_labels.number_format_is_linked = "0", False
    chart.category_axis.major_tick_mark = XL_TICK_MARK.NONE
    # Below the chart, also where bars go left of zero.
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if of.kind != "line":
        # The first on top, and the numbers below the chart all the same.
        chart.category_axis.reverse_order = True
        chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
        chart.plots[0].gap_width = 60
    for at, each in enumerate(chart.plots[0].series):
        colour = _rgb(COLOURS[at])
        if of.kind != "line":
            each.format.fill.solid()
            each.format.fill.fore_color.rgb = colour
            each.invert_if_negative = False
        else:
            each.smooth = False
            each.format.line.color.rgb = colour
            each.format.line.width = Pt(_LINE if at == 0 else _BAR)
            if at:
                each.format.line.dash_style = MSO_LINE.DASH
            _mark(each, colour, is_marked=at == 0)


def _set_axis(chart: Chart, of: OfficeChart, shown: pd.DataFrame) -> None:
    """Let the axis reach to the ends of all intervals, which PowerPoint does not look at."""
    columns = [name for each in of.series for name in (each.value, each.low, each.high) if name]
    drawn = shown[columns].astype(float)
    lowest, highest = min(float(drawn.min().min()), 0.0), max(float(drawn.max().max()), 0.0)
    if math.isfinite(lowest) and math.isfinite(highest) and highest > lowest:
        ten = 10.0 ** math.floor(math.log10((highest - lowest) / FEWEST_TICKS))
        step = next(each * ten for each in (5, 2, 1) if each * ten * FEWEST_TICKS <= highest - lowest)
        chart.value_axis.major_unit = step
        chart.value_axis.minimum_scale = math.floor(lowest / step) * step
        chart.value_axis.maximum_scale = math.ceil(highest / step) * step
        if step < 1:
            chart.value_axis.tick_labels.number_format = "General"


def _colour_differences(chart: Chart, shown: pd.DataFrame, of: Series) -> None:
    """Give each bar the colour of its mark in the picture: `DIFFERENCES_KEY` says what it means."""
    for at, (low, high) in enumerate(zip(shown[of.low], shown[of.high], strict=True)):
        colour = theme.ORANGE if low > 0 else theme.BLUE if high < 0 else theme.PALE_GREY
        fill = chart.plots[0].series[0].points[at].format.fill
        fill.solid()
        fill.fore_color.rgb = _rgb(colour)


def _mark(series: object, colour: RGBColor, *, is_marked: bool) -> None:
    marker = series.marker  # type: ignore[attr-defined]
    marker.style = XL_MARKER_STYLE.CIRCLE if is_marked else XL_MARKER_STYLE.NONE
    if is_marked:
        marker.format.fill.solid()
        marker.format.fill.fore_color.rgb = colour
        marker.format.line.color.rgb = colour


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.removeprefix("#"))
