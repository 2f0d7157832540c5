"""Any log in any layout and locale comes in as the same log: read, screened, cleaned, and kept.

`BREAKOUT_EXAMPLES=2000 pytest tests/test_import_round_trip.py` runs the full number of cases.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.exports.csv_tables import as_csv
from analysis.files.layout import LayoutChoices
from analysis.files.reading import read
from analysis.identifiers.screening import screen
from analysis.importing.choices import ImportChoices
from analysis.importing.cleaning import clean
from analysis.outcome_log.codebook import load
from analysis.outcome_log.log import Log
from analysis.saved_log.changes import effect
from analysis.saved_log.history import ImportAbout
from analysis.saved_log.opening import as_frame, as_log, open_log
from analysis.saved_log.writing import add

EXAMPLES = int(os.environ.get("BREAKOUT_EXAMPLES", "30"))
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp1250"]
ANSWERS = {
    "plain": ("yes", "no"),
    "short": ("Y", "N"),
    "codes": ("1", "0"),
    "German": ("Ja", "Nein"),
    "marks": ("✓", "✗"),
}
DATES = {
    "%Y-%m-%d": None, "%d/%m/%Y": "day first", "%m/%d/%Y": "month first", "%d.%m.%y": "day first", "%d %B %Y": None,
    "%Y-%m-%dT%H:%M:%S": None,
}  # fmt: skip

Row = tuple[str, str, dt.date | None, str | None, str | None, bool | None, float | None, float | None, str, bool | None]
NAMES = ("treatment_id", "client_id", "treatment_date", "skin_type", "acne_history", "new_product", "needle_depth_mm",
         "adherence_percent", "clinic", "breakout")  # fmt: skip


@dataclass(frozen=True)
class Locale:
    """How somebody somewhere writes a log down."""

    encoding: str
    delimiter: str
    line_end: str
    answers: str
    date: str
    decimal_comma: bool
    heading: int
    title_above: bool
    total_below: bool

    def text(self, value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return ANSWERS[self.answers][0 if value else 1]
        if isinstance(value, dt.date):
            return value.strftime(self.date)
        if isinstance(value, float):
            return f"{value:g}".replace(".", "," if self.decimal_comma else ".")
        return str(value)

    def header(self) -> list[str]:
        fields = [load()[name] for name in NAMES]
        return [[field.name, field.title, field.aliases[0].capitalize()][self.heading] for field in fields]

    def written(self, rows: list[Row]) -> bytes:
        file = io.StringIO(newline="")
        writer = csv.writer(file, delimiter=self.delimiter, lineterminator=self.line_end)
        if self.title_above:
            writer.writerows([["Outcome log"], []])
        writer.writerow(self.header())
        writer.writerows([self.text(value) for value in row] for row in rows)
        if self.total_below:
            writer.writerow(["Total", *[""] * (len(NAMES) - 2), str(len(rows))])
        return file.getvalue().encode(self.encoding)


def _or_blank(values: st.SearchStrategy) -> st.SearchStrategy:
    return st.one_of(st.none(), values)


@st.composite
def locales(draw: st.DrawFn) -> Locale:
    encoding = draw(st.sampled_from(ENCODINGS))
    answers = draw(st.sampled_from([name for name in ANSWERS if name != "marks" or encoding.startswith("utf")]))
    return Locale(
        encoding,
        draw(st.sampled_from(",;\t|")),
        draw(st.sampled_from(["\n", "\r\n"])),
        answers,
        draw(st.sampled_from(list(DATES))),
        draw(st.booleans()),
        draw(st.integers(0, 2)),
        draw(st.booleans()),
        draw(st.booleans()),
    )


@st.composite
def logs(draw: st.DrawFn) -> list[Row]:
    levels = {name: load()[name].levels for name in ("skin_type", "acne_history")}
    row = st.tuples(
        st.sampled_from([f"C-{number:03}" for number in range(9)]),
        _or_blank(st.dates(dt.date(2024, 1, 1), dt.date(2026, 6, 30))),
        _or_blank(st.sampled_from(levels["skin_type"])),
        _or_blank(st.sampled_from(levels["acne_history"])),
        _or_blank(st.booleans()),
        _or_blank(st.integers(1, 60).map(lambda tenths: tenths / 10)),
        _or_blank(st.integers(2, 100).map(float)),
        st.sampled_from(["Harbour", "Café Quarter", "Hill; East", "North, West"]),
        _or_blank(st.booleans()),
    )
    drawn = draw(st.lists(row, min_size=4, max_size=25))
    return [(f"T-{number:04}", *cells) for number, cells in enumerate(drawn)]


def rows_of(log: Log) -> list[Row]:
    """Return the log as it was before anybody wrote it down."""
    columns = []
    for name in NAMES:
        values = log.values(name) if name in log else ()
        codes = log.codes(name) if name in log else [-1] * len(log)
        known = [values[code] if code >= 0 else None for code in codes]
        if load()[name].kind == "yes/no":
            known = [None if value is None else value == "yes" for value in known]
        columns.append(known)
    return list(zip(*columns, strict=True))


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(rows=logs(), locale=locales())
def test_a_log_is_the_same_log_however_it_was_written_down(rows: list[Row], locale: Locale) -> None:
    choices = ImportChoices(
        columns=tuple(zip(locale.header(), NAMES, strict=True)),
        date_order=DATES[locale.date],
        # Which of the Windows encodings a file has, its bytes alone do not say.
        layout=LayoutChoices(encoding=locale.encoding if locale.encoding.startswith("cp") else None),
    )
    content = locale.written(rows)
    screened = screen(read(content, "log.csv", choices.layout), choices.screen, b"key")
    assert not screened.findings
    log, report = clean(screened.table, choices, screened.findings)
    assert rows_of(log) == rows
    assert report.rows_read == report.rows_kept + report.rows_set_aside == len(rows) + locale.total_below
    assert not report.values_left_out

    with tempfile.TemporaryDirectory() as folder:
        add(Path(folder), log, ImportAbout("log.csv", "digest", report.rows_read, report.rows_kept))
        again, _ = as_log(open_log(Path(folder)))
        assert rows_of(again) == rows


def test_exact_ages_come_in_as_their_bands_all_the_way() -> None:
    """The screen bands them before cleaning ever sees them."""
    ages = range(15, 95)
    content = "age,breakout\n" + "".join(f"{age},yes\n" for age in ages)
    screened = screen(read(content.encode(), "log.csv"))
    log, _ = clean(screened.table, ImportChoices(), screened.findings)
    bands = [log.values("age_band")[code] for code in log.codes("age_band")]
    levels = load()["age_band"].levels
    assert bands == [levels[min(max(age // 10 - 1, 0), 6)] for age in ages]
    assert not {str(age) for age in ages} & set(screened.table.frame["age"].cat.categories)


def test_a_log_that_was_exported_comes_back_unchanged_whatever_a_spreadsheet_would_make_of_it(tmp_path: Path) -> None:
    rows = "".join(f"T{row},-C{row % 5},=room{row % 3},{row / 4 - 2},yes\n" for row in range(24))
    log, report = clean(read(f"treatment_id,client_id,-room,shift,breakout\n{rows}".encode(), "log.csv"))
    add(tmp_path, log, ImportAbout("log.csv", "1", report.rows_read, report.rows_kept))
    exported = as_csv(as_frame(open_log(tmp_path)))
    assert b"'=room" in exported
    assert b",-1.75\n" in exported
    again, _ = clean(read(exported, "out.csv"))
    found = effect(open_log(tmp_path), again, "2")
    assert (found.new, found.changed, found.unchanged) == (0, 0, 24)


def test_what_was_worked_out_from_the_items_is_not_kept_as_though_it_had_been_given(tmp_path: Path) -> None:
    """A file with fewer items would otherwise change the adherence of treatments whose answers are all known."""
    header = "treatment_id,kept_clean,hands_off,hydrated,balanced_diet,breakout\n"
    first, report = clean(read(f"{header}T1,yes,yes,no,no,no\nT2,yes,no,no,no,yes\n".encode(), "log.csv"))
    add(tmp_path, first, ImportAbout("log.csv", "1", report.rows_read, report.rows_kept))
    second, _ = clean(read(b"treatment_id,kept_clean,hands_off,breakout\nT1,yes,yes,no\nT2,yes,no,yes\n", "log.csv"))
    assert effect(open_log(tmp_path), second, "2").changed == 0
    again, _ = as_log(open_log(tmp_path))
    assert [again.values("adherence_percent")[code] for code in again.codes("adherence_percent")] == [50.0, 25.0]
