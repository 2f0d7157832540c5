"""The numbers behind a chart, as a spreadsheet may open them."""

from __future__ import annotations

import io
import re
import sys
import tempfile
import unicodedata
from pathlib import Path

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.counting.tallies import OneWay
from analysis.exhibits.log_tables import pairs_table
from analysis.exhibits.one_factor import levels_table
from analysis.exports.csv_tables import as_csv
from analysis.files.formulas import as_it_was, disarmed
from analysis.methods.one_factor import examine
from analysis.outcome_log.log import Factor
from analysis.saved_log.changes import effect
from analysis.saved_log.opening import open_log
from tests.logs import log_of
from tests.saved_log.logs import added, digest
from tests.tallies import BREAKOUTS

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


def test_whatever_folds_to_the_sign_of_a_formula_is_made_harmless() -> None:
    """Every character that Unicode takes for = + - @ (NFKC), as some spreadsheets do."""
    signs = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.normalize("NFKC", chr(code)) in set("=+-@")]
    assert {"＝", "＋", "－", "＠"} < {*signs}
    assert [sign for sign in signs if disarmed(f"{sign}cmd") != f"'{sign}cmd"] == []


def is_unseen(character: str) -> bool:
    kind = unicodedata.category(character)
    return (kind[0] == "Z" or kind in {"Cc", "Cf"}) and ord(character) <= 0xFFFF


BLANKS = st.text(st.characters(categories=["Z", "Cc", "Cf"], max_codepoint=0xFFFF), max_size=4)
FORMULAS = st.builds(
    "".join, st.tuples(st.sampled_from(["", "'", "''"]), BLANKS, st.sampled_from("=+-@＝＋－＠"), st.text(max_size=9))
)


@given(st.one_of(st.text(), FORMULAS))
def test_no_cell_starts_a_formula_and_every_cell_is_read_back_as_it_was(text: str) -> None:
    safe = disarmed(text)
    # What cannot be seen may be trimmed before the first character counts.
    seen = next((each for each in safe if not is_unseen(each)), "")
    assert unicodedata.normalize("NFKC", seen) not in set("=+-@") or re.fullmatch(r"[-+]?\d+(\.\d+)?", text)
    assert as_it_was(safe) == text


def test_csv_says_it_is_utf8_and_keeps_accents() -> None:
    data = as_csv(pd.DataFrame({"Clinic": ["Café Quarter"]}))
    assert data.startswith(b"\xef\xbb\xbf")
    assert "Café Quarter" in data.decode("utf-8-sig")


def test_levels_table_loses_no_treatment() -> None:
    tally = OneWay("new_product", ("no", "yes", None), np.array([[90, 10, 5], [60, 40, 0], [3, 2, 1]]))
    table = levels_table(examine(NEW_PRODUCT, tally), BREAKOUTS)
    assert list(table["Level of New product"]) == ["no", "yes", "unknown"]
    assert table["Treatments"].sum() == tally.treatments.sum()
    assert list(table["Rate, %"]) == [10.0, 40.0, 40.0]


def test_a_factor_called_like_a_column_of_the_table_keeps_its_levels() -> None:
    for name in ("Rate, %", "Treatments", "95% CI from, %"):
        factor = Factor(name, name, "category", ("a", "b"), is_extra=True)
        tally = OneWay(name, ("a", "b", None), np.array([[9, 1, 0], [5, 5, 0], [0, 0, 0]]))
        assert levels_table(examine(factor, tally), BREAKOUTS).iloc[:, 0].tolist() == ["a", "b"]


def test_pairs_stand_side_by_side_and_are_harmless_in_a_spreadsheet() -> None:
    header = "treatment_id,client_id,treatment_date,clinic,treatment,breakout\n"
    in_log = f"{header}T1,=1+1,2026-05-01,Park,,no\nT2,C2,2026-05-02,Park,peel,yes\n"
    in_file = header.removeprefix("treatment_id,") + "C2,2026-05-02,Park,peel,\n=1+1,2026-05-01,,peel,no\n"
    with tempfile.TemporaryDirectory() as folder:
        added(Path(folder), in_log)
        log = log_of(in_file)
        table = pairs_table(effect(open_log(Path(folder)), log, digest(in_file)), log.frame.index)
    assert table.to_dict("records")[0] == {
        "Client ID": "=1+1",
        "Treatment date": "2026-05-01",
        "Uncertain": "no clinic in the file; no treatment in the log",
        "Clinic (log)": "Park",
        "Clinic (file)": "",
        "Treatment (log)": "",
        "Treatment (file)": "peel",
        "Breakout (log)": "no",
        "Breakout (file)": "no",
        "Treatment ID (log)": "T1",
        "Treatment ID (file)": "",
        "Row of the file": 3,
    }
    assert (table["Uncertain"][1], table["Breakout (log)"][1], table["Breakout (file)"][1]) == ("", "yes", "")
    assert as_csv(table).decode("utf-8-sig").split("\n")[1].startswith("'=1+1,")
