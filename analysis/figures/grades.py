"""Stacked shares of the grades of an outcome at each level of a factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.figures import theme
from analysis.wording.grades import grade_name, grade_share, graded_unit, grades_title, whole_share
from analysis.wording.numbers import count, level_name, percent

if TYPE_CHECKING:
    from analysis.figures.figure import Figure, Trace
    from analysis.methods.grades import GradesResult
    from analysis.outcome_log.outcomes import Counted

# One blue through which the page shines, the more so the lower the grade: the highest stands out on a light page and on
# a dark one. It carries white text, and the others text in the page's own colour, all with a contrast of 4.5 to 1.
HIGHEST = (36, 120, 181)
FAINTEST, STRONGEST_BELOW = 0.12, 0.55
# Told apart by these as well, where colours are not seen or printed.
PATTERNS = ("", "/", "x", "-", "\\", "+", "|", ".")
# A number that would have to be smaller than this to fit its piece is left to the table.
TEXT, SMALLEST_TEXT = 13, 10
# Below the axis.
ROOM_FOR_KEY = 70


def grades_figure(result: GradesResult, counted: Counted) -> Figure:
    """Draw one bar of 100% a level, cut into the shares of the grades, the lowest grade first.

    The share of the highest grade, which is often small, stands beyond the bar too.
    """
    rows = list(range(len(result.levels)))
    names = [theme.wrapped(level_name(each.level, result.factor)) for each in result.levels]
    traces: list[Trace] = []
    for place, grade in enumerate(result.grades):
        is_highest = place == len(result.grades) - 1
        shares = [each.counts[place] / each.known for each in result.levels]
        name = theme.plain(grade_name(grade))
        colour = _shade(1.0 if is_highest else _strength(place, len(result.grades) - 1))
        traces.append(
            theme.bar(
                y=rows,
                x=[100 * share for share in shares],
                name=name,
                orientation="h",
                marker={
                    "color": colour,
                    "line": {"color": _shade(1.0), "width": 1},
                    "pattern": {
                        "shape": PATTERNS[place % len(PATTERNS)],
                        "fgcolor": "white" if is_highest else _shade(1.0),
                        "bgcolor": colour,
                        "fgopacity": 0.35,
                        "solidity": 0.15,
                    },
                },
                text=[whole_share(share) for share in shares],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                textfont={"size": TEXT, **({"color": "white"} if is_highest else {})},
                hovertext=[
                    f"{names[row]}<br>{name}: {count(each.counts[place])}/{count(each.known)} ({percent(share)})"
                    for row, (each, share) in enumerate(zip(result.levels, shares, strict=True))
                ],
                hoverinfo="text",
            )
        )
    ends = [f" {grade_share(each.counts[-1] / each.known)}  n = {count(each.known)}" for each in result.levels]
    traces.append(
        theme.scatter(
            y=rows,
            x=[100] * len(rows),
            mode="text",
            text=ends,
            textposition="middle right",
            cliponaxis=False,
            hoverinfo="skip",
            showlegend=False,
        )
    )
    height = theme.rows_height(names) + ROOM_FOR_KEY
    highest = theme.short(grade_name(result.grades[-1]))
    key = (f"beyond the bars: “{highest}” of 100, and n",)
    look = theme.dressing(grades_title(result, counted), height, key=key, labels=names, ends=ends, below=ROOM_FOR_KEY)
    layout = {
        **look,
        "barmode": "stack",
        "uniformtext": {"minsize": SMALLEST_TEXT, "mode": "hide"},
        "showlegend": True,
        "legend": {**theme.LEGEND_BELOW, "traceorder": "normal"},
    }
    across = {"title": {"text": f"of 100 {graded_unit(result, counted)}s"}, "range": [0, 100]}
    return theme.dressed(traces, layout, across, theme.rows_axis(names))


def _strength(place: int, below: int) -> float:
    """Return how much of the blue covers the page at one of the grades below the highest, the lowest first."""
    return FAINTEST + (STRONGEST_BELOW - FAINTEST) * place / max(below - 1, 1)


def _shade(strength: float) -> str:
    red, green, blue = HIGHEST
    return f"rgba({red},{green},{blue},{strength:.2f})"
