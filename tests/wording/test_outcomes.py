"""Whatever is counted, sentences say what; and what a log does not show is never said not to be there."""

from __future__ import annotations

import datetime as dt
import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.counting.in_memory import InMemory
from analysis.exhibits.one_factor import one_factor_exhibit
from analysis.exhibits.ranking import ranking_table
from analysis.figures.figure import Figure
from analysis.figures.ranking import ranking_figure
from analysis.figures.trend import trend_figure
from analysis.methods.one_factor import examine
from analysis.methods.over_time import by_period, change_between, full_months
from analysis.methods.ranking import ranked
from analysis.methods.rate import level_rate, level_rates
from analysis.outcome_log.filters import Filters
from analysis.outcome_log.log import CLIENT, Log
from analysis.outcome_log.outcomes import BREAKOUT, Counted, Outcome
from analysis.results import Clustering
from analysis.wording.cautions import caution
from analysis.wording.descriptions import describe_levels, describe_ranking
from analysis.wording.files import filters_in_words
from analysis.wording.one_factor import (
    contrast_name,
    each_row,
    finding,
    how,
    methods_in_short,
    not_answered,
    result_of_test,
    unknowns_in_short,
)
from analysis.wording.outcomes import linked_to, report_title, what_is_linked
from analysis.wording.rates import (
    change_per_100,
    month_change,
    month_change_in_short,
    overall,
    year_change,
    year_change_in_short,
)
from analysis.wording.trend import describe_trend
from analysis.wording.unusual import how_judged, unusual
from tests.tallies import BREAKOUTS, counted
from tests.wording.subjects import ACNE, DEPTH, PRODUCT, over_time_with, trend_with

PUSTULES = Outcome("pustules", ("yes",), "Pustules")
SEVERITY = Outcome("severity", ("moderate", "severe"), "Severity", is_ordered=True)
OF_CLIENTS = Counted(PUSTULES, "clients")
FIRST_BREAKOUTS = Counted(BREAKOUT, "first treatments")
CLIENTS_BROKEN_OUT = Counted(BREAKOUT, "clients")
EVERYTHING = (
    BREAKOUTS,
    FIRST_BREAKOUTS,
    CLIENTS_BROKEN_OUT,
    Counted(PUSTULES, "treatments"),
    OF_CLIENTS,
    Counted(SEVERITY, "first treatments"),
)


@pytest.mark.parametrize(
    ("of", "text"),
    [
        (
            FIRST_BREAKOUTS,
            "Clients broke out after 27 of 100 first treatments: 27% (95% CI 19 to 36).",
        ),
        (
            CLIENTS_BROKEN_OUT,
            "27 of 100 clients broke out: 27% (95% CI 19 to 36).",
        ),
        (
            Counted(PUSTULES, "treatments"),
            "27 of 100 treatments had “Pustules”: 27% (95% CI 19 to 36).",
        ),
        (
            Counted(SEVERITY, "clients"),
            "27 of 100 clients had “Severity: moderate or severe”: 27% (95% CI 19 to 36).",
        ),
    ],
)
def test_overall(of: Counted, text: str) -> None:
    assert overall(level_rate(None, 73, 27, 0), of) == text


def test_overall_where_there_is_none_and_where_outcomes_are_not_known() -> None:
    assert overall(level_rate(None, 40, 0, 0), OF_CLIENTS) == (
        "None of 40 clients had “Pustules”: 0% (95% CI 0 to 8.8)."
    )
    assert overall(level_rate(None, 0, 0, 5), OF_CLIENTS) == (
        "The outcomes of all 5 clients are unknown, so there is no rate yet."
    )
    assert overall(level_rate(None, 9, 1, 10), OF_CLIENTS).endswith(
        " The outcomes of 10 more clients are unknown (50.0% of all): the rate could be anything from 5.0% to 55.0%."
    )


@pytest.mark.parametrize(
    ("of", "rates"),
    [
        (FIRST_BREAKOUTS, "14 of 100 first treatments broke out with “yes”, compared with 8 of 100 with “no”"),
        (CLIENTS_BROKEN_OUT, "14 of 100 clients broke out with “yes”, compared with 8 of 100 with “no”"),
        (Counted(PUSTULES, "treatments"), "14 of 100 had “Pustules” with “yes”, compared with 8 of 100 with “no”"),
        (OF_CLIENTS, "14 of 100 clients had “Pustules” with “yes”, compared with 8 of 100 with “no”"),
    ],
)
def test_finding(of: Counted, rates: str) -> None:
    result = examine(PRODUCT, counted({"no": (40, 460), "yes": (42, 258)}))
    assert finding(result, of) == f"New product is {linked_to(of)}: {rates}, 6.0 more per 100 (95% CI 1.6 to 10.8)."


def test_finding_where_there_is_none() -> None:
    result = examine(PRODUCT, counted({"no": (0, 50), "yes": (0, 40)}))
    assert finding(result, OF_CLIENTS) == (
        "New product cannot be compared yet. There is nothing to compare: none of the 90 clients with a "
        "known outcome had “Pustules”."
    )


def _log(*clients: str) -> Log:
    return Log(pd.DataFrame({CLIENT: pd.Categorical(clients)}), (ACNE, DEPTH))


@pytest.mark.parametrize(
    ("counts", "text"),
    [
        (
            (Filters(), BREAKOUTS),
            (
                "All treatments in the log. Every treatment counts, even if the client came back, so the interval "
                "of the rate is wider (design effect 1.25). Breakouts within 14 days count."
            ),
        ),
        (
            (Filters(), Counted(unit="first treatments")),
            "All first treatments in the log. Each client’s first treatment counts. Breakouts within 14 days count.",
        ),
        (
            (Filters(levels=(("acne_history", ("past",)),)), Counted(unit="first treatments")),
            "Acne history: past. Each client’s first such treatment counts. Breakouts within 14 days count.",
        ),
        (
            (Filters(), Counted(PUSTULES, "clients")),
            (
                "All clients in the log. Outcome: “Pustules”. Each client counts once: “Pustules” after any treatment "
                "is a yes, groups are those of the first one. Clients who came more often had more chances of a yes."
            ),
        ),
        (
            (Filters(window_days=7), Counted(SEVERITY, "clients")),
            (
                "All clients in the log. Outcome: “Severity: moderate or severe”. Each client counts once: “Severity: "
                "moderate or severe” after any treatment is a yes, groups are those of the first one. Clients who "
                "came more often had more chances of a yes. Breakouts within 7 days count."
            ),
        ),
    ],
)
def test_captions(counts: tuple[Filters, Counted], text: str) -> None:
    assert filters_in_words(InMemory(_log("a", "b", "a"), *counts), Clustering(1, 1.25)) == text


def test_captions_say_nothing_of_clients_who_never_came_back() -> None:
    assert filters_in_words(InMemory(_log("a", "b"))) == ("All treatments in the log. Breakouts within 14 days count.")


def _drawn(figure: Figure | None) -> str:
    """Return what is written in a chart, its axes, its title and its marks."""
    assert figure is not None
    return str(figure.plain())


def _every_sentence(counts: list[tuple[int, int, int]], of: Counted, clustering: Clustering) -> list[str]:
    tally = counted({f"level {place}": each for place, each in enumerate(counts)})
    results = ranked([(ACNE, tally), (PRODUCT, tally)], clustering)
    days = counted({dt.date(2026, 1 + place, 1): each for place, each in enumerate(counts)}).answered
    now, before = (dt.date(2026, 2, 1), dt.date(2026, 2, 28)), (dt.date(2026, 1, 1), dt.date(2026, 1, 31))
    over_time = over_time_with(
        change=change_between(days, now, before, clustering.design_effect),
        full_months=full_months(before[0], now[1]),
        months=by_period(days, "month"),
        lots=level_rates(tally.answered),
        chosen=now,
    )
    charted = over_time.trend or trend_with([])
    texts = [
        overall(results[0].not_answered, of),
        month_change(over_time, of),
        year_change(over_time, of),
        change_per_100(over_time.month_change),
        month_change_in_short(over_time, of),
        year_change_in_short(over_time, of),
        unusual(over_time, of),
        *how_judged(over_time, of),
        describe_ranking(results, of),
        describe_trend(charted, of),
        _drawn(trend_figure(charted, of)),
        _drawn(ranking_figure(results, of)),
        str(ranking_table(results, of).to_dict()),
        *methods_in_short(of),
        each_row(of),
        what_is_linked(of),
        report_title(of),
    ]
    for result in results:
        exhibit = one_factor_exhibit(result, of)
        texts += [
            finding(result, of),
            contrast_name(result),
            result_of_test(result),
            unknowns_in_short(result),
            not_answered(result, of),
            *how(result, of),
            *(caution(each, of) for each in result.cautions),
            describe_levels(result, of),
            _drawn(exhibit.figure),
            *map(str, exhibit.numbers.columns),
        ]
    return texts


# Where all counts are alike, estimates are exactly zero: the case that tempts to say "no difference".
ALIKE = st.tuples(st.tuples(*[st.integers(0, 400)] * 3), st.integers(1, 5)).map(lambda drawn: [drawn[0]] * drawn[1])
ANY = st.lists(st.tuples(*[st.integers(0, 400)] * 3), min_size=1, max_size=5)


@settings(derandomize=True, database=None, deadline=None, max_examples=40)
@given(ALIKE | ANY, st.sampled_from(EVERYTHING))
def test_nothing_is_called_absent_and_every_sentence_names_what_is_counted(
    counts: list[tuple[int, int, int]], of: Counted
) -> None:
    for text in _every_sentence(counts, of, Clustering(3, 1.2)):
        assert not re.search(r"\bno (difference|effect|association|change|link)\b|\bunrelated\b", text, re.IGNORECASE)
        # The caution on repeat clients is about treatments, and is given only where these are counted.
        if of.unit == "clients" and not re.search("came back|repeat visit", text):
            assert not re.search(r"\btreatments\b", text, re.IGNORECASE)
        if not of.outcome.is_breakout:
            assert not re.search(r"breakout|broke out|broken out", text, re.IGNORECASE)
