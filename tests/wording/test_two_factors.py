"""What is said of one factor within the groups of another, and of two factors in any way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.counting.tallies import OneWay
from analysis.exhibits.stratified import strata_table
from analysis.exhibits.together import together_table
from analysis.methods.one_factor import examine
from analysis.methods.stratified import Stratified, stratify
from analysis.methods.together import put_together
from analysis.outcome_log.outcomes import Counted, Outcome
from analysis.questions.stratified import WithinGroups
from analysis.results import Clustering, FactorResult
from analysis.wording.cautions import caution
from analysis.wording.stratified import (
    describe_strata,
    heterogeneity,
    hint,
    how_within_groups,
    stratified_verdict,
    within_groups,
)
from analysis.wording.together import both, highest, how_together
from tests.methods.two_factors import DEPARTMENT, SEX, berkeley, crude_contrast, one_each, tally_of, within
from tests.tallies import BREAKOUTS, factor
from tests.wording.subjects import ACNE, no_numbers_in

if TYPE_CHECKING:
    from tests.methods.two_factors import Groups

PRODUCT = factor(levels=("harsh", "gentle"), name="product", title="Product", reference="gentle", is_extra=True)
OF_CLIENTS = Counted(Outcome("pustules", ("yes",), "Pustules"), "clients")


def groups(*of: tuple[int, int, int, int]) -> Groups:
    """Return groups of (breakouts, known) with the harsh product and with the gentle one."""
    names = ("none", "current", "past")
    return {name: {"harsh": (a, n - a), "gentle": (c, m - c)} for name, (a, n, c, m) in zip(names, of, strict=False)}


ALIKE = groups((20, 100, 10, 100), (40, 100, 20, 100))
MANY_ALIKE = groups((600, 3000, 300, 3000), (1200, 3000, 600, 3000))
MOST = groups((6, 100, 20, 400), (82, 400, 20, 100))
ALL = groups((5, 100, 22, 400), (80, 400, 21, 100))
PART = groups((20, 200, 15, 300), (90, 300, 40, 200))
HIDDEN = groups((30, 400, 2, 100), (90, 100, 80, 400))
ONLY_WITHIN = groups((30, 400, 2, 100), (35, 100, 81, 400))
TURNED = groups((1, 100, 40, 400), (160, 400, 60, 100))
UNSURE = groups((5, 60, 4, 60), (6, 60, 5, 60))
VARYING = groups((30, 100, 10, 100), (20, 100, 30, 100))


def compared(of: Groups, title: str = "Acne history") -> tuple[FactorResult, Stratified]:
    tally = tally_of(of)
    alone = OneWay(tally.factors[0], tally.levels[0], tally.counts.sum(axis=1))
    result = examine(PRODUCT, alone)
    by = factor("ordered", tuple(of), name=title.casefold(), title=title, is_extra=True)
    return result, stratify(result.contrast, by, tally)


@pytest.mark.parametrize(
    ("of", "text"),
    [
        (MANY_ALIKE, "“Acne history” hardly changes this answer."),
        (
            ALIKE,
            "How much “Acne history” changes it is too uncertain to say: none (95% CI 1.5 fewer to 1.5 more).",
        ),
        (
            MOST,
            (
                "Most of the difference between “harsh” and “gentle” is explained by “Acne history” (8.8 of 9.6 per "
                "100, 95% CI 5.7 to 12.0); what is left could be chance."
            ),
        ),
        (
            ALL,
            (
                "Most of the difference between “harsh” and “gentle” is explained by “Acne history” (9.2 per 100 where "
                "the difference is 8.4, 95% CI 6.0 to 12.3); what is left could be chance."
            ),
        ),
        (
            PART,
            (
                "Part of the difference between “harsh” and “gentle” is explained by “Acne history” (3.5 of 11.0 per "
                "100, 95% CI 2.1 to 4.9)."
            ),
        ),
        (
            HIDDEN,
            (
                "Part of the difference between “harsh” and “gentle” was hidden by “Acne history” (30.1 per 100 "
                "on top of 7.6, 95% CI 26.1 to 34.2)."
            ),
        ),
        (ONLY_WITHIN, "“Acne history” changes it: 13.7 more per 100 (95% CI 10.3 to 17.2)."),
        (
            TURNED,
            (
                "The difference between “harsh” and “gentle” turns around: among clients with the same “Acne "
                "history” it points the other way."
            ),
        ),
        (
            UNSURE,
            (
                "The difference between “harsh” and “gentle” could be chance whether or not clients with the same "
                "“Acne history” are compared."
            ),
        ),
    ],
)
def test_what_becomes_of_a_difference(of: Groups, text: str) -> None:
    result, found = compared(of)
    assert stratified_verdict(found, result.factor, BREAKOUTS) == text


def test_own_and_adjusted_in_one_breath() -> None:
    result, found = compared(PART)
    assert within_groups(found, result.factor, BREAKOUTS) == (
        "On its own, 22.0 of 100 broke out with “harsh”, compared with 11.0 of 100 with “gentle”: 11.0 "
        "more per 100 (95% CI 6.4 to 15.6). Comparing clients with the same “Acne history”: 7.5 more per "
        "100 (95% CI 3.0 to 12.0)."
    )
    assert within_groups(found, result.factor, OF_CLIENTS).startswith(
        "On its own, 22.0 of 100 clients had “Pustules” with “harsh”, compared with 11.0 of 100 with “gentle”"
    )


def test_a_difference_that_is_not_the_same_everywhere() -> None:
    _, found = compared(VARYING)
    assert heterogeneity(found) == (
        "The difference is not the same in every group of “Acne history” (p < 0.001): look at each group "
        "rather than at one number for all."
    )
    _, found = compared(ALIKE)
    assert heterogeneity(found).startswith("The difference may be the same in every group")


def test_berkeley_disappears_within_departments() -> None:
    """The difference of the whole disappears within the departments, as published, and they differ among themselves."""
    tally = berkeley()
    contrast = crude_contrast(factor(levels=("Male", "Female"), name="sex", title="Sex", reference="Female"), tally)
    found = stratify(contrast, DEPARTMENT, tally)
    assert stratified_verdict(found, SEX, BREAKOUTS) == (
        "Most of the difference between “Male” and “Female” is explained by “Department” (16 per 100 where the "
        "difference is 14, 95% CI 14 to 18); what is left could be chance."
    )
    assert heterogeneity(found) == (
        "The difference is not the same in every group of “Department” (p = 0.002): look at each group "
        "rather than at one number for all."
    )


@pytest.mark.parametrize(
    ("of", "why"),
    [
        (
            groups((20, 100, 10, 100)),
            (
                "The 200 treatments to compare are all in one group of “Acne history”, so there is nothing to compare "
                "within."
            ),
        ),
        (
            one_each(10),
            (
                "The two hardly overlap: only 0 of 100 treatments are in groups of “Acne history” with both levels. "
                "Choose another factor."
            ),
        ),
        (
            {**one_each(40), **groups((20, 100, 10, 99))},
            (
                "The two hardly overlap: only 199 of 599 treatments are in groups of “Acne history” with both "
                "levels. Choose another factor."
            ),
        ),
        (one_each(60), "60 groups are too many to be compared at once (at most 50); narrow the log first."),
        (
            {"both": {"harsh": (0, 50), "gentle": (0, 50)}, "one": {"harsh": (9, 0)}},
            "There is nothing to compare: none of the 100 treatments with a known outcome broke out.",
        ),
        (
            {"both": {"harsh": (2, 7), "gentle": (9, 91)}, "one": {"harsh": (5, 40)}},
            "Fewer than two groups have 10 known outcomes or more, too few to compare them.",
        ),
    ],
)
def test_what_cannot_be_compared_within_groups_has_its_reason(of: Groups, why: str) -> None:
    found = within(of, PRODUCT, ACNE)
    assert within_groups(found, PRODUCT, BREAKOUTS) == f"These groups cannot be compared. {why}"
    assert how_within_groups(found, BREAKOUTS) == (
        ("Compared within groups only where most treatments are in groups with both levels."),
    )


CELL = st.tuples(st.integers(0, 40), st.integers(0, 40))


@settings(derandomize=True, database=None, deadline=None)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=6), st.floats(1, 3))
def test_whatever_is_counted_gives_words(cells: list[tuple[tuple[int, int], ...]], effect: float) -> None:
    of = {f"group {place}": {"harsh": harsh, "gentle": gentle} for place, (harsh, gentle) in enumerate(cells)}
    found = stratify(crude_contrast(PRODUCT, tally_of(ALIKE)), ACNE, tally_of(of), Clustering(2, effect))
    for text in (
        within_groups(found, PRODUCT, BREAKOUTS),
        stratified_verdict(found, PRODUCT, BREAKOUTS),
        heterogeneity(found),
        describe_strata(found, PRODUCT),
        *how_within_groups(found, BREAKOUTS),
        *(caution(each, BREAKOUTS) for each in found.cautions),
    ):
        assert not no_numbers_in(text)


def asked(*of: tuple[Groups, str]) -> WithinGroups:
    found = [compared(*each) for each in of]
    return WithinGroups(found[0][0], tuple(each for _, each in found), frozenset(each.by.name for _, each in found))


@pytest.mark.parametrize(
    ("of", "text"),
    [
        (
            ((ALIKE, "Skin"),),
            "The one other factor does not clearly change this answer.",
        ),
        (
            ((ALIKE, "Skin"), (ALIKE, "Lot")),
            "None of the 2 other factors clearly changes this answer.",
        ),
        (
            ((ALIKE, "Skin"), (UNSURE, "Lot")),
            ("The one other factor that can be compared does not clearly change this answer."),
        ),
        (
            ((UNSURE, "Skin"), (UNSURE, "Lot")),
            ("The difference between “harsh” and “gentle” could be chance."),
        ),
        (
            ((PART, "Skin"), (PART, "Lot")),
            (
                "Part of the difference between “harsh” and “gentle” is explained by “Skin” (3.5 of 11.0 per 100, "
                "95% CI 2.1 to 4.9). “Lot” changes it as well."
            ),
        ),
        (
            ((PART, "Skin"), (PART, "Lot"), (PART, "Age"), (ALIKE, "Sex")),
            (
                "Part of the difference between “harsh” and “gentle” is explained by “Skin” (3.5 of 11.0 per 100, "
                "95% CI 2.1 to 4.9). “Lot” and “Age” change it "
                "as well, one at a time."
            ),
        ),
        (
            tuple((PART, name) for name in ("Skin", "Lot", "Age", "Sex", "Day", "Room")),
            (
                "Part of the difference between “harsh” and “gentle” is explained by “Skin” (3.5 of 11.0 per 100, "
                "95% CI 2.1 to 4.9). “Lot”, “Age”, “Sex” and 2 "
                "more change it as well, one at a time."
            ),
        ),
    ],
)
def test_the_hint(of: tuple[tuple[Groups, str], ...], text: str) -> None:
    assert hint(asked(*of), BREAKOUTS) == text


def test_the_hint_where_there_is_nothing_to_look_at() -> None:
    result, found = compared(ALIKE)
    assert (
        hint(WithinGroups(result, (), frozenset()), BREAKOUTS)
        == "Product: this log has no other factor to make groups."
    )
    _, alone = compared({"none": {"harsh": (20, 80), "gentle": (10, 90)}})
    assert hint(WithinGroups(result, (alone,), frozenset()), BREAKOUTS).startswith(
        "Product cannot be compared within groups."
    )
    nothing = examine(PRODUCT, OneWay("product", ("harsh", None), tally_of(ALIKE).counts[:2, 0]))
    assert hint(WithinGroups(nothing, (), frozenset()), BREAKOUTS).startswith("Product cannot be compared, so")
    assert found.is_changed is False


@pytest.mark.parametrize("counted", [BREAKOUTS, OF_CLIENTS])
def test_nothing_says_that_one_thing_causes_another_or_names_another_outcome(counted: Counted) -> None:
    for of in (ALIKE, MOST, ALL, PART, HIDDEN, ONLY_WITHIN, TURNED, UNSURE, VARYING):
        result, found = compared(of)
        together = put_together(PRODUCT, found.by, tally_of(of))
        texts = [
            hint(WithinGroups(result, (found,), frozenset({found.by.name})), counted),
            within_groups(found, PRODUCT, counted),
            stratified_verdict(found, PRODUCT, counted),
            heterogeneity(found),
            both(together, counted),
            highest(together),
            *how_within_groups(found, counted),
            *how_together(together),
        ]
        for text in texts:
            assert "cause" not in text
            assert "no difference" not in text
            if counted is OF_CLIENTS:
                assert "breakout" not in text.casefold()
                assert "treatment" not in text


def test_the_numbers_behind_the_chart_of_groups() -> None:
    _, found = compared(PART)
    table = strata_table(found, PRODUCT, BREAKOUTS)
    assert table["Group of Acne history"].tolist() == ["none", "none", "current", "current"]
    assert table["Level of Product"].tolist() == ["harsh", "gentle"] * 2
    assert table["Breakouts"].tolist() == [20, 15, 90, 40]
    assert table["Rate, %"].tolist() == [10, 5, 30, 20]


def test_the_numbers_behind_the_heat_map_hide_small_cells() -> None:
    of = {"none": {"harsh": (3, 6), "gentle": (10, 90)}, "current": {"harsh": (20, 80), "gentle": (15, 60)}}
    found = put_together(PRODUCT, factor(name="acne", title="Acne history", is_extra=True), tally_of(of))
    table = together_table(found, BREAKOUTS)
    assert table["Known outcomes"].tolist() == ["n < 10", 100, 100, 75]
    assert table["Breakouts"].isna().tolist() == [True, False, False, False]
    assert "9" not in str(table.iloc[0].tolist())
    assert together_table(found, OF_CLIENTS).columns[3] == "With “Pustules”"
