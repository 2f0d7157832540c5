from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.methods.cautions import NoContrast, ReferenceReplaced, SmallLevels, WidenedIntervals
from analysis.methods.contrast import SMALLEST_LEVEL, choose_contrast
from analysis.methods.rate import level_rates
from analysis.results import ValueRange
from tests.tallies import counted, factor, kinds

if TYPE_CHECKING:
    from analysis.methods.cautions import Caution
    from analysis.outcome_log.log import Factor, FactorKind
    from analysis.results import Contrast
    from tests.tallies import Counts


def chosen(of: Factor, counts: Counts) -> tuple[Contrast | None, tuple[Caution, ...]]:
    return choose_contrast(of, level_rates(counted(counts).answered))


def named(contrast: Contrast | None) -> tuple[object, object] | None:
    return None if contrast is None else (contrast.level, contrast.reference)


def test_two_levels_as_they_are_the_reference_second() -> None:
    contrast, cautions = chosen(factor(reference="no"), {"no": (5, 45), "yes": (20, 30)})
    assert named(contrast) == ("yes", "no")
    assert contrast.comparison.risk_difference.value == pytest.approx(0.3)
    assert contrast.comparison.risk_difference.interval.level == 0.95
    assert cautions == ()


def test_without_a_codebook_the_most_common_level_is_the_reference() -> None:
    assert named(chosen(factor(), {"rare": (5, 45), "common": (5, 95)})[0]) == ("rare", "common")


def test_of_equally_common_levels_the_first_is_the_reference() -> None:
    assert named(chosen(factor(), {"a": (5, 45), "b": (9, 41)})[0]) == ("b", "a")


def test_common_is_meant_by_known_outcomes() -> None:
    assert named(chosen(factor(), {"a": (5, 45, 900), "b": (9, 51)})[0]) == ("a", "b")


def test_ordered_levels_last_against_first_even_if_another_is_further() -> None:
    counts = {"none": (5, 95), "past": (60, 40), "current": (10, 90)}
    contrast, cautions = chosen(factor("ordered", tuple(counts)), counts)
    assert named(contrast) == ("current", "none")
    assert contrast.comparison.risk_difference.interval.level == 0.95
    assert cautions == ()


def test_ordered_levels_that_are_too_small_give_way_to_their_neighbours() -> None:
    counts = {"I": (0, 9), "II": (5, 95), "III": (9, 91), "IV": (9, 0), "V": (0, 0, 50)}
    contrast, cautions = chosen(factor("ordered", tuple(counts)), counts)
    assert named(contrast) == ("III", "II")
    assert cautions == (SmallLevels(factor("ordered", tuple(counts)), ("I", "IV"), SMALLEST_LEVEL),)


def test_a_numeric_factor_top_against_bottom_fifth() -> None:
    ranges = [ValueRange(low, low + 0.5) for low in (0.0, 1.0, 2.0)]
    contrast, cautions = chosen(factor("number"), dict(zip(ranges, [(3, 30), (30, 3), (9, 30)], strict=True)))
    assert named(contrast) == (ranges[2], ranges[0])
    assert cautions == ()


@pytest.mark.parametrize(("levels", "confidence"), [(3, 0.975), (4, 1 - 0.05 / 3), (6, 0.99)])
def test_several_levels_the_furthest_with_widened_intervals(levels: int, confidence: float) -> None:
    counts = {"normal": (10, 90)} | {f"other {each}": (10 + each, 90 - each) for each in range(1, levels)}
    contrast, cautions = chosen(factor(reference="normal"), counts)
    assert named(contrast) == (f"other {levels - 1}", "normal")
    for estimate in (contrast.comparison.risk_difference, contrast.comparison.risk_ratio):
        assert estimate.interval.level == pytest.approx(confidence)
        assert estimate.interval.stated_level == 0.95
    assert contrast.picked_from == levels - 1
    assert cautions == (WidenedIntervals(levels - 1),)


def test_furthest_may_be_below_the_reference() -> None:
    counts = {"normal": (50, 50), "dry": (60, 40), "oily": (20, 80)}
    assert named(chosen(factor(reference="normal"), counts)[0]) == ("oily", "normal")


def test_levels_too_small_to_be_shown_still_widen_the_intervals() -> None:
    counts = {"normal": (10, 90), "dry": (20, 80), "oily": (9, 0), "unseen": (0, 0, 40)}
    contrast, cautions = chosen(factor(reference="normal"), counts)
    assert named(contrast) == ("dry", "normal")
    assert contrast.comparison.risk_difference.interval.level == pytest.approx(0.975)
    assert kinds(cautions) == [SmallLevels, WidenedIntervals]


def test_a_reference_that_is_too_small_is_replaced_with_a_caution() -> None:
    counts = {"normal": (1, 8), "dry": (20, 80), "oily": (30, 90)}
    contrast, cautions = chosen(factor(reference="normal"), counts)
    assert named(contrast) == ("dry", "oily")
    assert kinds(cautions) == [SmallLevels, ReferenceReplaced, WidenedIntervals]
    assert cautions[1] == ReferenceReplaced(factor(reference="normal"), "oily")


def test_no_reference_of_a_codebook_none_replaced() -> None:
    _, cautions = chosen(factor(), {"a": (1, 8), "b": (20, 80), "c": (30, 90)})
    assert kinds(cautions) == [SmallLevels, WidenedIntervals]


@pytest.mark.parametrize("known", [9, 10])
def test_ten_known_outcomes_are_enough(known: int) -> None:
    contrast, cautions = chosen(factor(reference="no"), {"no": (5, 45), "yes": (0, known, 100)})
    if known == 10:
        assert named(contrast) == ("yes", "no")
        assert cautions == ()
    else:
        assert contrast is None
        assert kinds(cautions) == [SmallLevels, NoContrast]


@pytest.mark.parametrize("counts", [{}, {"a": (5, 50)}, {"a": (5, 50), "b": (0, 0, 9)}, {"a": (0, 0, 5)}])
def test_one_level_is_no_contrast_and_needs_no_further_words(counts: Counts) -> None:
    assert chosen(factor(), counts) == (None, ())


@given(
    st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(*[st.integers(0, 40)] * 3), min_size=1, max_size=8),
    st.sampled_from(["category", "ordered"]),
    st.sampled_from([None, "a", "b"]),
)
def test_small_levels_never_carry_a_contrast(counts: Counts, kind: FactorKind, reference: str | None) -> None:
    contrast, _ = chosen(factor(kind, tuple(counts), reference=reference), counts)
    if contrast is not None:
        assert contrast.level != contrast.reference
        for level in (contrast.level, contrast.reference):
            assert sum(counts[level][:2]) >= SMALLEST_LEVEL
