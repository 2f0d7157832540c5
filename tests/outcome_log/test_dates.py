"""Dates of the world: forms, months, calendars, and orders that only a whole column tells."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.outcome_log.date_columns import calendar_of, date_order, future_dates, swap_suspected
from analysis.outcome_log.dates import languages_of, read_date

JAN_5 = dt.date(2026, 1, 5)


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-05T10:00:00.000+02:00", "2026-01-05 10:00:10 UTC", "2026-01-05 10:00:10 +0000 UTC",
        "20260105T100000Z",
        "20260105100000", "Mon Jan 05 2026 10:00:00 GMT+0100 (CET)", "Mon, 05 Jan 2026 10:00:00 GMT",
        "Mon Jan  5 10:00:00 UTC 2026", "Mon Jan 05 2026 10:00:00 GMT+0100 (Central European Standard Time)",
        "05JAN2026:10:00:00", "05-JAN-26 10.00.00.000000 AM", "January 5, 2026 at 1:05 PM", "January 5th, 2026",
        "05-janv.-26", "lundi 5 janvier 2026", "lun. 5 janv. 2026", "5 de enero de 2026", "5-ene-2026",
        "5 gennaio 2026",
        "5 de janeiro de 2026", "5. Januar 2026, 10:00 Uhr", "5. Jän. 2026", "5. januar 2026 kl. 10.00",
        "5 januari 2026",
        "5 tammikuuta 2026", "5. jaanuar 2026", "2026. gada 5. janvāris", "2026 m. sausio 5 d.", "5 stycznia 2026 r.",
        "05 sty 2026", "5. ledna 2026", "5. siječnja 2026.", "2026. január 5.", "5 ianuarie 2026", "5 януари 2026 г.",
        "2026-W02-1", "'2026-01-05", "5 בינואר 2026",
        "5 января 2026 г.", "5 січня 2026 р.", "5 Ιανουαρίου 2026", "5 Ocak 2026 Pazartesi", "5 ינואר 2026",
        "5 يناير 2026", "5 जनवरी 2026", "5 มกราคม 2026", "ngày 5 tháng 1 năm 2026", "5.I.2026", "2026年1月5日",
        "2026年1月5日(月) 10:00", "2026年1月5日 星期一", "2026/1/5 下午1:05:10", "26年1月5日",
        "2026년 1월 5일", "2026. 1. 5.",
        "2026. 1. 5. 오전 10:00:00", "２０２６／０１／０５", "\u200e2026-01-05\u200f", "٢٠٢٦-٠١-٠٥",
    ],
)  # fmt: skip
def test_the_forms_of_the_world_are_one_day(text: str) -> None:
    assert read_date(text, None) == JAN_5


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("1/5/2026, 1:05:10 PM", "month first"), ("1/5/2026, 1:05:10\u202fPM", "month first"),
        ("5.1.2026 klo 13.05", "day first"), ("05/01/2026 à 10:00", "day first"), ("05/01/2026 à 10h30", "day first"),
        ("10:00 05/01/2026", "day first"), ("05.01.2026 10:00 Uhr", "day first"), ("05.01.2026 г.", "day first"),
        ("5/1/2026 10 AM", "day first"), ("26-01-05", "year first"), ("26.1.5", "year first"),
    ],
)  # fmt: skip
def test_times_of_day_do_not_matter_whatever_their_form(text: str, order: str) -> None:
    assert read_date(text, order) == JAN_5


@pytest.mark.parametrize(
    "text", ["5/1/2026 3:2 ratio", "Rm 5, 2026", "R2", "May 2026", "2026-W01", "5 lorem 2026",
    "5 " + "9" * 5000, "5 Jan Feb 2026"]
)  # fmt: skip
def test_what_only_resembles_a_date_is_none(text: str) -> None:
    assert read_date(text, "day first") is None


def test_a_name_that_means_two_months_is_read_by_the_language_of_the_column() -> None:
    """November in Polish and Czech is October in Croatian."""
    assert read_date("12 listopada 2026", None) is None
    polish, croatian = (languages_of(["12 listopada 2026", each]) for each in ("3 stycznia 2026", "3 siječnja 2026"))
    assert read_date("12 listopada 2026", None, None, polish) == dt.date(2026, 11, 12)
    assert read_date("12 listopada 2026", None, None, croatian) == dt.date(2026, 10, 12)


def test_a_two_digit_year_of_the_nineties_is_of_the_last_century() -> None:
    assert read_date("5 Jan 98", None) == dt.date(1998, 1, 5)


# Orders ----


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["26-01-05", "26-01-29", "26-02-11", "25-12-20"], "year first"),
        (["05-01-26", "29-01-26", "11-02-26", "20-12-25"], "day first"),
        (["01/05/26", "01/29/26", "02/11/26", "12/20/25"], "month first"),
        (["26-01-05"], "unclear"),
        ([f"01-{month:02d}-{year}" for year in range(13, 24) for month in range(1, 13)], "unclear"),
        (["26.1.5", "26.2.7"], "year first"),
        # The ends of quarters are hardly dates of 2030 and 2031.
        (
            [
                f"{day}-{month:02d}-{year}"
                for year in range(13, 24)
                for day, month in ((31, 3), (30, 6), (30, 9), (31, 12))
            ],
            "unclear",
        ),
        (["1/5/2026, 1:05:10 PM", "1/14/2026, 1:05:10 PM"], "month first"),
        (["05-Jan-26", "08-Feb-26"], "either"),
    ],
)
def test_the_order_that_scatters_dates_over_decades_is_wrong(texts: list[str], order: str) -> None:
    assert date_order(texts) == order


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.dates(dt.date(2023, 1, 1), dt.date(2026, 12, 31)), min_size=1, max_size=30))
def test_a_two_digit_date_is_never_read_in_another_order_than_it_was_written(days: list[dt.date]) -> None:
    for form, written in (("%y-%m-%d", "year first"), ("%d-%m-%y", "day first"), ("%m-%d-%y", "month first")):
        texts = [f"{day:{form}}" for day in days]
        order = date_order(texts)
        if order in {"day first", "month first", "year first"}:
            assert [read_date(text, order) for text in texts] == days, (written, order)


# Calendars ----


@pytest.mark.parametrize(
    ("text", "calendar"),
    [
        ("2569-01-05", "Buddhist"), ("5 ม.ค. 2569", "Buddhist"), ("5 ม.ค. 69", "Buddhist"),
        ("令和8年1月5日", "Japanese"),
        ("R8.1.5", "Japanese"), ("R08/01/05", "Japanese"), ("115/01/05", "Minguo"), ("民國115年1月5日", "Minguo"),
        ("1404-10-15", "Persian"), ("1404/10/15 10:00", "Persian"),
    ],
)  # fmt: skip
def test_other_calendars_are_named_and_converted_when_chosen(text: str, calendar: str) -> None:
    assert calendar_of([text]) == calendar
    assert read_date(text, "day first", calendar) == JAN_5


def test_a_hijri_date_is_named_and_not_converted() -> None:
    assert calendar_of(["1447-07-16", "1447-07-20"]) == "Hijri"
    assert read_date("1447-07-16", None, "Hijri") is None


@pytest.mark.parametrize(
    ("text", "day"),
    [("1403-12-30", dt.date(2025, 3, 20)), ("1400-01-01", dt.date(2021, 3, 21)), ("1399-12-30", dt.date(2021, 3, 20)),
     ("1375-12-30", dt.date(1997, 3, 20)), ("1404-12-30", None), ("1404-13-01", None)],
)  # fmt: skip
def test_persian_leap_years_are_kept(text: str, day: dt.date | None) -> None:
    assert read_date(text, None, "Persian") == day


@pytest.mark.parametrize("texts", [["2026-01-05"], ["05/01/2026"], ["R2", "R3"], ["yes"], []])
def test_the_common_calendar_is_no_other(texts: list[str]) -> None:
    assert calendar_of(texts) is None


# Doubts ----


def test_dates_after_today_are_pointed_out() -> None:
    assert future_dates([JAN_5, dt.date(2062, 5, 3)], dt.date(2026, 6, 1)).startswith("2062-05-03")
    assert not future_dates([JAN_5], JAN_5)


def test_a_swap_is_suspected_where_dates_and_texts_part_at_the_twelfth() -> None:
    """A workbook opened in the wrong country takes 05/01/2026 for the first of May and leaves 13/01/2026 a text."""
    found = swap_suspected(["2026-05-01", "2026-08-01"], ["13/01/2026", "15/03/2026"])
    assert found is not None
    assert (found.order, found.meant) == ("day first", {"2026-05-01": "2026-01-05", "2026-08-01": "2026-01-08"})
    assert found.days_apart_if_swapped < found.days_apart
    american = swap_suspected(["2026-05-01"], ["01/13/2026"])
    assert american is not None
    assert american.order == "month first"


@pytest.mark.parametrize(
    ("dates", "texts"),
    [
        (["2026-05-01", "2026-05-14"], ["13/01/2026"]),
        (["2026-05-01"], ["13/01/2026", "05/01/2026"]),
        (["2026-05-01"], ["soon"]),
        (["2026-05-01"], []),
        ([], ["13/01/2026"]),
    ],
)
def test_no_swap_is_suspected_elsewhere(dates: list[str], texts: list[str]) -> None:
    assert swap_suspected(dates, texts) is None
