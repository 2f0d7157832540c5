"""What adding a file would do is worked out once, however often the page is drawn."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.saved_log.changes import Effect
from tests.pages.test_saved_log import JUNE, MAY, kept, upload


def test_the_changes_are_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Effect] = []
    changes = Effect.changes

    def counted(effect: Effect, most: int | None = None) -> pd.DataFrame:
        made.append(effect)
        return changes(effect, most)

    monkeypatch.setattr(Effect, "changes", counted)
    app = upload(kept(MAY), JUNE, "june.csv")
    made_first = len(made)
    app.run()
    app.run()
    assert made_first == len(made) == 2  # the file that was added, and the one that is looked at
    assert not app.exception
