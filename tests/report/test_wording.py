from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import results
from analysis.methods.examine import examine
from analysis.methods.over_time import change_against_previous
from analysis.methods.rate import level_rate, rate
from analysis.methods.screen import screen
from analysis.methods.two_levels import compare
from analysis.outcome_log.filters import Filters
from analysis.outcome_log.import_report import ImportReport, Problem
from analysis.outcome_log.log import Log
from analysis.report import wording
from analysis.results import Caution, CautionKind, Estimate, Interval, ValueRange
from tests.tallies import counted, factor

if TYPE_CHECKING:
    from typing import Any

    from analysis.methods.over_time import PeriodChange
    from analysis.outcome_log.log import Factor, FactorKind
    from tests.tallies import Counts


ACNE = factor("ordered", ("none", "past", "current"), name="acne_history", title="Acne history")
PRODUCT = factor(name="new_product", title="New product", reference="no")
DEPTH = factor("number", name="needle_depth_mm", title="Needle depth", unit="mm", caution_above=3)
ADHERENCE = factor("number", title="Aftercare adherence", unit="%")
HOURS = factor("number", title="Hours until make-up", unit="hours")


def estimated(value: float | None, low: float | None, high: float | None, level: float = 0.95) -> Estimate:
    return Estimate(value, Interval(low, high, level, "made up"))


def found(of: Factor, counts: Counts, repeats: int = 0) -> str:
    return wording.finding(examine(of, counted(counts), repeats))


# Numbers ----


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0%"),
        (1, "100%"),
        (0.09104, "9.1%"),
        (0.09, "9.0%"),
        (0.0004, "0.04%"),
        (7e-5, "0.007%"),
        (1e-9, "under 0.0001%"),
    ],
)
def test_percent(share: float, text: str) -> None:
    assert wording.percent(share) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0"),
        (1, "100"),
        (0.27, "27"),
        (0.1, "10"),
        (0.0996, "10"),
        (0.0993, "9.9"),
        (0.08, "8"),
        (0.082, "8.2"),
        (-0.152, "−15"),
        (0.0003, "0.03"),
        (1e-9, "under 0.0001"),
    ],
)
def test_per_100(share: float, text: str) -> None:
    assert wording.per_100(share) == text


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 treatments"), (1, "1 treatment"), (2, "2 treatments"), (2400, "2,400 treatments")]
)
def test_quantity(number: int, text: str) -> None:
    assert wording.quantity(number, "treatment") == text


@pytest.mark.parametrize(
    ("p", "text"),
    [
        (0, "p < 0.001"),
        (0.00099, "p < 0.001"),
        (0.001, "p = 0.001"),
        (0.0321, "p = 0.032"),
        (0.214, "p = 0.21"),
        (1, "p = 1.00"),
    ],
)
def test_p_value(p: float, text: str) -> None:
    assert wording.p_value(results.Test("chi-square", 1.0, p, "")) == text


@pytest.mark.parametrize(
    ("estimate", "text"),
    [
        (estimated(0.15, 0.08, 0.22), "15 more per 100 (95% CI 8 to 22)"),
        (estimated(-0.15, -0.22, -0.08), "15 fewer per 100 (95% CI 8 to 22)"),
        (estimated(0.049, -0.003, 0.095), "4.9 more per 100 (95% CI 0.3 fewer to 9.5 more)"),
        (estimated(-0.024, -0.052, 0.003), "2.4 fewer per 100 (95% CI 5.2 fewer to 0.3 more)"),
        (estimated(0.0, -0.06, 0.07), "no difference (95% CI 6 fewer to 7 more)"),
        (estimated(0.05, 0.0, 0.1, 0.975), "5 more per 100 (97.5% CI 0 to 10)"),
        (estimated(-0.05, -0.1, 0.0), "5 fewer per 100 (95% CI 0 to 10)"),
        (estimated(-1.0, -1.0, -0.6), "100 fewer per 100 (95% CI 60 to 100)"),
    ],
)
def test_difference(estimate: Estimate | None, text: str) -> None:
    assert wording.difference(estimate) == text


@pytest.mark.parametrize(
    ("estimate", "text"),
    [
        (estimated(2.1, 1.4, 3.2), "2.10 (95% CI 1.40 to 3.20)"),
        (estimated(1234.5, 10, 99999), "1,234.50 (95% CI 10.00 to 99,999.00)"),
        (estimated(None, 1.42, None), "beyond any number (95% CI 1.42 up)"),
        (None, "cannot be formed: no breakout on either side"),
    ],
)
def test_ratio(estimate: Estimate | None, text: str) -> None:
    assert wording.ratio(estimate) == text


# Names ----


@pytest.mark.parametrize(
    ("level", "of", "text"),
    [
        (ValueRange(0.25, 0.5), DEPTH, "0.25 to 0.5 mm"),
        (ValueRange(2.0, 2.0), DEPTH, "2 mm"),
        (ValueRange(0, 40), ADHERENCE, "0 to 40%"),
        (ValueRange(1, 1), HOURS, "1 hour"),
        (ValueRange(2023, 2025), factor("number"), "2023 to 2025"),
        (ValueRange(0.1 + 0.2, 1234567), factor("number"), "0.3 to 1234567"),
        (1.5, DEPTH, "1.5 mm"),
        (None, DEPTH, "not known"),
        (dt.date(2026, 5, 1), None, "May 2026"),
        ("none", ACNE, "none"),
    ],
)
def test_level_name(level: object, of: Factor, text: str) -> None:
    assert wording.level_name(level, of) == text


def test_file_stem() -> None:
    assert wording.file_stem("Breakout rate", "by Acne history!") == "breakout-rate-by-acne-history"
    assert wording.file_stem("../../etc/passwd") == "etc-passwd"
    assert wording.file_stem("皮膚") == "figure"


# Rates ----


@pytest.mark.parametrize(
    ("breakouts", "no_breakouts", "unknown", "text"),
    [
        (
            216,
            2184,
            31,
            (
                "Clients broke out after 216 of 2,400 treatments with a known outcome: 9.0% (95% CI 7.9% to 10.2%). "
                "The outcome of another 31 treatments (1.3% of all) is not known: had none of them broken out, the "
                "rate would be 8.9%; had all, 10.2%."
            ),
        ),
        (
            1,
            0,
            1,
            (
                "Clients broke out after 1 of 1 treatment with a known outcome: 100% (95% CI 20.7% to 100%). "
                "The outcome of another 1 treatment (50.0% of all) is not known: had none of them broken out, the rate "
                "would be 50.0%; had all, 100%."
            ),
        ),
        (0, 40, 0, "No client broke out after 40 treatments with a known outcome: 0% (95% CI 0% to 8.8%)."),
        (0, 0, 5, "None of the 5 treatments has a known outcome, so there is no rate to show yet."),
        (0, 0, 1, "The only treatment has no known outcome, so there is no rate to show yet."),
        (0, 0, 0, "There is no treatment to count."),
    ],
)
def test_overall(breakouts: int, no_breakouts: int, unknown: int, text: str) -> None:
    assert wording.overall(level_rate(None, no_breakouts, breakouts, unknown)) == text


def test_rates() -> None:
    assert wording.n_of_n(rate(27, 73)) == "27/100 (27.0%)"
    assert wording.n_of_n(rate(2400, 0)) == "2,400/2,400 (100%)"
    assert wording.interval(rate(216, 2184).interval) == "95% CI 7.9% to 10.2%"


TOO_FEW = (
    "Fewer than 10 outcomes are known from 1 February 2026 to 28 February 2026 or from 4 January 2026 to "
    "31 January 2026: too few to speak of a change."
)
JANUARY, FEBRUARY = dt.date(2026, 1, 1), dt.date(2026, 2, 1)


def changed(before: tuple[int, ...], now: tuple[int, ...]) -> PeriodChange | None:
    day_before = FEBRUARY - dt.timedelta(days=1)
    return change_against_previous(
        counted({day_before: before, FEBRUARY: now}).answered, FEBRUARY, dt.date(2026, 2, 28)
    )


@pytest.mark.parametrize(
    ("before", "now", "text"),
    [
        (
            (10, 90),
            (30, 70),
            (
                "From 1 February 2026 to 28 February 2026, 30 of 100 broke out against 10 of 100 "
                "from 4 January 2026 to "
                "31 January 2026, about 20 more per 100 (95% CI 9 to 31)."
            ),
        ),
        (
            (12, 88),
            (10, 90),
            (
                "From 1 February 2026 to 28 February 2026, 10 of 100 broke out against 12 of 100 "
                "from 4 January 2026 to "
                "31 January 2026, about 2 fewer per 100 (95% CI 11 fewer to 7 more). A change of "
                "this size can be chance."
            ),
        ),
        (
            (10, 90),
            (10, 90),
            (
                "From 1 February 2026 to 28 February 2026, 10 of 100 broke out against 10 of 100 "
                "from 4 January 2026 to "
                "31 January 2026, no difference (95% CI 8.7 fewer to 8.7 more)."
            ),
        ),
        (
            (0, 0, 9),
            (10, 90),
            TOO_FEW,
        ),
        (
            (10, 90),
            (0, 0, 9),
            TOO_FEW,
        ),
    ],
)
def test_change(before: tuple[int, ...], now: tuple[int, ...], text: str) -> None:
    assert wording.change(changed(before, now)) == text


def test_change_without_an_earlier_period() -> None:
    assert wording.change(None) == "There is no earlier period of the same length in the log to compare with."


def test_change_between_two_days() -> None:
    second = dt.date(2026, 1, 2)
    change = change_against_previous(counted({JANUARY: (1, 9), second: (9, 1)}).answered, second, second)
    assert wording.change(change).startswith(
        "On 2 January 2026, 90 of 100 broke out against 10 of 100 on 1 January 2026, "
    )


# Findings ----


def test_finding_of_ordered_levels() -> None:
    counts = {"none": (12, 88), "past": (20, 80), "current": (27, 73)}
    assert found(ACNE, counts) == (
        "Acne history “current”: 27 of 100 broke out against 12 of 100 with “none”, about 15 more per 100 "
        "(95% CI 4 to 26)."
    )


def test_finding_of_yes_and_no() -> None:
    assert found(PRODUCT, {"no": (40, 460), "yes": (42, 258)}) == (
        "New product “yes”: 14 of 100 broke out against 8 of 100 with “no”, about 6 more per 100 (95% CI 1.6 to 10.8)."
    )


def test_finding_of_fewer() -> None:
    assert found(PRODUCT, {"no": (42, 258), "yes": (40, 460)}) == (
        "New product “yes”: 8 of 100 broke out against 14 of 100 with “no”, about 6 fewer per 100 (95% CI 1.6 to 10.8)."
    )


def test_finding_that_is_too_close_to_call() -> None:
    assert found(PRODUCT, {"no": (10, 90), "yes": (12, 88)}) == (
        "New product “yes”: 12 of 100 broke out against 10 of 100 with “no”. That is too close to call: anything from "
        "7 fewer to 11 more per 100 (95% CI) is possible."
    )


def test_finding_of_no_difference_at_all() -> None:
    assert found(PRODUCT, {"no": (10, 90), "yes": (10, 90)}) == (
        "New product “yes”: 10 of 100 broke out against 10 of 100 with “no”. That is too close to call: anything from "
        "8.7 fewer to 8.7 more per 100 (95% CI) is possible."
    )


def test_finding_of_fifths_with_units() -> None:
    counts = {0.5: (2, 98), 1.0: (5, 95), 1.5: (6, 94), 2.0: (10, 90), 2.5: (10, 40), 3.0: (15, 35)}
    assert found(DEPTH, counts) == (
        "Needle depth 2.5 to 3 mm: 25 of 100 broke out against 2 of 100 at 0.5 mm, about 23 more per 100 "
        "(95% CI 14 to 32)."
    )


def test_finding_of_an_empty_cell() -> None:
    assert found(PRODUCT, {"no": (0, 100), "yes": (100, 0)}) == (
        "New product “yes”: 100 of 100 broke out against 0 of 100 with “no”, about 100 more per 100 (95% CI 95 to 100)."
    )


def test_finding_of_an_odd_column() -> None:
    odd = factor(name="Food?: [ice](x) <b>", title="Food?: [ice](x) <b>", is_extra=True)
    assert found(odd, {"N": (3, 18), "Y": (43, 11)}) == (
        "Food?: [ice](x) <b> “N”: 14 of 100 broke out against 80 of 100 with “Y”, about 65 fewer per 100 "
        "(95% CI 41 to 78)."
    )


def test_finding_where_the_test_sees_what_the_contrast_does_not() -> None:
    assert found(ACNE, {"none": (100, 900), "past": (180, 800), "current": (6, 30)}) == (
        "Acne history “current”: 16.7 of 100 broke out against 10 of 100 with “none”. That "
        "is too close to call: anything "
        "from 2.4 fewer to 22 more per 100 (95% CI) is possible. Over all its groups together, though, breakouts do go "
        "with it (p < 0.001)."
    )


def test_finding_that_the_test_does_not_confirm() -> None:
    assert found(ACNE, {"none": (5, 95), "past": (300, 700), "current": (15, 85)}) == (
        "Acne history “current”: 15 of 100 broke out against 5 of 100 with “none”, about 10 more per 100 "
        "(95% CI 2 to 19). The test does not confirm it, though (p = 0.11)."
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
            "There is nothing to compare: every one of the 9 treatments with a known outcome broke out.",
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
    assert found(PRODUCT, counts) == f"New product: this log cannot tell whether breakouts go with it. {why}"


# Tests and cautions ----


def test_test_result() -> None:
    (result,) = screen([(PRODUCT, counted({"no": (40, 460), "yes": (42, 258)}))])
    assert wording.test_result(result) == (
        "Chi-square = 7.34, p = 0.007; p = 0.007 after allowing for all factors looked at (Benjamini-Hochberg). "
        "Pearson 1900, without Yates' correction."
    )
    alone = examine(PRODUCT, counted({"no": (1, 20), "yes": (9, 20)}))
    assert wording.test_result(alone) == "Fisher exact, p = 0.031. Fisher 1935, two-sided."
    assert wording.test_result(examine(PRODUCT, counted({}))) == "No test was made."


CAUTIONS = {
    "small expected counts": (5, True),
    "few breakouts": (3, 90, 10),
    "many unknowns": (312, 2400),
    "repeat clients": (881,),
    "several factors tested": (24,),
    "small levels": (ACNE, ("past",), 10),
    "one level": (1,),
    "same outcome": (0, 90),
    "no contrast": (10,),
    "widened intervals": (4, 0.9875),
    "reference replaced": (PRODUCT, "yes"),
    "sampled test": (0.00123,),
    "linked to the outcome": (PRODUCT,),
    "out of usual range": (2, DEPTH),
    "many levels": (60, 50),
}


def test_every_caution_is_a_sentence() -> None:
    assert set(CAUTIONS) == set(get_args(CautionKind))
    for kind, values in CAUTIONS.items():
        text = wording.caution(Caution(kind, values))
        assert text.endswith(".")
        assert text[0].isupper() or text[0].isdigit() or text[0] == "“"


@pytest.mark.parametrize(
    ("kind", "values", "text"),
    [
        (
            "few breakouts",
            (1, 90, 10),
            "There is only 1 breakout here; with fewer than 10, one more or less changes the picture.",
        ),
        (
            "few breakouts",
            (3, 90, 10),
            "There are only 3 breakouts here; with fewer than 10, one more or less changes the picture.",
        ),
        (
            "few breakouts",
            (90, 1, 10),
            (
                "There is only 1 treatment without a breakout here; with fewer than 10, one more "
                "or less changes the picture."
            ),
        ),
        (
            "many unknowns",
            (312, 2400),
            "The outcome of 312 of 2,400 treatments (13.0%) is not known; with it the rates could look different.",
        ),
        (
            "repeat clients",
            (1,),
            (
                "1 treatment is of clients who came back. Treatments of one client resemble each "
                "other, so the intervals are "
                "somewhat too narrow."
            ),
        ),
        (
            "repeat clients",
            (1881,),
            (
                "1,881 treatments are of clients who came back. Treatments of one client resemble each other, so the "
                "intervals are somewhat too narrow."
            ),
        ),
        (
            "small levels",
            (factor(), tuple("abcdefgh"), 10),
            "Too small to be compared, with fewer than 10 known outcomes: a, b, c, d, e, f and 2 more.",
        ),
        (
            "widened intervals",
            (4, 0.9875),
            (
                "Of 4 groups the one furthest from the reference is shown; its interval is "
                "widened to 98.8% to allow for "
                "that choice (Bonferroni)."
            ),
        ),
        (
            "reference replaced",
            (PRODUCT, "yes"),
            (
                "Too few known outcomes with the usual reference, “no”; compared with the most "
                "common group instead, “yes”."
            ),
        ),
        ("out of usual range", (1, DEPTH), "Needle depth is above 3 mm in 1 treatment: check the units."),
        (
            "same outcome",
            (1, 1),
            "There is nothing to compare: every one of the 1 treatment with a known outcome broke out.",
        ),
    ],
)
def test_caution(kind: FactorKind, values: tuple[Any, ...], text: str) -> None:
    assert wording.caution(Caution(kind, values)) == text


# Filters and imports ----


def test_filters_in_words() -> None:
    log = Log(None, (ACNE, DEPTH))  # type: ignore[arg-type]
    filters = Filters(levels=(("acne_history", ("past", "current")),), ranges=(("needle_depth_mm", 0.5, 1.0),))
    assert wording.filters_in_words(filters, log) == (
        "Acne history: past, current; Needle depth: 0.5 to 1 mm. Breakouts within 14 days count."
    )
    assert wording.filters_in_words(Filters(window_days=1), log) == (
        "All treatments in the log. Breakouts within 1 day count."
    )


@pytest.mark.parametrize(
    ("read", "kept", "blank", "text"),
    [
        (2400, 2390, 0, "2,400 rows read = 2,390 kept + 10 set aside."),
        (1, 1, 1, "1 row read = 1 kept + 0 set aside. 1 single value could not be used and was left blank."),
        (9, 9, 2, "9 rows read = 9 kept + 0 set aside. 2 single values could not be used and were left blank."),
    ],
)
def test_rows_account(read: int, kept: int, blank: int, text: str) -> None:
    problems = (Problem(tuple(range(blank)), "depth", "x", "not a number", row_kept=True),) if blank else ()
    report = ImportReport("log.csv", "utf-8", ",", read, kept, (), (), problems, (), ())
    assert wording.rows_account(report) == text


# Charts in words ----


def test_describe_levels() -> None:
    result = examine(DEPTH, counted({0.5: (2, 98), 1.5: (0, 0, 7)}))
    assert wording.describe_levels(result) == (
        "Needle depth, breakout rates: 0.5 mm 2/100 (2.0%); 1.5 mm no known outcome."
    )
    assert wording.describe_levels(examine(DEPTH, counted({}))) == (
        "Needle depth, breakout rates: no group has any treatment."
    )


def test_describe_months() -> None:
    months = tuple(level_rate(dt.date(2026, month, 1), 90, month, 0) for month in (1, 2))
    assert wording.describe_months(months) == (
        "Breakout rate by month, January 2026 to February 2026; highest in February 2026 with 2/92 (2.2%)."
    )
    assert wording.describe_months(()) == "No month has a known outcome."


def test_describe_ranking() -> None:
    results = screen([(PRODUCT, counted({"no": (40, 460), "yes": (42, 258)})), (ACNE, counted({}))])
    assert wording.describe_ranking(results) == (
        "Differences in breakouts per 100 treatments, the strongest evidence first: New product, yes against no: "
        "6 more per 100 (95% CI 1.6 to 10.8)."
    )
    assert wording.describe_ranking(()) == "No factor has two groups that can be compared."


def test_not_answered() -> None:
    one = examine(ACNE, counted({}, not_known=(0, 0, 1)))
    assert wording.not_answered(one) == "1 treatment is in no bar, because “Acne history” is not known."
    many = examine(ACNE, counted({}, not_known=(100, 900, 1000)))
    assert wording.not_answered(many) == (
        "2,000 treatments are in no bar, because “Acne history” is not known; of those with a known outcome "
        "100/1,000 (10.0%) broke out."
    )


def test_change_in_short() -> None:
    assert wording.change_in_short(changed((12, 88), (10, 90))) == (
        "10.0% in the 28 days to 28 February 2026, 12.0% before; can be chance"
    )
    assert wording.change_in_short(None) == "needs treatment dates and an earlier period of the same length"


@settings(derandomize=True, database=None, deadline=None)
@given(
    st.lists(st.tuples(*[st.integers(0, 3000)] * 3), min_size=1, max_size=5),
    st.sampled_from([ACNE, PRODUCT, factor(title="Skin")]),
)
def test_no_odds_of_one_in_so_many_and_no_causes(counts: list[tuple[int, int, int]], of: Factor) -> None:
    result = examine(of, counted({f"level {place}": each for place, each in enumerate(counts)}), repeats=3)
    texts = [wording.finding(result), *map(wording.caution, result.cautions), *wording.how(result)]
    for text in texts:
        assert not re.search(r"\b1 in \d|caus|due to|because of|leads? to|\bnan\b|\binf\b|None", text)
        assert not re.search(r"\b1 (treatments|breakouts|groups)\b|−.* (more|fewer)", text)
        assert "  " not in text


def test_a_difference_reads_the_same_from_either_side() -> None:
    forth = wording.difference(compare(rate(20, 80), rate(10, 90)).risk_difference)
    back = wording.difference(compare(rate(10, 90), rate(20, 80)).risk_difference)
    assert forth == back.replace("fewer", "more")


def test_a_cell_of_a_printed_table_is_short() -> None:
    assert wording.cell(4.83e-22) == "<\u00a00.001"
    assert wording.cell(0.0321) == "0.032"
    assert wording.cell(-8.25) == "-8.25"
    assert wording.cell(1417) == "1,417"
    assert wording.cell(None) == wording.cell(float("nan")) == "–"
