"""The numbers behind a chart, as a spreadsheet may open them."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd

from analysis.counting.in_memory import Tally
from analysis.exhibits.one_factor import levels_table
from analysis.exports.csv_tables import as_csv
from analysis.methods.one_factor import examine
from analysis.outcome_log.log import Factor

NEW_PRODUCT = Factor("new_product", "New product", "category", ("no", "yes"), "no")


def test_formulas_are_made_harmless_in_cells_and_headers() -> None:
    table = pd.DataFrame(
        {"=1+1": ["=cmd|'/c calc'!A1", "+1+A1", "-A1", "@SUM(A1)", "\tx", "-1.5"], "n": [1, -2, 3, 4, 5, 6]}
    )
    text = as_csv(table).decode("utf-8-sig")
    back = pd.read_csv(io.StringIO(text))
    assert list(back.columns) == ["'=1+1", "n"]
    assert all(cell.startswith("'") for cell in back["'=1+1"][:5])
    assert back["'=1+1"][5] == "-1.5"
    # Numbers stay numbers: a minus sign in front of one is no formula.
    assert list(back["n"]) == [1, -2, 3, 4, 5, 6]


def test_csv_says_it_is_utf8_and_keeps_accents() -> None:
    data = as_csv(pd.DataFrame({"Clinic": ["Café Quarter"]}))
    assert data.startswith(b"\xef\xbb\xbf")
    assert "Café Quarter" in data.decode("utf-8-sig")


def test_levels_table_loses_no_treatment() -> None:
    tally = Tally(("new_product",), (("no", "yes", None),), np.array([[90, 10, 5], [60, 40, 0], [3, 2, 1]]))
    table = levels_table(examine(NEW_PRODUCT, tally))
    assert list(table["Level of New product"]) == ["no", "yes", "not known"]
    assert table["Treatments"].sum() == tally.treatments.sum()
    assert list(table["Rate, %"]) == [10.0, 40.0, 40.0]


def test_a_factor_called_like_a_column_of_the_table_keeps_its_levels() -> None:
    for name in ("Rate, %", "Treatments", "95% CI from, %"):
        factor = Factor(name, name, "category", ("a", "b"), is_extra=True)
        tally = Tally((name,), (("a", "b", None),), np.array([[9, 1, 0], [5, 5, 0], [0, 0, 0]]))
        assert levels_table(examine(factor, tally)).iloc[:, 0].tolist() == ["a", "b"]
