"""Tables on paper: as wide as the page at most, and with every number whole."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.exports.pdf_report import BESIDE, PAPER_WIDTH, table_values
from analysis.exports.table_texts import rows_as_texts
from analysis.exports.typeface import text_width_of


def test_a_wide_table_is_as_wide_as_the_page_and_breaks_no_number() -> None:
    numbers = {f"More treatments, {name} per 100": [-1234.5, 12.0] for name in "abcdef"}
    words = {"Factor": ["Aftercare adherence", "Clinic"]}
    of = table_values(pd.DataFrame({**words, **numbers, "Cautions": ["a b c " * 30, ""]}))
    assert sum(of["widths"]) == pytest.approx(PAPER_WIDTH)
    for at, width in enumerate(of["widths"][1:-1], 1):
        assert width >= of["size"] * text_width_of(of["rows"][0][at]) + 2 * BESIDE


def test_a_narrow_table_is_as_wide_as_its_cells() -> None:
    assert not table_values(pd.DataFrame({"Clinic": ["Northgate"], "Rate, %": [9.1]}))["widths"]


def test_a_count_stays_whole_beside_one_that_is_not_shown() -> None:
    table = pd.DataFrame({"Known outcomes": [427, None], "Rate, %": [4.0, None]}).astype({"Known outcomes": "Int64"})
    assert rows_as_texts(table) == [["427", "4.0"], ["–", "–"]]
