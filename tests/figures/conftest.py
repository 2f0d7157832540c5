"""No test of a figure passes where a number is written that nothing can show."""

from __future__ import annotations

import plotly
import pytest

from tests.figures.drawn import NotDrawnError


@pytest.fixture(autouse=True)
def every_number_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let plotly's writer fail at a number for which it would write null: in the figure none is left to be seen."""

    def fail(_writer: object, number: str) -> None:
        raise NotDrawnError(number)

    monkeypatch.setattr(plotly.utils.PlotlyJSONEncoder, "coerce_to_strict", fail)
