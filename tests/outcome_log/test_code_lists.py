"""Several codes in a cell: lists are told from decimal commas, names, dates and sentences."""

from __future__ import annotations

import pytest

from analysis.outcome_log.code_lists import cells_with, codes_in_cells


def codes(*texts: str, decimal_comma: bool = False) -> tuple[str, ...] | None:
    return codes_in_cells(texts, [2] * len(texts), decimal_comma=decimal_comma)


@pytest.mark.parametrize(
    ("texts", "listed"),
    [
        (("4;6", "4", "6", "1", "1;4"), ("1", "4", "6")),
        (("1,2,3", "1", "2", "3", "2,3"), ("1", "2", "3")),
        (("2,3", "4,5", "5", "2", "1,2", "1,6", "3,4", "1,3", "2,6"), ("1", "2", "3", "4", "5", "6")),
        (("acne, redness", "acne", "redness", "redness, acne, scars", "scars"), ("acne", "redness", "scars")),
        (("acne redness", "acne", "redness", "dry", "dry redness"), ("acne", "dry", "redness")),
        (("a|b", "a", "b", "b|c", "c", ""), ("a", "b", "c")),
    ],
)
def test_lists_are_recognised(texts: tuple[str, ...], listed: tuple[str, ...]) -> None:
    assert codes(*texts) == listed


@pytest.mark.parametrize(
    "texts",
    [
        ("1,5", "0,5", "2", "2,5", "3"), ("0,3", "0,5", "0,8", "1,2", "1,5", "2,5", "2"), ("1,250", "2,500", "980"),
        ("Smith, John", "Doe, Jane", "Smith, Anna"), ("5 Jan, 2026", "6 Jan, 2026"), ("Main St, 5", "Main St, 6"),
        ("pen A", "pen B", "pen"), ("mild", "very mild", "severe", "very severe"), ("yes", "no", "yes, chin",
        "no, chin", "chin"),
        ("a", "b"), (),
    ],
)  # fmt: skip
def test_what_only_holds_commas_is_no_list(texts: tuple[str, ...]) -> None:
    assert codes(*texts) is None


def test_where_the_comma_is_decimal_two_numbers_are_no_list() -> None:
    texts = ("2,3", "4,5", "5", "2", "1,2", "1,6", "3,4", "1,3", "2,6")
    assert codes(*texts, decimal_comma=True) is None


def test_a_cell_names_a_code_whole() -> None:
    texts = ("1;12", "1", "12", "2;12", "2")
    assert cells_with("12", texts, [2] * 5) == [True, False, True, True, False]
    assert cells_with("2", texts, [2] * 5) == [False, False, False, True, True]
