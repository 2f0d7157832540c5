"""Scales of a clinic's own: a score is no percentage, and the highest numbers of a severity are not blank."""

from __future__ import annotations

import pytest

from analysis.outcome_log.log import Log
from tests.importing.asking import asked
from tests.importing.test_number_doubts import with_column
from tests.importing.test_own_answers import read, values_in

ADHERENCE, SEVERITY = "adherence score", "severity numbers"


def shares(log: Log) -> list[float | None]:
    """Return the adherence of the first four treatments."""
    values = [*log.values("adherence_percent"), None]
    return [values[code] for code in log.codes("adherence_percent")[:4]]


def of_breakouts(name: str, cells: tuple[str, ...]) -> bytes:
    """Return a log of 24 treatments with a breakout: of others the severity is not kept."""
    return with_column(name, cells).replace(b",no,", b",yes,")


# Codes that a header explains ----


@pytest.mark.parametrize(
    ("header", "cells", "field", "values"),
    [
        ("Skin type (1 = oily; 2 = dry)", ("1", "2", "2"), "skin_type", {"oily": 8, "dry": 16}),
        ("New product (1 = no; 2 = yes)", ("1", "2", "2"), "new_product", {"no": 8, "yes": 16}),
    ],
)
def test_a_header_that_explains_its_codes_is_believed(
    header: str, cells: tuple[str, ...], field: str, values: dict[str | None, int]
) -> None:
    assert values_in(read(with_column(header, cells)), field) == values


def test_a_severity_the_other_way_round_is_read_as_the_header_says() -> None:
    """1 was mild and 3 severe."""
    content = of_breakouts('"Severity (1=severe, 2=moderate, 3=mild)"', ("1", "3", "3"))
    assert values_in(read(content), "severity") == {"severe": 8, "mild": 16}


# Adherence ----


def test_scores_of_adherence_are_asked_about() -> None:
    """A 5 was 5% with high confidence."""
    content = with_column("Aftercare score", ("5", "4", "2", "n/k"))
    decision = asked(content)
    assert [each.parts for each in decision.alternatives] == ["40% to 100%", "20% to 50%", "2% to 5%", "2 to 5"]
    assert decision.because == "Its numbers go from 2 to 5, and there is no percent sign."
    led_to = {
        each.reading: shares(log) if "adherence_percent" in (log := read(content, (ADHERENCE, each.reading))) else None
        for each in decision.alternatives
    }
    assert led_to == {
        "5, so 5 means that all of the advice was followed": [100, 80, 40, None],
        "10, so 10 means that all of the advice was followed": [50, 40, 20, None],
        "100: they are percentages": [5, 4, 2, None],
        "nobody knows: compare the scores as they are": None,
    }


@pytest.mark.parametrize(
    ("header", "cells", "known"),
    [
        ("Aftercare score (out of 10)", ("10", "8", "5", "9"), [100, 80, 50, 90]),
        ("Compliance /5", ("5", "4", "1", "5"), [100, 80, 20, 100]),
        ("Adherence", ("4/5", "5/5", "0/5", "2 of 5"), [80, 100, 0, 40]),
        ("Adherence", ("4/5", "5/5", "3", "60%"), [80, 100, None, 60]),
        ("Adherence %", ("5", "4", "2", "1"), [5, 4, 2, 1]),
        ("Adherence %", ("80", "5", "100", "60"), [80, 5, 100, 60]),
        ("Adherence", ("8 %", "5 %", "1 %", "9 %"), [8, 5, 1, 9]),
        ("Adherence", ("0.8", "0.5", "1", "0"), [80, 50, 100, 0]),
    ],
)
def test_a_score_whose_highest_is_said_is_not_asked_about(
    header: str, cells: tuple[str, ...], known: list[float | None]
) -> None:
    assert shares(read(with_column(header, cells))) == known


@pytest.mark.parametrize("header", ["Adherence (days 1-7)", "Adherence week 1-4"])
def test_a_span_of_time_in_a_header_is_no_scale(header: str) -> None:
    """4 was all of it, of weeks 1 to 4."""
    log = read(with_column(header, ("4", "3", "1", "2")), (ADHERENCE, "100: they are percentages"))
    assert "adherence_percent" not in log or shares(log) == [4, 3, 1, 2]


def test_adherence_in_yes_and_no_is_a_factor_of_its_own() -> None:
    """1 and 0 were 1% and 0%."""
    log = read(with_column("Adherence", ("1", "0", "n/k")))
    assert values_in(log, "Adherence") == {"1": 8, "0": 8, None: 8}


# Severity ----


@pytest.mark.parametrize(
    ("cells", "readings"),
    [
        (
            ("1", "3", "4", "5"),
            {
                "severe from 4, moderate from 3": {"mild": 6, "moderate": 6, "severe": 12},
                "severe from 5, moderate from 3": {"mild": 6, "moderate": 12, "severe": 6},
            },
        ),
        (
            ("Grade 1", "Grade 2", "Grade 4"),
            {
                "severe from 3, moderate from 2": {"mild": 8, "moderate": 8, "severe": 8},
                "severe from 4, moderate from 2": {"mild": 8, "moderate": 8, "severe": 8},
            },
        ),
        (
            ("0", "2", "7", "10"),
            {
                "severe from 7, moderate from 4": {None: 6, "mild": 6, "severe": 12},
                "severe from 9, moderate from 4": {
                    None: 6, "mild": 6, "moderate": 6, "severe": 6,
                },
            },
        ),
    ],
)  # fmt: skip
def test_severity_in_more_numbers_than_three_is_asked_about(
    cells: tuple[str, ...], readings: dict[str, dict[str | None, int]]
) -> None:
    """4 and 5 were left blank: the worst breakouts were on no list."""
    content = of_breakouts("Severity", cells)
    decision = asked(content)
    leave_out = "nobody knows: leave the column out"
    assert (decision.about, [each.reading for each in decision.alternatives]) == (SEVERITY, [*readings, leave_out])
    assert {reading: values_in(read(content, (SEVERITY, reading)), "severity") for reading in readings} == readings
    assert "severity" not in read(content, (SEVERITY, leave_out))


def test_from_which_number_on_it_is_severe_is_remembered_whatever_the_next_file_has() -> None:
    """A file with 1 to 3 was read 3 = severe after “severe from 4”."""
    log = read(of_breakouts("Severity", ("1", "3", "3")), (SEVERITY, "severe from 4, moderate from 3"))
    assert values_in(log, "severity") == {"mild": 8, "moderate": 16}


def test_the_header_names_the_highest_number_of_a_severity() -> None:
    decision = asked(of_breakouts("Severity (1-5)", ("1", "3", "2")))
    assert [each.parts for each in decision.alternatives] == ["no row is severe"] * 3
    assert decision.alternatives[0].reading == "severe from 4, moderate from 3"


def test_numbers_between_the_ends_that_a_header_explains_are_unknown() -> None:
    log = read(of_breakouts('"Severity (1=mild, 5=severe)"', ("1", "3", "5")))
    assert values_in(log, "severity") == {"mild": 8, None: 8, "severe": 8}


@pytest.mark.parametrize("cells", [("1", "2", "3"), ("mild", "severe"), ("mild", "very severe"), ("none", "1")])
def test_severity_in_the_codebooks_words_and_numbers_is_not_asked_about(cells: tuple[str, ...]) -> None:
    assert (None in values_in(read(of_breakouts("Severity", cells)), "severity")) == (cells[0] == "none")
