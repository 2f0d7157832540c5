"""A rate is rounded once, from its full value: labels, hover, sentences and tables show the same digits."""

from __future__ import annotations

import re

import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.exhibits.one_factor import one_factor_exhibit
from analysis.methods.one_factor import examine
from analysis.wording.numbers import NO_NUMBER, cell, count, percent
from analysis.wording.rates import n_of_n
from tests.exhibits.test_every_exhibit import LOGS, exhibits
from tests.figures.drawn import as_plotly
from tests.tallies import BREAKOUTS, counted, factor

COUNTS = st.tuples(st.integers(0, 400), st.integers(0, 6000), st.integers(0, 50))
# Columns of rates whose every number is drawn or shown when a mark is pointed at.
# A curve is drawn without its numbers; what two others hold are differences, in charts whole from ten up.
NO_RATES_DRAWN = ("rate-along", "what-this-log-can-tell", "crude-beside-adjusted")
DRAWN = ("Rate, %", "Adjusted, per 100", "Predicted, per 100", "Seen, per 100")


def texts(of: go.Figure) -> str:
    """Return every text of a figure, and what its marks show when they are pointed at."""
    traces = [[trace.text, trace.hovertext] for trace in of.data if "text" in trace]
    return repr([traces, [note.text for note in of.layout.annotations]])


@pytest.mark.parametrize("name", LOGS)
def test_every_rate_in_a_table_is_in_the_chart_with_the_same_digits(name: str) -> None:
    for of in exhibits(name):
        if of.figure is None or of.table is None or of.stem.startswith(NO_RATES_DRAWN):
            continue
        shown = set(re.findall(r"[\d.]+(?=%)|(?<=<b>)[\d.]+(?=</b>)", texts(as_plotly(of.figure))))
        for row in of.table.to_dict("records"):
            # Treatments whose level is not known have a row in the table and no mark.
            if "unknown" not in row.values():
                rates = [row[column] for column in DRAWN if column in row]
                assert {cell(rate) for rate in rates} - {NO_NUMBER} <= shown, (of.stem, row)


@settings(max_examples=40, deadline=None)
@given(COUNTS, COUNTS)
def test_the_label_of_a_level_is_the_text_of_its_row(no: tuple[int, int, int], yes: tuple[int, int, int]) -> None:
    of = one_factor_exhibit(examine(factor(), counted({"no": no, "yes": yes})), BREAKOUTS)
    assert of.figure is not None
    assert of.table is not None
    (beside,) = as_plotly(of.figure).select_traces({"mode": "text"})
    labels = [text.split("<br>")[0].strip() for text in beside.text]
    hovers = as_plotly(of.figure).data[0].hovertext
    for label, hover, row in zip(labels, hovers, of.table.to_dict("records"), strict=False):
        events, known = row["Breakouts"], row["Treatments"] - row["Outcome unknown"]
        if not known:
            assert label == "no known outcome"
            continue
        shown = f"{count(events)} of {count(known)} ({cell(row['Rate, %'], 'Rate, %')}%)"
        # An interval that is cut at the edge of the axis has its end before the counts.
        assert label.split("   ")[-1] == shown
        assert shown in hover
        assert f"{cell(row['95% CI from, %'])}% to {cell(row['95% CI to, %'])}%" in hover


@given(st.integers(0, 1000), st.integers(1, 10_000_000))
def test_a_table_and_a_sentence_round_a_share_alike(events: int, known: int) -> None:
    share = min(events, known) / known
    assert f"{cell(100 * share)}%" == percent(share)


def test_6_946_is_6_9_everywhere() -> None:
    of = one_factor_exhibit(examine(factor(), counted({"no": (116, 1554), "yes": (40, 60)})), BREAKOUTS)
    assert of.numbers is not None
    assert n_of_n(examine(factor(), counted({"no": (116, 1554)})).levels[0].rate) == "116 of 1,670 (6.9%)"
    assert of.numbers["Rate, %"][0] == pytest.approx(6.946, abs=0.001)
    assert cell(of.numbers["Rate, %"][0], "Rate, %") == "6.9"
