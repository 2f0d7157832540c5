"""What only the report has: its first page in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from analysis.counting.in_memory import InMemory
from analysis.files.reading import read
from analysis.importing.cleaning import clean
from analysis.methods.ranking import ranked
from analysis.outcome_log.filters import Filters
from analysis.outcome_log.outcomes import Counted, Outcome
from analysis.questions.at_a_glance import AtAGlance, at_a_glance
from analysis.wording.key_numbers import key_numbers
from analysis.wording.report import data_quality, links_found, period_shown, source_shown
from tests.tallies import BREAKOUTS, Counts, counted, factor

HEADER = "treatment_date,acne_history,severity,breakout\n"
ONE = HEADER + "2026-05-14,past,mild,yes\n"
ALL_UNKNOWN = HEADER + "2026-05-14,past,,\n2026-06-14,none,,unknown\n" * 20
PUSTULES = Counted(Outcome("pustules", ("yes",), "Pustules"), "clients")
CLEAR: Counts = {"no": (10, 190, 0), "yes": (60, 140, 0)}
ALIKE: Counts = {"no": (40, 160, 0), "yes": (41, 159, 0)}


def glance(csv: str, filters: Filters | None = None) -> tuple[InMemory, AtAGlance]:
    counts = InMemory(clean(read(csv.encode(), "clinic.csv"))[0], filters or Filters())
    return counts, at_a_glance(counts)


@pytest.mark.parametrize(
    ("csv", "text"),
    [
        (ONE, "14 May 2026"),
        (ALL_UNKNOWN, "14 May 2026 to 14 June 2026"),
        ("breakout\nyes\nno\n", "no treatment dates"),
    ],
)
def test_the_period(csv: str, text: str) -> None:
    assert period_shown(glance(csv)[0]) == text


def test_the_source() -> None:
    account = clean(read(ONE.encode(), "May.csv"))[1]
    assert source_shown(account) == "May.csv"
    assert source_shown(replace(account, log_version=3)) == "Saved log, version 3"


@pytest.mark.parametrize(
    ("csv", "filters", "rate", "known"),
    [
        (ONE, Filters(), "100%", "100%"),
        (ALL_UNKNOWN, Filters(), "–", "0%"),
        (ONE, Filters(start=dt.date(2027, 1, 1)), "–", "–"),
    ],
)
def test_key_numbers_of_little(csv: str, filters: Filters, rate: str, known: str) -> None:
    numbers = key_numbers(glance(csv, filters)[1], BREAKOUTS)
    values = {each.name: each.value for each in numbers}
    assert (values["Breakout rate"], values["Outcome known"]) == (rate, known)
    assert all(each.note for each in numbers)


def test_data_quality_is_one_line() -> None:
    account = clean(read(ALL_UNKNOWN.encode(), "clinic.csv"))[1]
    text = data_quality(account, glance(ALL_UNKNOWN)[1], BREAKOUTS)
    assert text.startswith("40 rows read")
    assert "\n" not in text
    assert "  " not in text


@pytest.mark.parametrize(
    ("factors", "of", "text"),
    [
        (
            [],
            BREAKOUTS,
            "The log has no column to split the rate by, such as acne history or aftercare adherence.",
        ),
        ([{"no": (1, 2, 0)}], BREAKOUTS, "Every known outcome is a breakout, so no factor can be compared."),
        ([CLEAR], BREAKOUTS, "The one factor compared is linked to breakouts."),
        ([ALIKE], BREAKOUTS, "The difference in the one factor compared could be chance."),
        ([CLEAR, ALIKE], BREAKOUTS, "1 of the 2 factors compared is linked to breakouts."),
        (
            [CLEAR, CLEAR, ALIKE],
            BREAKOUTS,
            "2 of the 3 factors compared are linked to breakouts.",
        ),
        ([CLEAR, CLEAR], BREAKOUTS, "Both factors compared are linked to breakouts."),
        (
            [CLEAR, CLEAR, CLEAR],
            BREAKOUTS,
            "All 3 factors compared are linked to breakouts.",
        ),
        (
            [ALIKE, ALIKE],
            BREAKOUTS,
            "None of the 2 factors compared is clearly linked to breakouts; each difference could be chance.",
        ),
        (
            [ALIKE, ALIKE, ALIKE],
            BREAKOUTS,
            "None of the 3 factors compared is clearly linked to breakouts; each difference could be chance.",
        ),
        ([CLEAR], PUSTULES, "The one factor compared is linked to “Pustules”."),
    ],
)
def test_how_many_factors_are_linked(factors: list[Counts], of: Counted, text: str) -> None:
    results = ranked([(factor(name=f"factor {at}"), counted(each)) for at, each in enumerate(factors)])
    found = replace(glance(ONE)[1], factors=results)
    assert links_found(found, of) == text
