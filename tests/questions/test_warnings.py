"""Early warnings name what has become worse, each with its day; a steady log has none."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from analysis.counting.in_memory import InMemory
from analysis.outcome_log.chart_settings import ChartSettings, SetAside
from analysis.outcome_log.outcomes import BREAKOUT, Counted
from analysis.questions.warnings import EarlyWarning, early_warnings
from tests.logs import log_of

SAMPLE = Path(__file__).parents[2] / "sample_data" / "outcomes.csv"
MARCH = SetAside(dt.date(2025, 3, 1), dt.date(2025, 3, 31), "bad lot")
HEADER = "treatment_date,clinic,practitioner,cartridge_lot,severity,swelling,breakout"


@cache
def sample() -> InMemory:
    return InMemory(log_of(SAMPLE.read_bytes()))


def steady(extra: str = "") -> InMemory:
    """Return a log of two years in which every eleventh treatment has a breakout, and some more rows."""
    lines = [HEADER]
    for number in range(3 * 720):
        date = dt.date(2024, 1, 1) + dt.timedelta(days=number // 3)
        outcome = "mild,no,yes" if number % 11 == 5 else ",no,no"
        lines.append(f"{date},{'AB'[number % 2]},P{number % 5},L{number // 180},{outcome}")
    return InMemory(log_of("\n".join([*lines, *extra.splitlines()])))


def keys(counts: InMemory, settings: ChartSettings | None = None) -> list[str]:
    return [each.key for each in early_warnings(counts, settings or ChartSettings())]


def days(found: tuple[EarlyWarning, ...]) -> list[dt.date | None]:
    return [each.on for each in found]


def test_the_bad_month_of_the_sample_its_lot_and_its_clinic_are_named() -> None:
    assert keys(sample()) == ["month 2025-03-01", "lot L2503 in 2025-03", "cusum Northgate 2025-03"]
    assert days(early_warnings(sample())) == [dt.date(2025, 3, 31), dt.date(2025, 3, 31), dt.date(2025, 3, 26)]


def test_a_month_set_aside_is_no_warning_but_its_lot_is() -> None:
    assert keys(sample(), ChartSettings(set_aside=(MARCH,))) == ["lot L2503 in 2025-03"]


def test_a_steady_log_has_none() -> None:
    assert keys(steady()) == []


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ("2025-12-15,A,P1,L11,severe,no,yes", "severity 2025-12-01"),
        ("2025-12-15,A,P1,L11,,yes,no", "swelling 2025-12-01"),
    ],
)
def test_a_few_severe_reactions_in_one_month_are_a_warning(row: str, key: str) -> None:
    assert key in keys(steady("\n".join([row] * 4)))
    assert key not in keys(steady(row))


def test_a_practitioner_far_above_the_others_is_a_warning_with_the_last_day_of_the_log() -> None:
    found = early_warnings(
        steady("\n".join(["2025-12-20,B,P9,L11,mild,no,yes"] * 9 + ["2025-12-20,B,P9,L11,,no,no"] * 4))
    )
    (of_unit,) = (each for each in found if each.key == "practitioner P9")
    assert of_unit.on == dt.date(2025, 12, 20)


def test_a_lot_that_is_used_on_has_another_key_each_month() -> None:
    bad = "\n".join(["2025-12-{day},A,P1,BAD,mild,no,yes"] * 25 + ["2025-12-{day},A,P1,BAD,,no,no"] * 40)
    again = f"{bad}\n2026-01-05,A,P1,BAD,,no,no"
    assert "lot BAD in 2025-12" in keys(steady(bad.replace("{day}", "20")))
    assert "lot BAD in 2026-01" in keys(steady(again.replace("{day}", "20")))


def test_a_rate_that_has_been_higher_for_months_is_one_warning() -> None:
    chance = np.random.default_rng(2)
    lines = ["treatment_date,breakout"]
    for month in range(24):
        for place in range(100):
            yes = chance.random() < (0.16 if month >= 14 else 0.08)
            lines.append(f"{2024 + month // 12}-{month % 12 + 1:02}-{place % 28 + 1:02},{'yes' if yes else 'no'}")
    found = keys(InMemory(log_of("\n".join(lines))))
    assert sum(key.startswith("shift of 7") for key in found) == 1
    assert any(key.startswith("cusum None") for key in found)


@pytest.mark.parametrize(
    "text",
    [
        "breakout\nyes",
        "breakout,cartridge_lot\n" + "yes,A\nno,A\nno,B\n" * 3,
        "treatment_date,breakout\n2026-01-01,yes",
        f"{HEADER}\n,,,,,,unknown",
        "treatment_date,clinic,breakout\n2026-01-01,,no",
    ],
)
def test_logs_without_dates_or_with_hardly_any_row_have_none(text: str) -> None:
    assert keys(InMemory(log_of(text))) == []


def test_without_dates_a_bad_lot_is_a_warning_all_the_same() -> None:
    lines = ["breakout,cartridge_lot", *(["no,A"] * 300), *(["yes,A"] * 20), *(["yes,BAD"] * 30), *(["no,BAD"] * 70)]
    (found,) = early_warnings(InMemory(log_of("\n".join(lines))))
    assert (found.key, found.on) == ("lot BAD", None)


def test_clients_counted_once_give_none() -> None:
    assert early_warnings(sample().of(Counted(BREAKOUT, "clients"))) == ()
