"""Of the headers that the codebook knows, few are compared with one that is spelled nearly like them."""

from __future__ import annotations

from difflib import get_close_matches

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.outcome_log.header_spellings import CLOSE_SPELLING, MOST_CLOSE, known_headers, spelled_nearly_like


def compared_with_all(key: str) -> list[str]:
    return get_close_matches(key, known_headers(), n=MOST_CLOSE, cutoff=CLOSE_SPELLING)


@pytest.mark.parametrize("key", ["breakot", "fitzpatrik", "treatmentdates", "skintypes", "x", "", "q17skintype"])
def test_nothing_is_passed_over_that_is_near(key: str) -> None:
    assert spelled_nearly_like(key) == compared_with_all(key)


@given(st.sampled_from(sorted(known_headers())), st.integers(0, 20), st.sampled_from(["", "a", "e", "s", "x"]))
def test_a_letter_more_less_or_another_is_near_as_before(header: str, place: int, letter: str) -> None:
    key = header[:place] + letter + header[place + 1 :]
    assert spelled_nearly_like(key) == compared_with_all(key)
