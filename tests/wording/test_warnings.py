"""The words of early warnings, one of each kind."""

from __future__ import annotations

import datetime as dt

import pytest

from analysis.methods.control_chart.cusum import UnitScore
from analysis.methods.control_chart.reading import episodes
from analysis.methods.funnel import funnel
from analysis.methods.rate import level_rate
from analysis.methods.rise import Rise
from analysis.methods.unusual import judged
from analysis.outcome_log.outcomes import Outcome
from analysis.questions.cusum import Cusum
from analysis.questions.teams import Teams
from analysis.questions.trend import Trend
from analysis.questions.warnings import (
    About,
    CusumWarning,
    EarlyWarning,
    LotWarning,
    PeriodWarning,
    ReactionWarning,
    RunWarning,
    UnitWarning,
)
from analysis.saved_log.dismissals import Dismissal
from analysis.wording.warnings import dismiss_in_words, dismissed_in_words, warning_in_words, what_they_are
from tests.tallies import BREAKOUTS, factor
from tests.wording.subjects import trend_with

DAY = dt.date(2026, 5, 31)
BAD_MONTH = trend_with([(10, 100), (8, 100)] * 4 + [(31, 100)])
HIGHER = trend_with([(10, 100), (8, 100)] * 5 + [(15, 100), (16, 100)] * 4)
ONCE_HIGHER = trend_with([(15, 100), (16, 100)] * 4 + [(10, 100), (8, 100)] * 5)
CLOSE = trend_with([*[(12, 100), (8, 100)] * 4, (21, 100), (13, 100), (21, 100), *[(8, 100), (12, 100)] * 4])
LOTS = judged([level_rate("L1", 60, 40, 0), level_rate("L2", 900, 80, 0)])
PRACTITIONERS = [level_rate("P1", 60, 40, 0), *(level_rate(f"P{place}", 95, 8, 0) for place in range(2, 9))]


def run_of(trend: Trend) -> About:
    return RunWarning(next(each for each in episodes(trend.chart) if each.side == "above"), trend)


def unit() -> About:
    of = funnel(PRACTITIONERS)
    assert of is not None
    among = Teams(
        unit=factor(name="practitioner", title="Practitioner"), funnel=of, on_its_own=of, shrunken=None, expected=None,
        not_adjusted=None, unknown=0, cannot_join=(), used={},
    )  # fmt: skip
    return UnitWarning(of.units[0], among)


def cusum(level: str | None) -> About:
    score = UnitScore(level=level, known=9, breakouts=5, expected=1, days=(DAY,), scores=(5.0,), signals=(DAY,))
    among = Cusum(
        unit=factor(name="clinic") if level else None, scores=(score,), too_small=0, limit=4.9, rate=0.1,
        run_length=9_000, run_length_doubled=180, design_effect=1,
    )  # fmt: skip
    return CusumWarning(score, among)


def reaction(title: str, yes: int, expected: float) -> About:
    of = level_rate(dt.date(2026, 5, 1), 75 - yes, yes, 0)
    return ReactionWarning(Outcome("x", ("yes",), title), Rise(observed=of, expected=expected, p_value=0.0001))


CASES: list[tuple[About, str]] = [
    (PeriodWarning(BAD_MONTH.chart.beyond[0], BAD_MONTH), "September 2026 was unusual: 31 of 100."),
    (
        run_of(HIGHER),
        "Breakouts have been more frequent than usual since November 2026: 8 months in a row above 12 per 100.",
    ),
    (run_of(ONCE_HIGHER), "Breakouts were more frequent than usual from January 2026 to August 2026."),
    (run_of(CLOSE), "September 2026 and November 2026 were close to the upper limit."),
    (LotWarning(LOTS[0]), "31 May 2026: Cartridge lot L1 was unusual: 40 of 100."),
    (unit(), "31 May 2026: P1 is above what chance would give: 40 of 100."),
    (
        reaction("Severe breakouts", 4, 0.52),
        "31 May 2026: Severe breakouts: more than usual in May 2026, 4 of 75, where 0.5 would be expected.",
    ),
    (
        reaction("Swelling", 30, 11.6),
        "31 May 2026: Swelling: more than usual in May 2026, 30 of 75, where about 12 would be expected.",
    ),
    (cusum("Northgate"), "31 May 2026: Unusually many breakouts at Northgate."),
    (cusum(None), "31 May 2026: Unusually many breakouts."),
]


@pytest.mark.parametrize(("about", "words"), CASES)
def test_each_kind_of_warning(about: About, words: str) -> None:
    assert warning_in_words(EarlyWarning(key="k", on=DAY, about=about), BREAKOUTS) == words


def test_a_lot_without_dates() -> None:
    found = EarlyWarning(key="k", on=None, about=LotWarning(LOTS[0]))
    assert warning_in_words(found, BREAKOUTS) == "Cartridge lot L1 was unusual: 40 of 100."


def test_what_was_dismissed_and_what_the_warnings_are() -> None:
    at = "2026-06-30T08:00:00+00:00"
    assert dismissed_in_words(Dismissal("k", at)) == "Dismissed on 30 June 2026."
    assert dismissed_in_words(Dismissal("k", at, "Ana", 1, "Bad.")) == "Dismissed on 30 June 2026 by Ana: “Bad.”"
    assert [dismiss_in_words(*numbers) for numbers in ((3, 0), (1, 2), (0, 1), (0, 2))] == [
        "Dismiss", "Dismiss", "1 dismissed warning", "2 dismissed warnings",
    ]  # fmt: skip
    assert "“New” means: not there before the last import." in what_they_are(is_saved=True)
    assert "all its warnings are shown" in what_they_are(is_saved=False)
