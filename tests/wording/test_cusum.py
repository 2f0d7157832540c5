"""The words about the CUSUM of each clinic, with no alarm, one, several and many."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from analysis.methods.control_chart.cusum import UnitScore
from analysis.methods.model_cautions import NothingChosen
from analysis.outcome_log.outcomes import Counted, Outcome
from analysis.questions.cusum import Cusum
from analysis.wording.cusum import (
    cusum_cautions,
    cusum_details,
    cusum_heading,
    cusum_left_out,
    cusum_verdict,
    describe_cusum,
    how_cusum,
)
from tests.tallies import BREAKOUTS, factor

CLINIC = factor(name="clinic", title="Clinic")
PUSTULES = Counted(Outcome("pustules", ("yes",), "Pustules"), "first treatments")
DAY = dt.date(2025, 3, 26)


def score(level: str | None, *signals: dt.date) -> UnitScore:
    return UnitScore(
        level=level, known=720, breakouts=70, expected=62.5, days=(DAY,), scores=(5.1,), signals=signals
    )  # fmt: skip


def of(*scores: UnitScore, **more: object) -> Cusum:
    found = Cusum(
        unit=CLINIC, scores=scores, too_small=0, limit=4.92, rate=0.0912, run_length=8842.9,
        run_length_doubled=186.2, design_effect=1.0,
    )  # fmt: skip
    return replace(found, **more)


MEANS = "An alarm means more breakouts in a short time than chance explains."
VERDICTS = [
    (None, "A CUSUM needs at least 10 breakouts and 10 treatments without a breakout, all with a date."),
    (of(), "Every clinic is too small for a CUSUM yet."),
    (of(score("A")), "No clinic had an alarm: breakouts came no closer together than chance explains."),
    (of(score(None), unit=None), "There was no alarm: breakouts came no closer together than chance explains."),
    (of(score("A", DAY)), f"A had an alarm on 26 March 2025. {MEANS}"),
    (of(score("A", DAY, DAY)), f"A had 2 alarms, the last on 26 March 2025. {MEANS}"),
    (of(score(None, DAY), unit=None), f"There was an alarm on 26 March 2025. {MEANS}"),
    (of(score(None, DAY, DAY), unit=None), f"There were 2 alarms, the last on 26 March 2025. {MEANS}"),
    (
        of(*(score(name, DAY) for name in "ABCD")),
        (
            "A had an alarm on 26 March 2025. B had an alarm on 26 March 2025. C had an alarm on 26 March 2025. "
            f"1 more clinic had an alarm. {MEANS}"
        ),
    ),
]


@pytest.mark.parametrize(("found", "words"), VERDICTS)
def test_verdict(found: Cusum | None, words: str) -> None:
    assert cusum_verdict(found, BREAKOUTS) == words


def test_verdict_of_another_outcome() -> None:
    assert cusum_verdict(of(score("A")), PUSTULES) == (
        "No clinic had an alarm: “Pustules” came no closer together than chance explains."
    )
    assert cusum_verdict(None, PUSTULES) == (
        "A CUSUM needs at least 10 first treatments with “Pustules” and 10 first treatments without “Pustules”, all "
        "with a date."
    )


def test_what_the_limit_rests_on() -> None:
    assert list(cusum_details(of(score("A"), factors=(CLINIC,)), BREAKOUTS)) == [
        (
            "Limit 4.9: without any change, all clinics together would have a false alarm about once in 10 years "
            "(once in about 8,800 treatments)."
        ),
        (
            "Built to detect an odds ratio of 2, about twice the usual rate: that would give an alarm after about 186 "
            "treatments on average."
        ),
        "Adjusted for Clinic.",
    ]
    assert next(iter(cusum_details(of(score(None), unit=None), BREAKOUTS))).startswith(
        "Limit 4.9: without any change, the log would have a false alarm about once in 10 years"
    )


def test_what_is_left_out_and_what_limits_it() -> None:
    every = tuple(score(f"C{place}") for place in range(13))
    assert list(cusum_left_out(of(*every, left_out=1, too_small=1, blank=2), BREAKOUTS)) == [
        "Not counted (no date, no clinic or set aside): 1 treatment.",
        "1 clinic is too small to judge: fewer than 4 breakouts would be expected.",
        "Not drawn, but in the table: 1 more clinic.",
        "2 treatments have a blank among the factors adjusted for: they count with the rate of all such treatments.",
    ]
    assert list(cusum_cautions(of(is_baseline_small=True), BREAKOUTS)) == [
        (
            "The baseline has fewer than 10 breakouts, or fewer than 10 treatments without a breakout, so all days fix "
            "what is expected."
        )
    ]
    assert list(cusum_details(of(baseline=(DAY, DAY.replace(month=12))), BREAKOUTS))[-1] == (
        "The baseline fixes what is expected: 26 March 2025 to 26 December 2025."
    )
    assert list(cusum_cautions(of(not_adjusted=NothingChosen(), design_effect=1.1), BREAKOUTS)) == [
        "Nothing is adjusted for. Choose at least one factor.",
        (
            "Clients came back, so each outcome counts less: what it adds to the score is divided by the design effect "
            "(1.10)."
        ),
    ]


def test_the_charts_in_words_and_how_they_are_made() -> None:
    assert cusum_heading(of()) == "CUSUM by clinic"
    assert cusum_heading(of(unit=None)) == "CUSUM of all treatments"
    assert describe_cusum(of(score("A"))) == "CUSUM by clinic, 1 chart with limit 4.9; no alarm."
    assert describe_cusum(of(score("A", DAY), score("B"))) == (
        "CUSUM by clinic, 2 charts with limit 4.9; alarms: A: 26 March 2025."
    )
    assert "Usual rate: 9.1 per 100." in how_cusum(of(), BREAKOUTS)
    assert not any("Usual rate" in line for line in how_cusum(of(factors=(CLINIC,)), BREAKOUTS))
