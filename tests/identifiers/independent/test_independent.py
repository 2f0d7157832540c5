"""How well the screen does on columns drawn independently of its rules, by size of file."""

from __future__ import annotations

from tests.identifiers.independent.columns import FILES, SIZES, TRUTHS, drawn_columns
from tests.identifiers.independent.measure import as_markdown, measure


def test_in_a_log_of_forty_rows_people_are_found_and_factors_stay() -> None:
    """In languages and with kinds that were not looked at while the rules were mended."""
    measured = measure("held out", 40)
    assert measured.recall >= 0.97
    assert measured.precision >= 0.95
    assert measured.staff_found >= 0.9
    assert len(measured.of("person")) > 400
    assert "| 40 |" in as_markdown([measured])


def test_the_two_parts_share_no_language_and_many_kinds_are_drawn() -> None:
    looked_at, held_out = (drawn_columns(part, SIZES[0]) for part in FILES)
    assert {column.locale for column in looked_at}.isdisjoint(column.locale for column in held_out)
    kinds = {truth: {column.kind for column in held_out if column.truth == truth} for truth in TRUTHS}
    assert [len(kinds[truth]) >= fewest for truth, fewest in zip(TRUTHS, (40, 3, 30), strict=True)] == [True] * 3
