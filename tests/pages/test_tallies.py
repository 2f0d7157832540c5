"""What one page counted, the next one of the same session does not count again under the same filters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from analysis.counting.in_memory import InMemory
from tests.pages.opening import open_page, text_of

if TYPE_CHECKING:
    import numpy as np

    from analysis.counting.counts import By, Of


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[tuple[By, ...]]:
    """Return what was counted by, while it grows."""
    made: list[tuple[By, ...]] = []
    count = InMemory._count

    def noted(self: InMemory, by: tuple[By, ...], of: Of) -> np.ndarray:
        made.append(by)
        return count(self, by, of)

    monkeypatch.setattr(InMemory, "_count", noted)
    return made


def test_a_question_counts_only_what_no_page_before_it_counted(counted: list[Any]) -> None:
    app = open_page("dashboard.py")
    # No other test has this window: nothing is remembered of it.
    app.number_input(key="window").set_value(29).run()
    assert ("needle_depth_mm",) in counted
    app.switch_page("pages/2_Factors.py")
    app.session_state["factor"] = "needle_depth_mm"
    app.run()
    # What stands on top of the page compares within groups, too.
    assert any(len(by) == 2 for by in counted)
    counted.clear()
    for part in ("Unknown outcomes", "Curve", "Within groups"):
        app.session_state["closer_look"] = part
        app.run()
        assert "Needle depth" in text_of(app)
    assert counted == []
