"""Which letters are not shown is one sentence: of none, of one script and of several."""

from __future__ import annotations

import pytest

from analysis.wording.missing_letters import not_shown

REST = "The web page and the workbook of the same report have every letter."


@pytest.mark.parametrize(
    ("letters", "said"),
    [
        ("", ""),
        ("ก", "Thai"),
        ("\u0e31ก治か\U0001f9f4", "Chinese, Japanese, Thai and signs such as emoji"),
        ("\U0003fffd", "signs such as emoji"),
    ],
)
def test_letters_that_are_not_shown(letters: str, said: str) -> None:
    sentence = f"□ stands for a letter that no typeface on this computer has ({said}). {REST}" if said else ""
    assert not_shown(letters) == sentence
