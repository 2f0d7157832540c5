"""Texts that Arrow holds are read as the same texts in a list are."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.files.many_texts import (
    Coded,
    ManyTexts,
    any_holds,
    are_blank,
    are_stripped,
    as_many,
    begin_with,
    digit_forms,
    in_one,
    index_of,
    rows_marked,
    rows_with_each,
    selected,
    sorted_places,
    texts_in,
    those_at,
    with_one_more,
)

ANY = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=6)
IDS = st.text("0123456789", max_size=10).map("C-{}".format)
TEXTS = st.lists(st.one_of(ANY, IDS, st.text("01é ", max_size=4)), unique=True, max_size=12)


def of_arrow(texts: list[str]) -> ManyTexts:
    """Return texts as Arrow holds them behind others, as where a part of a column is taken."""
    return ManyTexts(pa.array(["before", *texts], pa.large_string()).slice(1))


@given(TEXTS)
@example(["0000", "0001", ""])
@settings(max_examples=300, deadline=None)
def test_texts_of_arrow_are_those_of_a_list(texts: list[str]) -> None:
    held = of_arrow(texts)
    assert list(held) == texts
    assert held[:2] == tuple(texts[:2])
    assert [texts[place] for place in sorted_places(held)] == sorted(texts)
    assert are_blank(held).tolist() == are_blank(texts).tolist() == [not text.strip() for text in texts]
    # Where it does not show at once, it may be so all the same.
    assert not are_stripped(held) or texts == [text.strip() for text in texts]
    assert begin_with(held, "'") == any(text.startswith("'") for text in texts)
    assert any_holds(held, "00") == any("00" in text for text in texts)
    of_held, of_list = ([forms[place] for place in places] for forms, places in (digit_forms(held), digit_forms(texts)))
    assert of_held == of_list
    marks = np.array([len(text) > 2 for text in texts], dtype=bool)
    assert tuple(selected(held, marks)) == tuple(selected(texts, marks))
    assert list(those_at(held, np.flatnonzero(marks))) == list(those_at(texts, np.flatnonzero(marks)))


@given(st.lists(st.lists(st.one_of(IDS, ANY), min_size=1, max_size=6), min_size=1, max_size=4))
@settings(max_examples=200, deadline=None)
def test_blocks_of_a_column_are_put_together_as_arrow_does(blocks: list[list[str]]) -> None:
    column = pa.chunked_array([pa.array(block).dictionary_encode() for block in blocks])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("analysis.files.many_texts.MOST_LISTED", 1)
        codes, texts = in_one([Coded.of(part) for part in column.chunks])
    as_arrow = column.combine_chunks()
    assert codes.tolist() == as_arrow.indices.to_pylist()
    assert texts.to_pylist() == as_arrow.dictionary.to_pylist()


def test_a_column_of_many_texts_stays_with_arrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.files.many_texts.MOST_LISTED", 1)
    held = texts_in(index_of(of_arrow(["C-1", "C-2"])))
    assert isinstance(held, ManyTexts)
    assert list(held) == ["C-1", "C-2"]


@given(st.lists(st.integers(0, 15)), st.integers(1, 16))
@settings(deadline=None)
def test_rows_are_counted_and_marked_by_their_codes(codes: list[int], texts: int) -> None:
    rows = np.array([code % texts for code in codes], dtype=np.int8)
    column = pd.Categorical.from_codes(rows, categories=pd.Index(list(map(str, range(texts)))))
    assert rows_with_each(column).tolist() == [rows.tolist().count(code) for code in range(texts)]
    for marks in (np.arange(texts) % 2 == 0, np.arange(texts) == 0, np.arange(texts) != 0):
        assert rows_marked(marks, rows).tolist() == marks[rows].tolist()


@given(TEXTS, st.lists(st.one_of(ANY, IDS), min_size=1, max_size=6, unique=True))
@settings(max_examples=100, deadline=None)
def test_texts_of_arrow_are_found_replaced_and_put_together(texts: list[str], others: list[str]) -> None:
    held, sought = of_arrow(texts), as_many(others)
    assert held.positions(sought).tolist() == [texts.index(text) if text in texts else -1 for text in others]
    twice = held.followed_by(held)
    is_preferred = np.arange(len(twice)) >= len(held)
    assert twice.positions(sought, is_preferred).tolist() == [
        len(texts) + texts.index(text) if text in texts else -1 for text in others
    ]
    each, places = twice.distinct()
    assert (list(each), places.tolist()) == (texts, [*range(len(texts))] * 2)
    assert list(with_one_more(held, "last")) == list(with_one_more(texts, "last")) == [*texts, "last"]
    longer = [place for place, text in enumerate(texts) if len(text) > 2]
    assert list(held.replaced(np.array(longer, dtype=np.int64), ["?"] * len(longer))) == [
        "?" if len(text) > 2 else text for text in texts
    ]
    assert held.places_matching("0").tolist() == [place for place, text in enumerate(texts) if "0" in text]
