"""How the rate changes along a number, in sentences."""

from __future__ import annotations

import pytest

from analysis.methods.curve import RateCurve, rate_curve
from analysis.methods.one_factor import examine
from analysis.outcome_log.outcomes import BREAKOUT, Counted
from analysis.wording.curve import along_the_curve, describe_curve, how_curve, rounded
from tests.tallies import BREAKOUTS, Counts, counted
from tests.wording.subjects import DEPTH


def found(counts: Counts) -> RateCurve:
    tally = counted(counts)
    return rate_curve(examine(DEPTH, tally), tally)


RISING = {each / 4: (4 * each, 100 - 4 * each) for each in range(1, 11)}


def test_a_rate_that_rises_says_where_it_doubles() -> None:
    text = along_the_curve(found(RISING), BREAKOUTS)
    assert text.startswith(
        "Needle depth: on the curve, 5 of 100 broke out at 0.25 mm, compared with 36 of 100 at 2.25 mm."
    )
    assert "the rate is twice that at 0.25 mm (95% CI of that ratio 1." in text


def test_a_flat_rate_is_not_called_the_same() -> None:
    text = along_the_curve(found({each / 4: (10 + each % 2, 90) for each in range(1, 11)}), BREAKOUTS)
    assert "The curve as a whole could be chance (p = " in text
    assert "twice" not in text
    assert "no difference" not in text


def test_a_valley_does_not_run_evenly() -> None:
    valley = {float(each): (8 * abs(each - 5) + 4, 100) for each in range(11)}
    assert "The change in between is not even (p < 0.001)." in along_the_curve(found(valley), BREAKOUTS)


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({}, "No outcome is known here."),
        (
            {1.0: (20, 30), 2.0: (30, 20)},
            "A curve needs at least 3 different values with a known outcome",
        ),
        ({0.0: (300, 700), 1.0: (1, 2), 2.0: (1, 2)}, "Nearly all have the same value, 0 mm"),
        ({1.0: (2, 30), 2.0: (3, 20), 3.0: (4, 20)}, "A curve needs the rarer outcome at least 10 times"),
        ({1.0: (20, 30), 2.0: (20, 30), 3.0: (20, 30), 1e6: (5, 0), 9e6: (1, 0)}, "A single entry of 9000000 mm"),
        ({1.0: (0, 50), 2.0: (0, 50), 3.0: (50, 0), 4.0: (50, 0)}, "the outcomes change all at once"),
        ({1.0: (4, 6), 2.0: (3, 4), 50.0: (3, 1)}, "a curve could be off by more than 25 of 100 somewhere"),
    ],
)
def test_no_curve_has_its_reason(counts: Counts, words: str) -> None:
    of = found(counts)
    text = along_the_curve(of, BREAKOUTS)
    assert text.startswith("Needle depth has no curve. ")
    assert words in text
    assert describe_curve(of, BREAKOUTS).startswith("Needle depth: no curve")
    assert len(how_curve(of, BREAKOUTS)) == 1


def test_it_names_its_methods() -> None:
    text = " ".join(how_curve(found(RISING), Counted(BREAKOUT, "clients")))
    for words in (
        "natural cubic spline with knots at 0.25 mm",
        "Durrleman & Simon 1989",
        "Wald",
        "delta",
        "of the clients",
    ):
        assert words in text


def test_a_doubling_that_the_log_cannot_show_is_in_the_details_alone() -> None:
    of = found({1.0: (2, 23), 2.0: (3, 22), 3.0: (3, 22), 4.0: (4, 21), 5.0: (5, 20)})
    assert "twice" not in along_the_curve(of, BREAKOUTS)
    assert "too uncertainly to be named" in " ".join(how_curve(of, BREAKOUTS))


def test_the_chart_in_words() -> None:
    text = describe_curve(found(RISING), BREAKOUTS)
    assert text.startswith("Breakouts per 100 treatments along Needle depth: 0.2 mm ")
    assert text.count(";") == 4


@pytest.mark.parametrize(
    ("low", "high", "value", "text"), [(0.0, 96.0, 14.83, 15), (0.25, 2.5, 1.2345, 1.2), (0, 5000, 1234, 1200)]
)
def test_values_read_off_the_curve_are_rounded(low: float, high: float, value: float, text: float) -> None:
    step = (high - low) / 10
    of = found({low + step * each: (4 * each + 4, 96 - 4 * each) for each in range(11)})
    assert rounded(of.drawn, value) == text
