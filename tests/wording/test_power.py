"""What a log can tell, in sentences a manager can read out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.methods.closer_cautions import RestsOnUnits
from analysis.methods.one_factor import examine
from analysis.methods.power import Ability, NothingToCompare, ability
from analysis.methods.sureness import Effects
from analysis.methods.two_levels import compare
from analysis.outcome_log.outcomes import BREAKOUT, Counted, Outcome
from analysis.results import Clustering
from analysis.wording.power import describe_abilities, how_power, more_needed, power_finding
from tests.tallies import BREAKOUTS, Counts, counted, factor
from tests.wording.subjects import PRODUCT


def found(counts: Counts, clustering: Clustering | None = None) -> Ability | NothingToCompare:
    tally = counted(counts)
    return ability(examine(PRODUCT, tally, clustering) if clustering else examine(PRODUCT, tally))


def test_it_says_what_would_show_and_what_it_takes() -> None:
    assert power_finding(found({"no": (62, 558), "yes": (166, 1314)}), BREAKOUTS) == (
        "New product, yes vs no: 1,480 and 620 treatments have a known outcome. They would probably show a "
        "difference of 4.4 more or 3.6 fewer per 100, and often miss a smaller one. To confirm a "
        "difference of the size observed (1.2 more per 100) takes about 22,000 more treatments like these."
    )


def test_a_difference_that_is_clear_needs_no_more() -> None:
    text = power_finding(found({"no": (50, 450), "yes": (150, 350)}), BREAKOUTS)
    assert text.endswith("The difference observed, 20 more per 100 (95% CI 15 to 25), is clear already.")


def test_a_difference_that_is_clear_by_luck_is_doubted() -> None:
    of = found({"no": (40, 460), "yes": (60, 440)})
    said = "4.0 more per 100 (95% CI 0.3 to 7.8), is clear already, but may look larger than it is"
    assert said in power_finding(of, BREAKOUTS)
    assert "Gelman & Carlin 2014" in " ".join(how_power(of, BREAKOUTS))
    assert "Gelman" not in " ".join(how_power(found({"no": (50, 450), "yes": (150, 350)}), BREAKOUTS))


def test_units_and_outcomes_are_named() -> None:
    severe = Outcome("severity", ("severe",), "Severity", is_ordered=True)
    of = found({"no": (62, 558), "yes": (166, 1314)})
    assert "620 clients" in power_finding(of, Counted(BREAKOUT, "clients"))
    assert "more clients like these" in power_finding(of, Counted(BREAKOUT, "clients"))
    assert describe_abilities([of], Counted(severe, "treatments")).startswith("“Severity: severe” per 100 treatments")


@pytest.mark.parametrize(
    ("effect", "of_units", "said"),
    [
        (1.0, False, ""),
        (1.04, False, ""),
        (
            1.25,
            False,
            " Because clients came back, they count for as much as 1,184 and 496 treatments of different clients.",
        ),
        (
            0.8,
            False,
            " Because clients came back, they count for as much as 1,850 and 775 treatments of different clients.",
        ),
        (
            4.0,
            True,
            (
                " Because treatments of one practitioner resemble each other, they count for as much as 370 and 155 "
                "treatments of different practitioners."
            ),
        ),
        (
            2_000.0,
            True,
            (
                " Because treatments of one practitioner resemble each other, they count for as much as 1 and 1 "
                "treatments of different practitioners."
            ),
        ),
    ],
)
def test_how_many_different_clients_would_count_for_as_much(*, effect: float, of_units: bool, said: str) -> None:
    result = examine(PRODUCT, counted({"no": (62, 558), "yes": (166, 1314)}))
    assert result.contrast is not None
    comparison = result.contrast.comparison
    comparison = compare(comparison.first, comparison.second, effects=Effects.same(effect, 9, of_units=of_units))
    practitioner = factor(name="practitioner", title="Practitioner")
    rests = RestsOnUnits(factor=PRODUCT, unit=practitioner, units=12, design_effect=effect)
    of = ability(
        replace(
            result,
            contrast=replace(result.contrast, comparison=comparison),
            cautions=(rests,) if of_units else (),
        )
    )
    text = power_finding(of, BREAKOUTS)
    assert f"620 treatments have a known outcome.{said} " in text
    assert ("count for as much" in text) == bool(said)


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({"no": (0, 300), "yes": (1, 200)}, "or any number fewer"),
        ({"no": (300, 0), "yes": (199, 1)}, "or any number more"),
        ({"no": (5, 5), "yes": (6, 4)}, "Even the largest possible difference would often be missed"),
        ({"no": (50, 450), "yes": (50, 450)}, "The two rates are equal"),
        ({"no": (500, 4500), "yes": (501, 4500)}, "takes more than 100,000 more treatments"),
        ({"no": (0, 30), "yes": (0, 30)}, "cannot be compared yet. There is nothing to compare"),
        ({"no": (5, 30)}, "cannot be compared yet. Only one group"),
    ],
)
def test_the_edges_have_words(counts: Counts, words: str) -> None:
    assert words in power_finding(found(counts), BREAKOUTS)


def test_nothing_says_that_there_is_no_difference_or_what_causes_it() -> None:
    of = found({"no": (62, 558), "yes": (166, 1314)}, Clustering(30, 1.2))
    text = " ".join([power_finding(of, BREAKOUTS), *how_power(of, BREAKOUTS), describe_abilities([of], BREAKOUTS)])
    for phrase in ("no difference", "causes", "1 in "):
        assert phrase not in text
    assert "Fleiss, Tytun & Ury 1980" in text
    assert "design effect of this comparison, 1.20" in text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "about 1"),
        (43, "about 43"),
        (104, "about 100"),
        (4343, "about 4,300"),
        (99_900, "about 100,000"),
        (100_001, "more than 100,000"),
    ],
)
def test_numbers_needed_have_two_digits(number: int, text: str) -> None:
    assert more_needed(number) == text


def test_no_factor_with_two_groups() -> None:
    assert describe_abilities([found({"no": (5, 30)})], BREAKOUTS) == "No factor has two groups that can be compared."
