"""How well the screen does on columns it was not made by: floors a little below what was measured."""

from __future__ import annotations

import pytest

from tests.identifiers.labelled import DISGUISES, labelled_columns
from tests.identifiers.measure import Measured, as_markdown, measure


@pytest.fixture(scope="module")
def measured() -> Measured:
    return measure("held out")


def test_hardly_a_column_that_points_to_a_person_is_missed(measured: Measured) -> None:
    assert measured.recall >= 0.96
    assert measured.where(header_tells=True).recall == 1
    assert measured.where(header_tells=False).recall >= 0.93


def test_hardly_a_column_that_points_to_nobody_is_flagged(measured: Measured) -> None:
    assert measured.precision >= 0.98


@pytest.mark.parametrize("kind", sorted({column.kind for column in labelled_columns("held out") if column.kind}))
def test_no_kind_is_missed_more_often_than_one_time_in_eight(measured: Measured, kind: str) -> None:
    of_kind = [found for column, found in measured.found if column.kind == kind]
    assert sum(found is not None for found in of_kind) >= 0.87 * len(of_kind)


def test_people_in_disguise_are_found_as_well(measured: Measured) -> None:
    """Of names and births in ids, people around the client and user names one in four was found before."""
    disguised = [found for column, found in measured.found if column.source.partition(",")[0] in DISGUISES]
    assert len(disguised) > 40
    assert sum(found is not None for found in disguised) >= 0.95 * len(disguised)


def test_the_halves_share_no_locale_and_no_clinic(measured: Measured) -> None:
    looked_at = {column.source for column in labelled_columns("looked at") if column.kind}
    assert looked_at.isdisjoint(column.source for column, _ in measured.found if column.kind)
    assert len(measured.found) > 300


def test_the_table_has_a_line_for_each_kind(measured: Measured) -> None:
    lines = as_markdown(measured).splitlines()
    assert {column.kind for column, _ in measured.found if column.kind} <= {line.split(" | ")[0][2:] for line in lines}
