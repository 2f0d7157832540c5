"""Early reviews, from a file to the answer: no verdict rests on who reviewed when."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from analysis.counting.in_memory import InMemory
from analysis.exhibits.avoidable import avoidable_exhibit
from analysis.exhibits.one_factor import one_factor_exhibit
from analysis.methods.early import Followed
from analysis.methods.evidence_cautions import RecordedLater, ReviewedAtDifferentTimes
from analysis.methods.kaplan_meier import LOG_RANK
from analysis.methods.ranking import ranked
from analysis.outcome_log.filters import Filters
from analysis.outcome_log.log import Log
from analysis.outcome_log.outcomes import Counted
from analysis.questions.adjusted import Adjusted, adjusted
from analysis.questions.at_a_glance import at_a_glance
from analysis.questions.each_level import each_level
from analysis.questions.over_time import OverTime
from analysis.questions.stratified import something_else
from tests.logs import log_of
from tests.simulations.early_reviews import FACTOR, practitioners
from tests.tallies import kinds

REVIEWS = {"P01": 14, "P02": 3}


def counts_of(log: Log, **more: Counted) -> InMemory:
    return InMemory(log, Filters(), **more)


def test_who_reviews_at_day_3_is_not_linked_to_fewer_breakouts() -> None:
    log = practitioners(np.random.default_rng(1), REVIEWS, first_day=4)
    for counted in (Counted(), Counted(unit="first treatments")):
        found = at_a_glance(counts_of(log, counted=counted))
        (result,) = (each for each in found.factors if each.factor.name == FACTOR)
        (plain,) = ranked([(result.factor, counts_of(log, counted=counted).by(FACTOR))])
        assert plain.is_linked
        assert not result.is_linked
        assert result.test is not None
        assert result.test.name == LOG_RANK
        assert result.p_adjusted is not None
        assert result.p_adjusted > 0.05
        (caution,) = (each for each in result.cautions if isinstance(each, ReviewedAtDifferentTimes))
        assert (caution.earliest, caution.earliest_days, caution.latest, caution.latest_days) == ("P02", 3, "P01", 14)
        assert dict(caution.compared)["P02"] is None
        assert found.early is not None
        assert found.early.apart == (result.factor,)
        assert found.early.cumulative is not None
        assert found.early.cumulative.interval.low < 0.2 < found.early.cumulative.interval.high


def test_one_practitioner_against_all_others_is_compared_day_by_day_too() -> None:
    log = practitioners(np.random.default_rng(5), {"P01": 14, "P02": 14, "P03": 14, "P04": 3}, first_day=4)
    counts = counts_of(log)
    found = at_a_glance(counts)
    each = each_level(counts, found.factors[0], found)
    assert not any(result.is_linked for result in each.values())
    for level, result in each.items():
        cautions = [each for each in result.cautions if isinstance(each, ReviewedAtDifferentTimes)]
        assert [dict(of.compared).keys() >= {level} for of in cautions] == [True]
        assert result.test is not None
        assert result.test.name == LOG_RANK


def test_within_groups_an_early_no_is_doubted_too() -> None:
    rows = ["practitioner,new_product,treatment_date,follow_up_date,breakout"]
    for at in range(240):
        used, breakout = ("yes" if at % 3 else "no"), ("yes" if at % 5 == 0 else "no")
        rows.append(f"P0{at % 2},{used},2026-01-05,2026-01-{'08' if at % 2 else '19'},{breakout}")
    log = log_of("\n".join(rows) + "\n")
    counts = counts_of(log)
    found = at_a_glance(counts)
    (practitioner, product) = (
        next(each for each in found.factors if each.factor.name == name) for name in (FACTOR, "new_product")
    )
    (within,) = something_else(counts, practitioner, found).looked_at
    (caution,) = (each for each in within.cautions if isinstance(each, ReviewedAtDifferentTimes))
    assert (caution.factor, caution.compared) == (practitioner.factor, ())
    (other,) = something_else(counts, product, found).looked_at
    assert ReviewedAtDifferentTimes not in kinds(other.cautions)


def test_months_that_were_reviewed_sooner_than_others_are_doubted() -> None:
    def of(days: int) -> OverTime:
        rows = ["treatment_date,follow_up_date,breakout"]
        for month in range(25):
            for day in range(1, 29):
                treated = dt.date(2024 + month // 12, 1 + month % 12, day)
                after = dt.timedelta(days if month == 24 else 14)
                rows.append(f"{treated},{treated + after},{'yes' if day % 9 == 0 else 'no'}")
        return at_a_glance(counts_of(log_of("\n".join(rows) + "\n"))).over_time

    month, year = of(5).month_change, of(5).year_change
    assert month is not None
    assert year is not None
    assert month.followed == Followed(5.0, 14.0, 14)
    # One month in twelve moves the mean by less than a tenth of the window.
    assert year.followed is None
    alike = of(14).month_change
    assert alike is not None
    assert alike.followed is None


def test_a_true_difference_is_still_found_where_review_times_differ() -> None:
    log = practitioners(np.random.default_rng(2), {"P01": 14, "P02": 10}, rates={"P01": 0.1, "P02": 0.4})
    (result,) = at_a_glance(counts_of(log)).factors
    assert result.test is not None
    assert result.test.name == LOG_RANK
    assert result.test.p_value < 0.001


def test_where_all_are_reviewed_alike_the_usual_test_stays() -> None:
    log = practitioners(np.random.default_rng(3), {"P01": 7, "P02": 7})
    found = at_a_glance(counts_of(log))
    (result,) = found.factors
    assert result.test is not None
    assert result.test.name == "chi-square"
    assert found.early is not None
    assert found.early.apart == ()
    # With a window that all were followed for, nothing is early.
    assert at_a_glance(InMemory(log, Filters(window_days=7))).early is None


def test_the_adjusted_answer_names_the_factor_too() -> None:
    log = practitioners(np.random.default_rng(4), {"P01": 14, "P02": 7})
    found = adjusted(counts_of(log), (FACTOR,))
    assert isinstance(found, Adjusted)
    assert any(isinstance(each, ReviewedAtDifferentTimes) for each in found.cautions)


def test_numbers_are_compared_by_their_groups() -> None:
    rows = ["treatment_date,follow_up_date,breakout,needle_depth_mm"]
    for place in range(300):
        depth, day = (0.5 + place % 10 / 10, 3 if place % 10 > 4 else 20)
        outcome = "yes" if place % 7 == 0 else "no"
        rows.append(f"2026-01-01,2026-01-{1 + day:02},{outcome},{depth}")
    (result,) = at_a_glance(InMemory(log_of("\n".join(rows) + "\n"))).factors
    assert result.test is not None
    assert result.test.name == LOG_RANK


# Aftercare, and what is known of when: the day of onset, the day of the follow-up.
ORDER = "moisturiser,treatment_date,follow_up_date,onset_day,breakout\n"


def aftercare(follow_up: str, onset: str) -> Log:
    """Return a log in which a comedogenic moisturiser is linked to breakouts."""
    rows = [f"comedogenic,2026-01-05,{follow_up},{onset},yes"] * 40 + ["comedogenic,2026-01-05,2026-01-25,,no"] * 60
    rows += [f"non-comedogenic,2026-01-05,{follow_up},{onset},yes"] * 10
    rows += ["non-comedogenic,2026-01-05,2026-01-25,,no"] * 190
    return log_of(ORDER + "\n".join(rows) + "\n")


@pytest.mark.parametrize(
    ("follow_up", "onset", "said"),
    [
        (
            "2026-01-25",
            "3",
            (
                "What clients did after the treatment may be a result of the breakout: 50 of 50 dated breakouts had "
                "begun by the follow-up, when the clinic hears of it."
            ),
        ),
        # Nobody had a breakout yet when the follow-up was.
        ("2026-01-06", "3", None),
        (
            "2026-01-25",
            "",
            (
                "What clients did after the treatment may be a result of the breakout: the log has no dates that show "
                "which came first."
            ),
        ),
    ],
)
def test_aftercare_that_may_be_a_result_is_doubted_on_the_factor_and_beside_what_could_prevent_the_most(
    follow_up: str, onset: str, said: str | None
) -> None:
    counts = counts_of(aftercare(follow_up, onset))
    (result,) = at_a_glance(counts).factors
    assert result.is_linked
    found = adjusted(counts, ("moisturiser",))
    assert isinstance(found, Adjusted)
    assert found.avoidable[0].is_linked
    for texts in (one_factor_exhibit(result, Counted()).cautions, avoidable_exhibit(found, Counted()).cautions):
        assert [each for each in texts if "may be a result" in each] == ([] if said is None else [said])


def test_what_a_client_brings_along_is_no_result() -> None:
    log = aftercare("2026-01-25", "3")
    (before,) = at_a_glance(counts_of(log_of("\n".join(_renamed(log))))).factors
    assert before.is_linked
    assert not any(isinstance(each, RecordedLater) for each in before.cautions)


def _renamed(log: Log) -> list[str]:
    rows = zip(log.frame["moisturiser"], log.frame["breakout"], strict=True)
    return ["skin_type,breakout", *(f"{'oily' if each == 'comedogenic' else 'dry'},{broke}" for each, broke in rows)]
