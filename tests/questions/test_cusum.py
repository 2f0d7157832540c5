"""The CUSUM of each clinic, counted by day: which have an alarm, and for whom there is none."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from analysis.counting.in_memory import InMemory
from analysis.outcome_log.chart_settings import NOTHING_SET, ChartSettings, SetAside
from analysis.outcome_log.outcomes import BREAKOUT, Counted
from analysis.questions.cusum import YEARS_TO_FALSE_ALARM, Cusum, cusum
from tests.logs import log_of


def log_text(days: int = 400, *, bad_from: int | None = None, clinics: str = "AB", columns: str = "clinic") -> str:
    """Return a log of two treatments a day at each clinic; from a day on clinic A has three times the breakouts."""
    chance = np.random.default_rng(20_261_126)
    lines = [f"treatment_date,{columns},breakout" if columns else "treatment_date,breakout"]
    for day in range(days):
        for clinic in clinics:
            rate = 0.3 if clinic == "A" and bad_from is not None and day >= bad_from else 0.1
            date = dt.date(2025, 1, 1) + dt.timedelta(days=day)
            for _ in range(2):
                outcome = "yes" if chance.random() < rate else "no"
                lines.append(",".join([str(date), *([clinic] if columns else []), outcome]))
    return "\n".join(lines)


def found(text: str, settings: ChartSettings = NOTHING_SET, *, adjusted: bool = False) -> Cusum:
    answer = cusum(InMemory(log_of(text)), settings, adjusted=adjusted)
    assert answer is not None
    return answer


def test_the_clinic_whose_breakouts_became_more_frequent_has_an_alarm_soon_after() -> None:
    answer = found(log_text(bad_from=300))
    signals = {each.level: each.signals for each in answer.scores}
    changed = dt.date(2025, 1, 1) + dt.timedelta(days=300)
    assert changed <= signals["A"][0] <= changed + dt.timedelta(days=60)
    assert signals["B"] == ()
    assert all(each.days == tuple(sorted(each.days)) for each in answer.scores)


def test_a_false_alarm_of_all_clinics_together_is_as_rare_as_stated() -> None:
    answer = found(log_text())
    assert answer.run_length == pytest.approx(4 * 365.25 * YEARS_TO_FALSE_ALARM)
    assert answer.run_length_doubled < answer.run_length / 20


def test_without_clinics_there_is_one_score() -> None:
    answer = found(log_text(columns=""))
    assert answer.unit is None
    assert [each.level for each in answer.scores] == [None]


def test_days_set_aside_count_for_nothing_and_a_baseline_fixes_the_usual_rate() -> None:
    text, bad = log_text(bad_from=300), dt.date(2025, 1, 1) + dt.timedelta(days=300)
    aside = ChartSettings(set_aside=(SetAside(bad, dt.date(2026, 12, 31), "bad lot"),))
    assert not any(each.signals for each in found(text, aside).scores)
    assert found(text, aside).left_out == 400
    baseline = ChartSettings(baseline=(dt.date(2025, 1, 1), bad - dt.timedelta(days=1)))
    assert found(text, baseline).rate < found(text).rate


def test_a_clinic_that_treats_clients_at_risk_has_no_alarm_after_adjusting() -> None:
    """Expected breakouts are then those of its clients, and together as many as there were."""
    chance = np.random.default_rng(20_261_126)
    lines = ["treatment_date,clinic,acne_history,breakout"]
    for day in range(700):
        for clinic in "AB":
            history = "current" if chance.random() < (0.9 if clinic == "A" else 0.1) else "none"
            rate = 0.25 if history == "current" else 0.05
            date = dt.date(2025, 1, 1) + dt.timedelta(days=day)
            shown = "" if chance.random() < 0.05 else history
            lines.append(f"{date},{clinic},{shown},{'yes' if chance.random() < rate else 'no'}")
    text = "\n".join(lines)
    assert [bool(each.signals) for each in found(text).scores] == [True, False]
    answer = found(text, adjusted=True)
    assert [each.name for each in answer.factors] == ["acne_history"]
    assert not any(each.signals for each in answer.scores)
    assert sum(each.expected for each in answer.scores) == pytest.approx(sum(each.breakouts for each in answer.scores))
    assert 40 <= answer.blank <= 100


def test_after_adjusting_a_baseline_fixes_what_is_expected_and_a_small_one_does_not() -> None:
    start = dt.date(2025, 1, 1)
    lines = log_text(bad_from=200).splitlines()
    histories = [",acne_history", *[",none", ",past"] * (len(lines) // 2)]
    text = "\n".join(line + history for line, history in zip(lines, histories, strict=True))
    year = start, start + dt.timedelta(days=199)
    answer, without = found(text, ChartSettings(baseline=year), adjusted=True), found(text, adjusted=True)
    assert answer.factors == without.factors != ()
    assert answer.baseline == year
    assert answer.rate == pytest.approx(found(text, ChartSettings(baseline=year)).rate, rel=0.01)
    assert answer.rate < without.rate
    small = found(text, ChartSettings(baseline=(start, start + dt.timedelta(days=3))), adjusted=True)
    assert (small.baseline, small.is_baseline_small, small.rate) == (None, True, without.rate)
    aside = ChartSettings(set_aside=(SetAside(start + dt.timedelta(days=200), dt.date(2026, 12, 31), "bad lot"),))
    calm = found(text, aside, adjusted=True)
    assert sum(each.expected for each in calm.scores) == pytest.approx(sum(each.breakouts for each in calm.scores))


@pytest.mark.parametrize(
    "text",
    [
        "breakout\nyes",
        "treatment_date,breakout\n2026-01-01,yes",
        "treatment_date,clinic,breakout\n" + "2026-01-01,A,no\n" * 100,
        "treatment_date,clinic,breakout\n" + "2026-01-01,A,yes\n" * 100,
        "treatment_date,clinic,breakout\n2026-01-01,A,unknown",
    ],
)
def test_too_few_outcomes_of_either_kind_give_no_score(text: str) -> None:
    assert cusum(InMemory(log_of(text))) is None


def test_clients_counted_once_have_no_days() -> None:
    assert cusum(InMemory(log_of(log_text(40)), counted=Counted(BREAKOUT, "clients"))) is None


def test_a_clinic_with_few_treatments_is_not_judged() -> None:
    answer = found(log_text() + "\n2026-01-01,C,yes\n2026-01-02,C,no")
    assert (len(answer.scores), answer.too_small) == (2, 1)
