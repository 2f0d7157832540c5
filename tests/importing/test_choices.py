"""What is said of a file, over what was said of the last one."""

from __future__ import annotations

import pytest

from analysis.importing.choices import ImportChoices
from analysis.outcome_log.columns import EXTRA_FACTOR, LEAVE_OUT

KNOWN = ImportChoices(
    (("Site", "clinic"), ("Room", EXTRA_FACTOR), ("Note", LEAVE_OUT), ("Result", "breakout")),
    yes=frozenset({"Y"}),
    values=(("Site", (("H", "Harbour"),)), ("Room", (("1", "one"),))),
)


@pytest.mark.parametrize(
    ("column", "meaning", "columns"),
    [
        ("Place", "clinic", {"Room": EXTRA_FACTOR, "Note": LEAVE_OUT, "Result": "breakout", "Place": "clinic"}),
        ("Room", "clinic", {"Note": LEAVE_OUT, "Result": "breakout", "Room": "clinic"}),
        ("Place", EXTRA_FACTOR, {**dict(KNOWN.columns), "Place": EXTRA_FACTOR}),
        ("Place", LEAVE_OUT, {**dict(KNOWN.columns), "Place": LEAVE_OUT}),
    ],
)
def test_a_field_has_one_column_however_it_is_chosen(column: str, meaning: str, columns: dict[str, str]) -> None:
    assert dict(KNOWN.with_column(column, meaning).columns) == columns
    assert dict(ImportChoices(((column, meaning),)).over(KNOWN).columns) == columns


@pytest.mark.parametrize(
    ("column", "meaning", "yes", "values"),
    [
        ("Healed", "breakout", set(), {"Site", "Room"}),
        ("RESULT ", "breakout", {"Y"}, {"Site", "Room"}),
        ("Site", EXTRA_FACTOR, {"Y"}, {"Room"}),
        ("Site", "clinic", {"Y"}, {"Site", "Room"}),
        ("Other", "device", {"Y"}, {"Site", "Room"}),
    ],
)
def test_what_was_known_of_texts_goes_with_the_meaning_they_had(
    column: str, meaning: str, yes: set[str], values: set[str]
) -> None:
    """With another column as the outcome, the texts of the former one were sought in it."""
    over = ImportChoices(((column, meaning),)).over(KNOWN)
    assert over.yes == yes
    assert {name for name, _ in over.values} == values


def test_a_new_meaning_forgets_what_the_texts_of_that_column_meant_and_no_others() -> None:
    assert dict(KNOWN.with_column("Site", EXTRA_FACTOR).values) == {"Room": (("1", "one"),)}
    assert KNOWN.with_column("Site", EXTRA_FACTOR).yes == {"Y"}
    assert KNOWN.with_column("Site", "breakout").yes == frozenset()
