"""What a log would show of each factor, beside what it did show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.figures import marks, reach, theme
from analysis.methods.power import Ability
from analysis.wording.numbers import signed
from analysis.wording.one_factor import contrast_name
from analysis.wording.power import power_finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.figures.figure import Figure, Trace
    from analysis.methods.power import Detectable, NothingToCompare
    from analysis.outcome_log.outcomes import Counted
    from analysis.results import FactorResult, Rate

OFTEN_MISSED = "rgba(122,130,136,0.35)"
SETTLED, OPEN = "diamond", "circle-open"
CHOSEN = "▶ "


def power_figure(of: Sequence[Ability | NothingToCompare], counted: Counted, chosen: str | None = None) -> Figure:
    """Draw one row a factor: the differences that would often be missed as a band, and the one observed as a mark.

    Parameters
    ----------
    of : sequence of Ability or NothingToCompare
        Those without a contrast are left out; say so next to the chart.
    counted : Counted
    chosen : str, optional
        The name of the factor that the page is about: its row is marked.
    """
    shown = [each for each in of if isinstance(each, Ability)]
    rows = list(range(len(shown)))
    observed = [each.comparison.risk_difference.value for each in shown]
    bands = [_often_missed(each.detectable, each.comparison.second) for each in shown]
    colours = [marks.direction_colour(each.comparison.risk_difference, linked=each.is_settled) for each in shown]
    low, high = _axis(bands, observed)
    hover = [_hover(each, counted) for each in shown]
    traces = [
        theme.bar(
            y=rows,
            base=[100 * low for low, _ in bands],
            x=[100 * (high - low) for low, high in bands],
            orientation="h",
            marker={"color": OFTEN_MISSED, "line": {"width": 0}},
            hovertext=hover,
            hoverinfo="text",
        ),
        theme.scatter(
            y=rows,
            x=[100 * reach.within(each, (low, high)) for each in observed],
            mode="markers",
            cliponaxis=False,
            marker={
                "size": 12,
                "color": colours,
                "symbol": [
                    _symbol(each, low, high, is_settled=of_row.is_settled)
                    for each, of_row in zip(observed, shown, strict=True)
                ],
                "line": {"width": 2, "color": colours},
            },
            hovertext=hover,
            hoverinfo="text",
        ),
    ]
    labels = [_label(each.result, chosen) for each in shown]
    _add_numbers_beyond(traces, observed, low, high)
    key = ["grey: differences this log would often miss", "observed: ◆ clear   ○ could be chance"]
    if any(min(*band, each) < low or max(*band, each) > high for band, each in zip(bands, observed, strict=True)):
        key.append("cut at the edge: goes further")
    layout = theme.dressing("What this log can show", theme.rows_height(labels), key=key, labels=labels)
    layout["shapes"] = [marks.ZERO]
    return theme.dressed(traces, layout, reach.differences_axis((low, high)), theme.rows_axis(labels))


def _often_missed(found: Detectable, reference: Rate) -> tuple[float, float]:
    """Return the differences between which this log would often miss one: as far as rates go where all would be."""
    low = -found.fewer if found.fewer is not None else -reference.value
    return low, found.more if found.more is not None else 1 - reference.value


def _axis(bands: Sequence[tuple[float, float]], observed: Sequence[float]) -> tuple[float, float]:
    """Return from where to where the axis goes, so that most rows can be read: few reach beyond it."""
    return reach.axis_of([(min(low, each), max(high, each)) for (low, high), each in zip(bands, observed, strict=True)])


def _symbol(observed: float, low: float, high: float, *, is_settled: bool) -> str:
    if low <= observed <= high:
        return SETTLED if is_settled else OPEN
    return f"{reach.FURTHER_RIGHT if observed > high else reach.FURTHER_LEFT}{'' if is_settled else '-open'}"


def _add_numbers_beyond(traces: list[Trace], observed: Sequence[float], low: float, high: float) -> None:
    """Write what was observed beside the marks that are drawn at the edge instead of where they belong."""
    for row, each in enumerate(observed):
        if not low <= each <= high:
            traces.append(
                theme.scatter(
                    y=[row],
                    x=[100 * (high if each > high else low)],
                    mode="text",
                    text=[f"{signed(each)}   " if each > high else f"   {signed(each)}"],
                    textposition="middle left" if each > high else "middle right",
                    hoverinfo="skip",
                )
            )


def _label(result: FactorResult, chosen: str | None) -> str:
    title = theme.wrapped(f"{CHOSEN if result.factor.name == chosen else ''}{result.factor.title}")
    return f"<b>{title}</b><br>{theme.wrapped(contrast_name(result))}"


def _hover(of: Ability, counted: Counted) -> str:
    return "<br>".join(theme.plain(line) for line in theme.broken(power_finding(of, counted)))
