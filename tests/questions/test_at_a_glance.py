from __future__ import annotations

import datetime as dt
import json
from itertools import islice, repeat
from typing import TYPE_CHECKING, get_args

import pytest

from analysis.counting.in_memory import InMemory
from analysis.exports.json_summary import summary_as_data
from analysis.files.reading import read
from analysis.importing.cleaning import clean
from analysis.methods.cautions import LateBreakouts, MoreVisits, RecordedAfterBreakouts, RepeatClients
from analysis.outcome_log.filters import Filters
from analysis.outcome_log.outcomes import Counted, Unit, possible_outcomes
from analysis.questions.at_a_glance import AtAGlance, at_a_glance
from analysis.questions.over_time import OverTime
from analysis.wording.descriptions import describe_ranking
from analysis.wording.one_factor import finding
from analysis.wording.rates import (
    month_change,
    month_change_in_short,
    overall,
    year_change,
    year_change_in_short,
)
from tests.tallies import BREAKOUTS, kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.importing.import_account import ImportAccount
    from analysis.outcome_log.log import Log
    from analysis.results import LevelRate

HEADER = "treatment_date,client_id,skin_type,acne_history,needle_depth_mm,severity,breakout"


def imported(*rows: str, header: str = HEADER) -> tuple[Log, ImportAccount]:
    return clean(read("\n".join([header, *rows]).encode(), "log.csv"))


def log_of_rows(*rows: str, header: str = HEADER) -> Log:
    return imported(*rows, header=header)[0]


def row(
    day: dt.date | str = "2026-01-01",
    *,
    client: str = "",
    skin: str = "dry",
    acne: str = "none",
    depth: str = "1",
    severity: str = "",
    breakout: str = "no",
) -> str:
    return ",".join([str(day), client, skin, acne, depth, severity, breakout])


def daily(first: dt.date, last: dt.date, breakouts_from: dt.date | None = None) -> list[str]:
    """Return one treatment a day; from `breakouts_from` on each with a breakout."""
    days = [first + dt.timedelta(days=each) for each in range((last - first).days + 1)]
    return [row(day, breakout="yes" if breakouts_from and day >= breakouts_from else "no") for day in days]


def all_numbers(data: object) -> Iterator[float]:
    if isinstance(data, dict):
        for value in data.values():
            yield from all_numbers(value)
    elif isinstance(data, list):
        for value in data:
            yield from all_numbers(value)
    elif isinstance(data, float):
        yield data


MIXED = [
    *islice(repeat(row(client="c1", skin="oily", acne="current", depth="2", severity="mild", breakout="yes")), 12),
    *islice(repeat(row(client="c2", skin="oily", acne="current", depth="2", severity="severe", breakout="yes")), 4),
    *islice(repeat(row(client="c3", skin="oily", acne="past", depth="1.5", breakout="yes")), 4),
    *islice(repeat(row("2026-03-01", client="c4", skin="normal", acne="none", depth="0.5")), 50),
    *islice(repeat(row("2026-03-05", client="", skin="dry", acne="past", depth="1")), 30),
    *islice(repeat(row("2026-03-09", client="c5", skin="", acne="past", depth="", breakout="unknown")), 20),
]


def months(found: AtAGlance) -> list[LevelRate]:
    """Return the rates of the months of the chart."""
    assert found.over_time.trend is not None
    return [each.observed for each in found.over_time.trend.chart.points]


def test_the_whole_log() -> None:
    found = at_a_glance(InMemory(log_of_rows(*MIXED)))
    assert (found.total.treatments, found.total.breakouts, found.total.unknown) == (120, 20, 20)
    assert found.total.rate.value == 0.2
    assert (found.known_share.breakouts, found.known_share.known) == (100, 120)
    assert (found.severe_share.breakouts, found.severe_share.known) == (4, 16)
    assert [each.level.month for each in months(found)] == [1, 2, 3]
    assert sum(each.treatments for each in months(found)) == 120
    assert {each.factor.name for each in found.factors} == {"skin_type", "acne_history", "needle_depth_mm"}
    assert all(each.p_adjusted is not None for each in found.factors)
    assert all(RepeatClients in kinds(each.cautions) for each in found.factors)


def test_a_client_s_severest_breakout_counts() -> None:
    rows = [
        row(client="a", severity="mild", breakout="yes"),
        row("2026-02-01", client="a", severity="severe", breakout="yes"),
        row(client="b"),
        row("2026-02-01", client="b", severity="severe", breakout="yes"),
        row(client="c", breakout="yes", severity="mild"),
        row(client="d"),
    ]
    severe = {
        unit: at_a_glance(InMemory(log_of_rows(*rows), counted=Counted(unit=unit))).severe_share
        for unit in get_args(Unit)
    }
    assert {unit: (share.breakouts, share.known) for unit, share in severe.items()} == {
        "treatments": (2, 4),
        "first treatments": (0, 2),
        "clients": (2, 3),
    }


def test_a_chosen_month_has_the_interval_it_has_in_the_chart_and_in_the_change() -> None:
    """However few clients came twice within the month itself, its interval is widened as that of the others is."""
    rows = [
        row(dt.date(2024 + month // 12, month % 12 + 1, day), client=f"c{day}", breakout="yes" if day % 5 else "no")
        for month in range(14)
        for day in range(1, 29)
    ]
    log, march = log_of_rows(*rows), (dt.date(2024, 12, 1), dt.date(2024, 12, 31))
    later = Filters(start=march[0] + dt.timedelta(days=31), end=dt.date(2025, 1, 31))
    for filters in (Filters(start=march[0], end=march[1]), later):
        found = at_a_glance(InMemory(log, filters))
        (month,) = (each for each in months(found) if each.level == filters.start)
        assert found.total.rate == month.rate
        assert month.rate.design_effect > 1
        assert months(found) == months(at_a_glance(InMemory(log)))
    over_time = found.over_time
    assert over_time.month_change.current.rate == month.rate


@pytest.mark.parametrize("unit", ["treatments", "first treatments"])
def test_a_month_is_the_same_in_the_chart_and_in_the_change(unit: Unit) -> None:
    rows = [
        row(dt.date(2024 + month // 12, month % 12 + 1, day), client=f"c{day * month % 101}")
        for month in range(14)
        for day in range(1, 29)
    ]
    found = at_a_glance(InMemory(log_of_rows(*rows), counted=Counted(unit=unit)))
    change = found.over_time.month_change
    assert (change.current.rate, change.start) == (months(found)[-1].rate, months(found)[-1].level)


def test_filters_narrow_every_number() -> None:
    found = at_a_glance(InMemory(log_of_rows(*MIXED), Filters(levels=(("skin_type", ("oily",)),))))
    assert (found.total.treatments, found.total.breakouts) == (20, 20)
    assert len(months(found)) == 1
    assert all(each.test is None for each in found.factors)


@pytest.mark.parametrize(
    ("rows", "filters"),
    [
        ([], Filters()),
        ([row()], Filters()),
        ([row(breakout="yes", severity="severe")], Filters()),
        ([row(breakout="unknown")] * 40, Filters()),
        ([row()] * 40, Filters()),
        ([row(breakout="yes")] * 40, Filters()),
        ([*[row()] * 20, *[row(skin="oily", breakout="unknown")] * 20], Filters()),
        ([row(skin=f"type {each}", depth="") for each in range(60)], Filters()),
        (MIXED, Filters(start=dt.date(2030, 1, 1))),
        (MIXED, Filters(end=dt.date(2020, 1, 1))),
        (MIXED, Filters(start=dt.date(2026, 3, 9), end=dt.date(2026, 3, 1))),
        (MIXED, Filters(levels=(("skin_type", ()),))),
        (MIXED, Filters(window_days=0)),
        (MIXED, Filters()),
    ],
)
def test_whatever_the_log_the_summary_is_numbers_and_words(rows: list[str], filters: Filters) -> None:
    log, report = imported(*rows)
    found = at_a_glance(InMemory(log, filters))
    text = json.dumps(summary_as_data(found, report, BREAKOUTS), allow_nan=False)
    assert all(abs(number) < 1e12 for number in all_numbers(json.loads(text)))
    for sentence in (
        overall(found.total, BREAKOUTS),
        month_change(found.over_time, BREAKOUTS),
        year_change(found.over_time, BREAKOUTS),
        month_change_in_short(found.over_time, BREAKOUTS),
        year_change_in_short(found.over_time, BREAKOUTS),
        describe_ranking(found.factors, BREAKOUTS),
        *(finding(each, BREAKOUTS) for each in found.factors),
    ):
        assert sentence
        assert "nan" not in sentence.split()


def test_a_log_without_dates_clients_or_severity() -> None:
    found = at_a_glance(InMemory(log_of_rows("dry,no", "oily,yes", header="skin_type,breakout")))
    assert found.severe_share is None
    assert found.over_time == OverTime(
        chosen=None,
        full_months=None,
        month_change=None,
        year_change=None,
        trend=None,
        judged_lots=None,
    )


class TestChange:
    """The last full month and the last twelve compared with the twelve months before."""

    LONG = daily(dt.date(2024, 1, 1), dt.date(2026, 6, 30), dt.date(2026, 6, 1))

    def of(self, rows: list[str], **filters: dt.date | tuple[tuple[str, tuple[str, ...]], ...]) -> OverTime:
        return at_a_glance(InMemory(log_of_rows(*rows), Filters(**filters))).over_time

    def test_of_a_long_log(self) -> None:
        found = self.of(self.LONG)
        month, year = found.month_change, found.year_change
        assert (month.start, month.end) == (dt.date(2026, 6, 1), dt.date(2026, 6, 30))
        assert (month.current.treatments, month.previous.treatments) == (30, 365)
        assert month.comparison.risk_difference.value == 1
        assert (year.start, year.previous_start) == (dt.date(2025, 7, 1), dt.date(2024, 7, 1))
        assert (year.current.treatments, year.previous.treatments) == (365, 365)

    def test_up_to_the_end_of_the_chosen_period_and_from_before_it(self) -> None:
        found = self.of(self.LONG, start=dt.date(2025, 3, 10), end=dt.date(2025, 4, 12))
        assert found.month_change.start == dt.date(2025, 3, 1)
        assert found.month_change.previous.treatments == 365
        assert found.year_change is None

    def test_a_log_of_thirteen_months_has_no_year_to_compare(self) -> None:
        found = self.of(daily(dt.date(2025, 6, 1), dt.date(2026, 6, 30)))
        assert found.month_change is not None
        assert (found.year_change, found.full_months.number) == (None, 13)

    def test_of_clients_counted_once_only_years_are_compared(self) -> None:
        """Twelve months give a client more chances than one; a client of both years is one of each."""
        days = [dt.date(2024, 7, 1) + dt.timedelta(days=each) for each in range(730)]
        rows = [row(day, client=f"c{day.day}") for day in days]
        found = at_a_glance(InMemory(log_of_rows(*rows), counted=Counted(unit="clients"))).over_time
        assert found.month_change is None
        assert (found.year_change.current.treatments, found.year_change.previous.treatments) == (31, 31)

    def test_the_other_filters_hold(self) -> None:
        oily = [each.replace("dry", "oily") for each in self.LONG]
        found = self.of([*self.LONG, *oily], levels=(("skin_type", ("oily",)),))
        assert found.month_change.current.treatments == 30


class TestUnusual:
    """Months and cartridge lots compared with all the others."""

    def log(self) -> Log:
        rows = [
            f"2026-0{month}-{day:02},L{month},{'yes' if day <= (14 if month == 3 else 3) else 'no'}"
            for month in range(1, 7)
            for day in range(1, 29)
            for _ in range(3)
        ]
        return log_of_rows(*rows, header="treatment_date,cartridge_lot,breakout")

    def test_the_bad_month_and_its_lot_are_found(self) -> None:
        found = at_a_glance(InMemory(self.log())).over_time
        assert [each.start.month for each in found.trend.chart.points if each.signals] == [3]
        assert [each.observed.level for each in found.judged_lots if each.signal] == ["L3"]

    def test_they_are_compared_with_the_whole_log_whatever_period_is_chosen(self) -> None:
        chosen = dt.date(2026, 3, 1), dt.date(2026, 4, 30)
        found = at_a_glance(InMemory(self.log(), Filters(*chosen))).over_time
        whole = at_a_glance(InMemory(self.log())).over_time
        assert found.chosen == chosen
        assert found.trend.chart == whole.trend.chart
        assert found.judged_lots == whole.judged_lots[2:4]


class TestClientsCountedOnce:
    """Who came more often had more chances: no rate of clients may hide that."""

    CLINICS = "client_id,treatment_date,clinic,needle_depth_mm,breakout"

    def log(self, often: int, seldom: int) -> Log:
        """Return a log in which nothing matters, but clients of one clinic came more often."""
        rows = []
        for place in range(40):
            for clinic, visits, depth in (("Harbour", often, 0.5), ("Meadow", seldom, 2)):
                for visit in range(visits):
                    outcome = "yes" if (place + visit) % 9 == 0 else "no"
                    rows.append(f"{clinic}{place},2026-{visit + 1:02}-05,{clinic},{depth},{outcome}")
        return log_of_rows(*rows, header=self.CLINICS)

    @pytest.mark.parametrize(("often", "seldom", "said"), [(4, 1, True), (5, 4, True), (6, 5, False), (2, 2, False)])
    def test_more_visits_are_stated(self, often: int, seldom: int, *, said: bool) -> None:
        """Twelve for ten is a fifth more and not yet said."""
        came = {"Harbour": often, "Meadow": seldom, 0.5: often, 2.0: seldom}
        for result in at_a_glance(InMemory(self.log(often, seldom), counted=Counted(unit="clients"))).factors:
            caution = next((each for each in result.cautions if isinstance(each, MoreVisits)), None)
            assert (caution is not None) == said
            if caution is not None:
                assert (caution.level, caution.reference) == (result.contrast.level, result.contrast.reference)
                assert caution.visits == came[getattr(caution.level, "low", caution.level)]
                assert caution.reference_visits == came[getattr(caution.reference, "low", caution.reference)]

    @pytest.mark.parametrize("unit", ["treatments", "first treatments"])
    def test_it_is_nothing_where_each_treatment_has_one_chance(self, unit: Unit) -> None:
        found = at_a_glance(InMemory(self.log(4, 1), counted=Counted(unit=unit)))
        assert not [result for result in found.factors if MoreVisits in kinds(result.cautions)]
        assert months(found)

    def test_clients_have_no_months(self) -> None:
        assert at_a_glance(InMemory(self.log(4, 1), counted=Counted(unit="clients"))).over_time.trend is None


class TestLateBreakouts:
    """What the window turns into no breakout is said beside the rate, whatever a filter leaves."""

    LOG = log_of_rows("oily,20,yes", "oily,3,yes", "dry,40,yes", "dry,,no", header="skin_type,onset_day,breakout")

    def test_they_are_stated(self) -> None:
        assert at_a_glance(InMemory(self.LOG)).cautions == (LateBreakouts(2, 14),)
        assert at_a_glance(InMemory(self.LOG, Filters(window_days=30))).cautions == (LateBreakouts(1, 30),)

    def test_where_there_are_none_nothing_is_stated(self) -> None:
        assert at_a_glance(InMemory(self.LOG, Filters(window_days=60))).cautions == ()
        assert at_a_glance(InMemory(log_of_rows("oily,yes", header="skin_type,breakout"))).cautions == ()


class TestRecordedAfterBreakouts:
    """A sign that is filled in after breakouts only has no rate among treatments."""

    @pytest.mark.parametrize(
        ("without_known", "without", "said"),
        [(0, 100, True), (5, 100, True), (6, 100, False), (0, 10, True), (0, 9, False)],
    )
    @pytest.mark.parametrize("unit", get_args(Unit))
    def test_it_is_stated(self, without_known: int, without: int, unit: Unit, *, said: bool) -> None:
        rows = [f"a{each},{'no' if each < without_known else ''},no" for each in range(without)]
        rows += [f"b{each},{'yes' if each % 3 else 'no'},yes" for each in range(30)]
        log = log_of_rows(*rows, header="client_id,pustules,breakout")
        outcome = next(each for each in possible_outcomes(log) if each.name == "pustules")
        found = at_a_glance(InMemory(log, counted=Counted(outcome, unit)))
        assert found.cautions == ((RecordedAfterBreakouts(),) if said else ())
        assert at_a_glance(InMemory(log, counted=Counted(unit=unit))).cautions == ()

    def test_what_is_hardly_known_anywhere_is_not_of_breakouts(self) -> None:
        rows = [f"{'no' if each < 4 else ''},no" for each in range(100)] + ["yes,yes"] * 3 + [",yes"] * 20
        log = log_of_rows(*rows, header="pustules,breakout")
        outcome = next(each for each in possible_outcomes(log) if each.name == "pustules")
        assert at_a_glance(InMemory(log, counted=Counted(outcome))).cautions == ()

    def test_the_severity_of_a_breakout_counts_treatments_without_one(self) -> None:
        log = log_of_rows(*MIXED)
        for outcome in possible_outcomes(log):
            assert at_a_glance(InMemory(log, counted=Counted(outcome))).cautions == ()
