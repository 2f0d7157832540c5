"""Numbers: one format a column, units that are converted or refused, and codes for "not known"."""

from __future__ import annotations

import pytest

from analysis.outcome_log.numbers import Mark, Quantity, converted, missing_codes, number_format, read_quantity


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("2 days", 48), ("24 h", 24), ("30 min", 0.5), ("1 week", 168), ("2 Tage", 48), ("3 jours", 72), ("6 Std.",
        6),
        ("1 h 30 min", 1.5), ("2d 4h", 52), ("2 日", 48), ("30 мин", 0.5), ("12", 12), ("2 недели", 336),
    ],
)  # fmt: skip
def test_a_unit_is_converted_and_never_dropped(text: str, hours: float) -> None:
    quantity = read_quantity(text)
    assert quantity is not None
    assert converted(quantity, "hours") == pytest.approx(hours)


def test_a_unit_that_measures_something_else_is_not_understood() -> None:
    assert converted(Quantity(3, "mm"), "hours") is None
    assert converted(Quantity(1.5, "mm"), "mm") == 1.5
    assert converted(Quantity(0.15, "cm"), "mm") == 1.5
    assert converted(Quantity(1500, "µm"), "mm") == 1.5


@pytest.mark.parametrize("text", ["12 34", "1 2", "5 h 5 h", "1 h 3 mm", "20s", "3w", "1-2 h", "1 250 00"])
def test_what_is_no_quantity_is_not_made_one(text: str) -> None:
    assert read_quantity(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("1 250", 1250), ("1\u202f250,5", 1250.5), ("1’250.50", 1250.5), ("1,25,000", 125_000), ("1.250.000", 1_250_000)],
)
def test_thousands_are_grouped_as_the_world_groups_them(text: str, number: float) -> None:
    assert read_quantity(text) == Quantity(number)


@pytest.mark.parametrize(
    ("texts", "of_file", "decimal", "groups", "is_doubtful"),
    [
        (["1.250", "980"], ",", ",", True, False),
        (["1.250", "980"], None, ".", False, True),
        (["1.250", "1.5"], ",", ".", False, False),
        (["1.250", "0.980"], ",", ".", False, False),
        (["1.250", "1,5"], None, ",", True, False),
        (["1,250", "980"], None, ".", True, False),
        (["1,250", "980"], ",", ",", False, False),
        (["1,25,000", "1,250"], None, ".", True, False),
        (["3", "4"], ",", ".", False, False),
    ],
)
def test_the_format_is_known_by_all_cells(
    texts: list[str], of_file: Mark | None, decimal: str, *, groups: bool, is_doubtful: bool
) -> None:
    found = number_format(texts, of_file)
    assert (found.decimal, found.groups, found.is_doubtful) == (decimal, groups, is_doubtful)


@pytest.mark.parametrize(
    ("numbers", "codes"),
    [
        ([1, 3, 8, 999], (999,)), ([999], (999,)), ([1, 5, -9], (-9,)), ([0, 1, 88, 99], (88, 99)),
        ([6, 12, 24, 48, 99], (99,)),
        ([20, 45, 65, 99], ()), ([1, 2, 3, 9], ()), ([-5, 3, -9], ()), ([7, 8, 9], ()), ([], ()),
    ],
)  # fmt: skip
def test_codes_for_not_known_lie_far_from_all_others(numbers: list[float], codes: tuple[float, ...]) -> None:
    assert missing_codes(numbers) == codes
