"""Filters: only treatments known to fit pass, and a choice is the same choice wherever it is kept."""

from __future__ import annotations

import datetime as dt

import pytest

from analysis.files.reading import read
from analysis.importing.cleaning import clean
from analysis.outcome_log.filters import Filters
from analysis.outcome_log.log import Log

TEXT = """treatment_date,skin_type,clinic,needle_depth_mm,breakout
2026-05-01,oily,Harbour,0.5,yes
2026-05-02,dry,Hill,1.0,no
2026-05-03,,Hill,1.5,no
,dry,Harbour,2.0,
2026-05-04,oily,,,no
"""


@pytest.fixture(name="log", scope="module")
def _log() -> Log:
    return clean(read(TEXT.encode(), "log.csv"))[0]


def passing(log: Log, filters: Filters) -> list[int]:
    return [number for number, passes in enumerate(filters.rows(log).tolist()) if passes]


@pytest.mark.parametrize(
    ("filters", "rows"),
    [
        (Filters(), [0, 1, 2, 3, 4]),
        (Filters(start=dt.date(2026, 5, 2)), [1, 2, 4]),
        (Filters(end=dt.date(2026, 5, 2)), [0, 1]),
        (Filters(start=dt.date(2026, 5, 2), end=dt.date(2026, 5, 3)), [1, 2]),
        (Filters(levels=(("skin_type", ("oily",)),)), [0, 4]),
        (Filters(levels=(("skin_type", ("oily", "dry")),)), [0, 1, 3, 4]),
        (Filters(levels=(("skin_type", ("oily", "dry")), ("clinic", ("Hill",)))), [1]),
        (Filters(levels=(("skin_type", ()),)), []),
        (Filters(ranges=(("needle_depth_mm", 1.0, 1.5),)), [1, 2]),
        (Filters(ranges=(("needle_depth_mm", 0.0, 9.0),), levels=(("clinic", ("Harbour",)),)), [0, 3]),
    ],
)
def test_what_passes(log: Log, filters: Filters, rows: list[int]) -> None:
    """Ends are included, several factors must all fit, and a blank never passes a filter on it."""
    assert passing(log, filters) == rows


def test_a_log_without_dates_has_no_treatment_in_any_period() -> None:
    log = clean(read(b"breakout,room\nyes,a\n", "log.csv"))[0]
    assert passing(log, Filters(start=dt.date(2026, 1, 1))) == []


def test_a_factor_the_log_lacks_is_an_error(log: Log) -> None:
    with pytest.raises(KeyError):
        Filters(levels=(("device", ("pen",)),)).rows(log)


def test_a_period_is_covered_where_no_day_of_it_falls_out() -> None:
    first, second, third = (dt.date(2026, 5, day) for day in (1, 2, 3))
    assert Filters().covers(first, third)
    assert Filters(start=first, end=third).covers(first, third)
    assert not Filters(start=second).covers(first, third)
    assert not Filters(end=second).covers(first, third)


def test_filters_are_values(log: Log) -> None:
    """They are keys of caches: equal choices are one key, and narrowing makes a new one."""
    filters = Filters(levels=(("skin_type", ("oily",)),))
    assert hash(filters) == hash(Filters(levels=(("skin_type", ("oily",)),)))
    moved = filters.between(dt.date(2026, 5, 4), None)
    assert (filters.start, passing(log, moved)) == (None, [4])


def test_the_breakout_window_narrows_no_rows() -> None:
    log, _ = clean(read(b"onset_day,breakout\n3,yes\n9,yes\n,no\n", "log.csv"))
    assert Filters(window_days=3).rows(log).all()
