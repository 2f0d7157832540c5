"""The day of the breakout in weeks, hours or other words: in days, so that the window holds, or said to be blank."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from analysis.importing.choices import ImportChoices
from analysis.importing.import_account import ImportAccount
from analysis.importing.opening import open_file
from analysis.outcome_log.log import Log


def read(header: str, onset: Sequence[str]) -> tuple[Log, ImportAccount]:
    """Return a log in which every third treatment has a breakout, with these onsets in turn."""
    rows = [
        f"C{row:02},2026-01-{1 + row:02},{'no,' if row % 3 else f'yes,{onset[row // 3 % len(onset)]}'}"
        for row in range(24)
    ]
    content = "\n".join([f"client,treatment date,breakout,{header}", *rows]).encode()
    return open_file(content, "clinic.csv", ImportChoices(), b"key").cleaned(ImportChoices())


@pytest.mark.parametrize(
    ("header", "onset", "days"),
    [
        ("onset (weeks)", ("1", "2", "3"), (7, 14, 21)),
        ("onset_weeks", ("1", "2", "3"), (7, 14, 21)),
        ("weeks to breakout", ("1", "2", "3"), (7, 14, 21)),
        ("Onset [h]", ("36", "48", "72"), (1, 2, 3)),
        ("hours until breakout", ("24", "48"), (1, 2)),
        ("onset (weeks)", ("1", "3 days"), (3, 7)),
        ("onset_day", ("36 h", "2 weeks", "3"), (1, 3, 14)),
        ("onset_day", ("2 Wochen", "12 h"), (0, 14)),
    ],
)
def test_weeks_and_hours_become_full_days(header: str, onset: Sequence[str], days: Sequence[int]) -> None:
    """A column of weeks was a factor of its own, and a breakout in the fifth week lay in the window."""
    log, account = read(header, onset)
    assert log.values("onset_day") == tuple(map(float, days))
    assert any("other units were converted to days" in note for note in account.notes)
    assert not account.values_left_out


@pytest.mark.parametrize("onset", [("1-2 days", "2-3 days", "5"), ("day 3", "day 5", "D2"), ("2 months", "1 month")])
def test_days_that_are_not_understood_are_blank_and_reported_and_make_no_factor(onset: Sequence[str]) -> None:
    log, account = read("onset_day", onset)
    said = {problem.value for problem in account.values_left_out}
    assert said == {text for text in onset if not text.isdecimal()}
    assert not any("onset" in factor.name for factor in log.factors)


@pytest.mark.parametrize("onset", [("sudden", "gradual"), ("morning", "night")])
def test_an_onset_that_is_no_number_stays_a_column_of_its_own(onset: Sequence[str]) -> None:
    log, _ = read("onset (weeks)", onset)
    assert "onset_day" not in log
    assert {factor.name for factor in log.factors} >= {"onset (weeks)"}
