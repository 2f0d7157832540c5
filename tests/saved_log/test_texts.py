"""A file's texts are spelled as the log has them, whether a few are a list or a million are held by Arrow."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.files.many_texts import as_many
from analysis.saved_log.texts import TextColumn, one_below_other, spelled_as_kept

# What a spreadsheet, or somebody typing, makes of the same number, and what only looks like it.
NUMBERS = st.sampled_from(
    ["12", "12.0", "12,00", " 12.0", "\uff11\uff12.0", "120", "1.20", "A0", "a0", "A.0", "\u20600", "0"]
)
TEXTS = st.lists(st.one_of(NUMBERS, st.text("aA10.é ", min_size=1, max_size=4)), unique=True, max_size=8)


def column(texts: list[str], *, many: bool) -> TextColumn:
    """Return a column in whose rows each text but the first stands, and a blank."""
    return TextColumn(as_many(texts) if many else tuple(texts), np.array([*range(1, len(texts)), -1], dtype=np.int8))


@pytest.mark.parametrize("name", ["client_id", "clinic"])
@given(kept=TEXTS, incoming=TEXTS)
@example(kept=["12.0", "12"], incoming=["12", "12,0", "A0"])
@settings(max_examples=150, deadline=None)
def test_many_texts_are_spelled_as_a_few_are(name: str, kept: list[str], incoming: list[str]) -> None:
    few = spelled_as_kept({name: column(kept, many=False)}, {name: column(incoming, many=False)})[name]
    for of_kept, of_incoming in ((True, True), (True, False), (False, True)):
        many = spelled_as_kept({name: column(kept, many=of_kept)}, {name: column(incoming, many=of_incoming)})[name]
        assert (tuple(many.texts), many.codes.tolist()) == (few.texts, few.codes.tolist())


@given(TEXTS, TEXTS)
@settings(max_examples=100, deadline=None)
def test_two_columns_are_one_without_a_changed_text(first: list[str], second: list[str]) -> None:
    rows = [*first[1:], "", *second[1:], ""]
    for many in (False, True):
        both = one_below_other(column(first, many=many), column(second, many=many))
        assert [both.texts[code] if code >= 0 else "" for code in both.codes.tolist()] == rows
        assert list(both.texts) == list(dict.fromkeys([*first, *second]))
        assert both.codes.dtype == np.int8
