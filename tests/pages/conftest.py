"""What holds for every test of a page."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def fills_in_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fill blanks in by two rounds instead of ten: `tests/methods/test_imputation.py` has the numbers."""
    monkeypatch.setattr("analysis.methods.imputation.chained.ROUNDS", 2)
