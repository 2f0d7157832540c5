"""What stands on a control chart besides its rates: names of what is unusual, lines to compare with, and notes."""

from __future__ import annotations

import datetime as dt
from itertools import islice
from typing import TYPE_CHECKING, Any

from analysis.figures import marks, theme
from analysis.wording.numbers import per_100
from analysis.wording.trend import in_short

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.methods.control_chart.p_chart import ChartPoint
    from analysis.questions.trend import Trend

# More labels would cover one another; the hover texts and the table have the rest.
MOST_LABELLED, LONGEST_NOTE = 3, 28
# Names of lines closer than this would stand over one another.
TOO_CLOSE = 0.05
# What the two lines beside a mark take of the chart's width, on a narrow page, and of its height.
LABEL_WIDTH, LABEL_HEIGHT = 0.35, 0.4


def labels(found: Trend) -> Iterator[dict[str, Any]]:
    """Yield the names of the periods furthest outside, of the lines and of the notes."""
    yield from _unusual(found)
    yield from _range_name(found)
    yield from _line_names(found)
    yield from _notes_names(found)


def lines(found: Trend) -> Iterator[dict[str, Any]]:
    """Yield the target and the named lines, and a line at the day of each note."""
    yield from _lines(found)
    yield from _notes_lines(found)


def rates_of_lines(found: Trend) -> Iterator[tuple[float, str]]:
    """Yield the rates to compare with, as shares, and how their lines are dashed."""
    if found.settings.target is not None:
        yield found.settings.target, "dash"
    for each in found.settings.lines:
        yield each.rate, "dot"


def is_late(found: Trend, day: dt.date) -> bool:
    """Tell whether a day stands in the right half of the chart, so that its name has more room to the left."""
    starts = [each.start for each in found.chart.points]
    return 2 * sum(start < day for start in starts) > len(starts)


def _unusual(found: Trend) -> Iterator[dict[str, Any]]:
    """Yield the names of the periods furthest outside, each beside its mark."""
    for each, left in _placed(found):
        yield {
            "x": each.start,
            "y": 100 * _rate(each),
            "xref": "x",
            "yref": "y",
            "text": "<br>".join(map(theme.plain, in_short(each, found.chart.by))),
            "align": "right" if left else "left",
            "showarrow": False,
            "xanchor": "right" if left else "left",
            "xshift": -10 if left else 10,
        }


def _placed(found: Trend) -> list[tuple[ChartPoint, bool]]:
    """Return the periods furthest outside whose names cover no other name and no unusual mark, and whether a name
    stands left of its mark: on the side that has more room, else on the other side.
    """
    near = LABEL_HEIGHT * max(map(_rate, found.chart.points), default=0.0)
    unusual = [(each, _place(each, found)) for each in found.chart.points if each.side]
    placed: list[tuple[ChartPoint, bool]] = []
    for each in found.chart.beyond:
        late = is_late(found, each.start)
        there = [mark for other, mark in unusual if other is not each and abs(_rate(other) - _rate(each)) < near / 2]
        beside = [of for of in placed if abs(_rate(of[0]) - _rate(each)) < near]
        free = (left for left in (late, not late) if _is_free(each, beside, there, found, left=left))
        placed += [(each, left) for left in islice(free, 1)]
        if len(placed) == MOST_LABELLED:
            break
    return placed


def _is_free(
    point: ChartPoint,
    beside: Sequence[tuple[ChartPoint, bool]],
    marks_there: Sequence[float],
    found: Trend,
    *,
    left: bool,
) -> bool:
    """Tell whether a name on one side of a mark stays within the chart, off the names and the marks of its height."""
    start, end = _span(point, found, left=left)
    if (start < 0 or end > 1) and left is not is_late(found, point.start):
        return False
    spans = [_span(other, found, left=side) for other, side in beside]
    return all(other_end <= start or end <= other_start for other_start, other_end in spans) and not any(
        start <= mark <= end for mark in marks_there
    )


def _span(point: ChartPoint, found: Trend, *, left: bool) -> tuple[float, float]:
    """Return from where to where the name of a period goes, as shares of the width of the chart."""
    place = _place(point, found)
    return (place - LABEL_WIDTH, place) if left else (place, place + LABEL_WIDTH)


def _place(point: ChartPoint, found: Trend) -> float:
    first, last = found.chart.points[0].start, found.chart.points[-1].start
    return (point.start - first) / max(last - first, dt.timedelta(days=1))


def _rate(point: ChartPoint) -> float:
    return point.observed.rate.value if point.observed.rate else 0.0


def _lines(found: Trend) -> Iterator[dict[str, Any]]:
    """Yield the target and the named lines."""
    for rate, dash in rates_of_lines(found):
        yield marks.across(100 * rate, color=theme.ORANGE if dash == "dash" else theme.GREY, width=1.5, dash=dash)


def ends(found: Trend) -> list[str]:
    """Return what stands right of the chart, for the room it needs."""
    return [name for _, name in _names(found)]


def _line_names(found: Trend) -> Iterator[dict[str, Any]]:
    """Yield what stands at the right end of the average, the target and the named lines: of two that are close, the
    lower one stands below its line and the higher one above.
    """
    names = sorted(_names(found))
    rates = [rate for rate, _ in names]
    for place, (rate, name) in enumerate(names):
        is_low = place + 1 < len(rates) and rates[place + 1] - rate < TOO_CLOSE
        is_high = place > 0 and rate - rates[place - 1] < TOO_CLOSE
        anchor = "bottom" if is_high else "top" if is_low else "middle"
        yield {**marks.name_beside(100 * rate, name), "yanchor": anchor}


def _names(found: Trend) -> list[tuple[float, str]]:
    """Return the rates to compare with, as shares, and their names in short lines, escaped."""
    settings = found.settings
    names = [(settings.target, f"target<br>{per_100(settings.target)}")] if settings.target is not None else []
    names += [
        (each.rate, f"{theme.wrapped(theme.short(each.name))}<br>{per_100(each.rate)}") for each in settings.lines
    ]
    if found.chart.phases:
        centre = found.chart.phases[-1].centre
        names.append((centre, f"average<br>{per_100(centre)}"))
    return names


def _range_name(found: Trend) -> Iterator[dict[str, Any]]:
    """Yield the name of the expected range, within its first period that is judged."""
    first = next((each for each in found.chart.points if each.is_judged and each.upper is not None), None)
    if first is not None and first.upper is not None:
        yield {
            "x": 0, "xref": "x domain", "y": 100 * first.upper, "yref": "y", "text": "expected range",
            "showarrow": False, "xanchor": "left", "yanchor": "top", "xshift": 2,
        }  # fmt: skip


def _notes_lines(found: Trend) -> Iterator[dict[str, Any]]:
    for each in found.settings.notes:
        yield {
            "type": "line", "xref": "x", "x0": each.day, "x1": each.day, "yref": "y domain", "y0": 0, "y1": 1,
            "line": {"color": theme.GREY, "width": 1, "dash": "dot"},
        }  # fmt: skip


def _notes_names(found: Trend) -> Iterator[dict[str, Any]]:
    for each in found.settings.notes:
        left = is_late(found, each.day)
        text = each.text if len(each.text) <= LONGEST_NOTE else f"{each.text[: LONGEST_NOTE - 1]}…"
        yield {
            "x": each.day, "xref": "x", "y": 0, "yref": "y domain", "text": theme.plain(text), "showarrow": False,
            "xanchor": "right" if left else "left", "yanchor": "bottom", "xshift": -4 if left else 4,
        }  # fmt: skip
