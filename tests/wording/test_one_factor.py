"""What a log says about a factor, and how that was worked out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.methods.one_factor import examine
from analysis.methods.ranking import ranked
from analysis.results import Clustering
from analysis.wording.cautions import caution
from analysis.wording.descriptions import describe_levels
from analysis.wording.one_factor import finding, how, not_answered, result_of_test
from tests.tallies import BREAKOUTS, counted, factor

if TYPE_CHECKING:
    from analysis.outcome_log.log import Factor, FactorKind
    from tests.tallies import Counts
from tests.wording.subjects import ACNE, DEPTH, PRODUCT, found, no_numbers_in


def test_finding_of_ordered_levels() -> None:
    counts = {"none": (12, 88), "past": (20, 80), "current": (27, 73)}
    assert found(ACNE, counts) == (
        "Acne history is linked to breakouts: 27 of 100 broke out with “current”, compared with 12 of 100 "
        "with “none”, 15 more per 100 (95% CI 4 to 26)."
    )


def test_finding_of_yes_and_no() -> None:
    assert found(PRODUCT, {"no": (40, 460), "yes": (42, 258)}) == (
        "New product is linked to breakouts: 14 of 100 broke out with “yes”, compared with 8 of 100 with "
        "“no”, 6.0 more per 100 (95% CI 1.6 to 10.8)."
    )


def test_finding_of_fewer() -> None:
    assert found(PRODUCT, {"no": (42, 258), "yes": (40, 460)}) == (
        "New product is linked to breakouts: 8 of 100 broke out with “yes”, compared with 14 of 100 with "
        "“no”, 6.0 fewer per 100 (95% CI 1.6 to 10.8)."
    )


def test_finding_that_is_too_close_to_call() -> None:
    assert found(PRODUCT, {"no": (10, 90), "yes": (12, 88)}) == (
        "The difference in New product could be chance: 12 of 100 broke out with “yes”, compared with 10 "
        "of 100 with “no”, 2.0 more per 100 (95% CI 7.0 fewer to 11.0 more)."
    )


def test_finding_of_no_difference_at_all() -> None:
    assert found(PRODUCT, {"no": (10, 90), "yes": (10, 90)}) == (
        "The difference in New product could be chance: 10 of 100 broke out with “yes”, compared with 10 "
        "of 100 with “no”, as many in both (95% CI 8.7 fewer to 8.7 more)."
    )


def test_finding_of_fifths_with_units() -> None:
    counts = {0.5: (2, 98), 1.0: (5, 95), 1.5: (6, 94), 2.0: (10, 90), 2.5: (10, 40), 3.0: (15, 35)}
    assert found(DEPTH, counts) == (
        "Needle depth is linked to breakouts: 25 of 100 broke out at 2.5 to 3 mm, compared with 2 of 100 "
        "at 0.5 mm, 23 more per 100 (95% CI 14 to 32)."
    )


def test_finding_of_an_empty_cell() -> None:
    assert found(PRODUCT, {"no": (0, 100), "yes": (100, 0)}) == (
        "New product is linked to breakouts: 100 of 100 broke out with “yes”, compared with 0 of 100 with "
        "“no”, 100 more per 100 (95% CI 95 to 100)."
    )


def test_finding_of_an_odd_column() -> None:
    odd = factor(name="Food?: [ice](x) <b>", title="Food?: [ice](x) <b>", is_extra=True)
    assert found(odd, {"N": (3, 18), "Y": (43, 11)}) == (
        "Food?: [ice](x) <b> is linked to breakouts: 14.3 of 100 broke out with “N”, compared with 79.6 of "
        "100 with “Y”, 65.3 fewer per 100 (95% CI 41.4 to 78.0)."
    )


def test_finding_where_the_test_sees_what_the_contrast_does_not() -> None:
    assert found(ACNE, {"none": (100, 900), "past": (180, 800), "current": (6, 30)}) == (
        "The difference in Acne history could be chance: 16.7 of 100 broke out with “current”, compared "
        "with 10 of 100 with “none”, 6.7 more per 100 (95% CI 2.4 fewer to 22.0 more)."
    )


def test_finding_that_the_test_does_not_confirm() -> None:
    assert found(ACNE, {"none": (5, 95), "past": (300, 700), "current": (15, 85)}) == (
        "Acne history is linked to breakouts: 15 of 100 broke out with “current”, compared with 5 of 100 "
        "with “none”, 10 more per 100 (95% CI 2 to 19)."
    )


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ({}, "No outcome is known here."),
        ({"no": (0, 0, 5)}, "No outcome is known here."),
        ({"no": (5, 50)}, "Only one group has known outcomes, so there is nothing to compare."),
        (
            {"no": (0, 50), "yes": (0, 40)},
            "There is nothing to compare: none of the 90 treatments with a known outcome broke out.",
        ),
        (
            {"no": (5, 0), "yes": (4, 0)},
            "There is nothing to compare: all 9 treatments with a known outcome broke out.",
        ),
        (
            {"no": (5, 50), "yes": (4, 1)},
            "Fewer than two groups have 10 known outcomes or more, too few to compare them.",
        ),
        (
            {f"lot {each}": (1, 20) for each in range(60)},
            "60 groups are too many to be compared at once (at most 50); narrow the log first.",
        ),
    ],
)
def test_finding_where_there_is_none(counts: Counts, why: str) -> None:
    for of in (PRODUCT, ACNE):
        assert found(of, counts) == f"{of.title} cannot be compared yet. {why}"


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ({}, "No outcome is known here."),
        ({2.0: (5, 9)}, "Only one group has known outcomes, so there is nothing to compare."),
        (
            {2.0: (0, 9), 3.0: (0, 9)},
            "There is nothing to compare: none of the 18 treatments with a known outcome broke out.",
        ),
        ({2.0: (0, 0, 9), 3.0: (0, 0, 9)}, "No outcome is known here."),
    ],
)
def test_finding_where_a_number_has_none(counts: Counts, why: str) -> None:
    assert found(DEPTH, counts) == f"Needle depth cannot be compared yet. {why}"


def test_test_result() -> None:
    (result,) = ranked([(PRODUCT, counted({"no": (40, 460), "yes": (42, 258)}))])
    assert result_of_test(result) == ("Chi-square = 7.34, p = 0.007. Pearson 1900, without Yates' correction.")
    alone = examine(PRODUCT, counted({"no": (1, 20), "yes": (9, 20)}))
    assert result_of_test(alone) == "Fisher exact, p = 0.031. Fisher 1935, two-sided."
    assert result_of_test(examine(PRODUCT, counted({}))) == "none was made."


def test_not_answered() -> None:
    one = examine(ACNE, counted({}, not_known=(0, 0, 1)))
    assert not_answered(one, BREAKOUTS) == "Not shown (“Acne history” not recorded): 1 treatment."
    many = examine(ACNE, counted({}, not_known=(100, 900, 1000)))
    assert not_answered(many, BREAKOUTS) == (
        "Not shown (“Acne history” not recorded): 2,000 treatments; 100 of 1,000 (10.0%) of those with a "
        "known outcome broke out."
    )


@settings(derandomize=True, database=None, deadline=None)
@given(
    st.dictionaries(st.integers(0, 60), st.tuples(*[st.integers(0, 25)] * 3), max_size=12),
    st.sampled_from(["category", "ordered", "number"]),
)
def test_whatever_is_counted_gives_words(counts: Counts, kind: FactorKind) -> None:
    named = {float(level) if kind == "number" else f"level {level}": counts[level] for level in sorted(counts)}
    result = examine(factor(kind, tuple(named)), counted(named, not_known=(1, 2, 3)), Clustering(2, 1.3))
    texts = [
        finding(result, BREAKOUTS),
        result_of_test(result),
        describe_levels(result, BREAKOUTS),
        not_answered(result, BREAKOUTS),
        *how(result, BREAKOUTS),
        *(caution(each, BREAKOUTS) for each in result.cautions),
    ]
    for text in texts:
        assert text
        assert not no_numbers_in(text)


@settings(derandomize=True, database=None, deadline=None)
@given(
    st.lists(st.tuples(*[st.integers(0, 3000)] * 3), min_size=1, max_size=5),
    st.sampled_from([ACNE, PRODUCT, factor(title="Skin")]),
)
def test_no_odds_of_one_in_so_many_and_no_causes(counts: list[tuple[int, int, int]], of: Factor) -> None:
    result = examine(
        of, counted({f"level {place}": each for place, each in enumerate(counts)}), clustering=Clustering(3, 1.2)
    )
    texts = [
        finding(result, BREAKOUTS),
        *(caution(each, BREAKOUTS) for each in result.cautions),
        *how(result, BREAKOUTS),
    ]
    for text in texts:
        assert not re.search(r"\b1 in \d|caus|due to|because of|leads? to|\bnan\b|\binf\b|None", text)
        assert not re.search(r"\b1 (treatments|breakouts|groups)\b|−.* (more|fewer)", text)
        assert "  " not in text
