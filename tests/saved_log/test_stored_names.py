"""Names of columns: whatever a file calls them, the table holds them apart and gives them back."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.outcome_log.codebook import load
from analysis.saved_log.stored_names import OWN_COLUMNS, is_extra, name_of, stored_name

names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(names)
def test_a_name_comes_back_as_it_was(name: str) -> None:
    assert name_of(stored_name(name)) == name
    assert re.fullmatch(r"[a-z0-9_]+", stored_name(name))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(names, names)
def test_names_that_differ_only_in_capitals_are_held_apart(first: str, second: str) -> None:
    for one, other in ((first, second), (first, first.upper()), (first, first.swapcase())):
        assert (stored_name(one).casefold() == stored_name(other).casefold()) == (one == other)


def test_an_extra_factor_cannot_pass_for_a_field_or_for_the_log_s_own() -> None:
    fields = {field.name for field in load().fields}
    assert {stored_name(name) for name in fields} == fields
    for name in (*(name.upper() for name in fields), *OWN_COLUMNS.names, "extra__lamp", ""):
        assert is_extra(stored_name(name))
        assert name_of(stored_name(name)) == name
