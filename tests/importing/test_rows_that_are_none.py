"""Rows that are no treatments: certain ones are set aside and said, doubtful ones asked about, none counts unsaid."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from analysis.errors import DashboardError
from analysis.files.reading import read
from analysis.importing.choices import ImportChoices
from analysis.importing.opening import open_file
from tests.files.workbooks import ODS_STYLES, changed, ods
from tests.importing.asking import asked, counts, leads, log

TRUE = (24, 7, 17)
ROWS = [line.split(",") for line in log("new product,breakout", "yes,yes", "no,no").decode().splitlines() if line]
HEADER, TREATMENTS = ROWS[0], ROWS[1:]


def text_of(*rows: list[str], delimiter: str = ",") -> bytes:
    return "\n".join(delimiter.join(row) for row in rows).encode()


def refusal(content: bytes, name: str = "clinic.csv") -> str:
    with pytest.raises(DashboardError) as error:
        open_file(content, name, ImportChoices(), b"key").cleaned(ImportChoices())
    return str(error.value)


def of_counts(content: bytes) -> tuple[int, int, int]:
    treatments, breakouts, unknown = counts(content)
    return treatments, breakouts, treatments - breakouts - unknown


# Examples and tests ----


def test_where_every_column_points_to_a_person_no_row_is_asked_about() -> None:
    names = [["Name", "E-mail"], *([f"{name} Moore", f"{name}@example.org"] for name in ("Amy", "Bo", "Cleo", "Dee"))]
    said = refusal(text_of(*names[:3], ["Test", ""], *names[3:]))
    assert said.startswith("Every column of “clinic.csv” was left out because it may hold personal data")


@pytest.mark.parametrize("name", ["EXAMPLE", "e.g. C123", "Beispiel", "Exemple :", "пример", "例", "C001 (example)"])
def test_an_example_below_the_header_is_no_treatment(name: str) -> None:
    assert of_counts(text_of(HEADER, [name, "2026-01-01", "yes", "yes"], *TREATMENTS)) == TRUE


@pytest.mark.parametrize("name", ["TEST", "Test Patient", "dummy 2", "sample", "Mustermann", "テスト", "x (test)"])
def test_a_test_among_the_treatments_is_asked_about(name: str) -> None:
    content = text_of(HEADER, *TREATMENTS[:9], [name, "2026-01-09", "yes", "yes"], *TREATMENTS[9:])
    decision = asked(content)
    assert decision.about == "examples"
    assert "Row 11 is marked as a test" in decision.because
    leave, keep = leads(decision).values()
    assert (leave, keep) == (TRUE, (25, 8, 17))


def test_what_a_patch_test_says_is_no_example() -> None:
    rows = [[*row[:2], "test" if place < 2 else "none", row[3]] for place, row in enumerate(TREATMENTS)]
    assert of_counts(text_of([*HEADER[:2], "patch test", "breakout"], *rows)) == TRUE


# Closed days ----


@pytest.mark.parametrize(
    "row",
    [
        ["CLOSED", "2026-01-06", "", ""],
        ["", "2026-01-06", "Bank holiday", ""],
        ["", "Tue", "", "closed - staff training"],
        ["Urlaub", "2026-01-06", "", ""],
        ["休診", "2026年1月6日", "-", "-"],
        ["CLOSED", "2026-01-06", "CLOSED", "CLOSED"],
        ["CLOSED", "2026/01/06 PM02:11:00", "", ""],
        ["CLOSED", "2026-01-06 2:11 p.m.", "", ""],
        ["CLOSED", "2026-01-06 14:11:00 UTC", "", ""],
        ["CLOSED", "Tue 6 Jan 2026", "", ""],
        ["CLOSED", "Tue Jan 06 2026 09:00:00 GMT+0100 (Central European Standard Time)", "", ""],
        ["CLOSED", "6 Σεπτεμβρίου 2026", "", ""],
        ["CLOSED", "6 January 2026 at 09:00", "", ""],
        ["CLOSED", "令和8年1月6日", "", ""],
    ],
)
def test_a_closed_day_is_no_treatment(row: list[str]) -> None:
    """Each counted as a treatment with an unknown outcome."""
    assert of_counts(text_of(HEADER, *TREATMENTS[:5], row, *TREATMENTS[5:9], row, *TREATMENTS[9:])) == TRUE


@pytest.mark.parametrize("month", ["Jan 2026", "2026 January", "janv. 2026", "2026년 1월"])
def test_of_a_closed_day_only_the_month_may_be_known(month: str) -> None:
    rows = [[row[0], month, *row[2:]] for row in TREATMENTS]
    closed = ["Fermé", month, "", ""]
    assert of_counts(text_of(HEADER, *rows[:5], closed, *rows[5:9], closed, *rows[9:])) == TRUE


def test_many_closed_days_are_no_treatments_either() -> None:
    """Where a fifth of the rows were such days, no other column seemed to be filled in always: each counted."""
    closed = [["Urlaub", row[1], "", ""] for row in TREATMENTS[:7]]
    rows = [line for pair in zip(TREATMENTS, closed, strict=False) for line in pair]
    assert of_counts(text_of(HEADER, *rows, *TREATMENTS[7:])) == TRUE


def test_closed_days_are_found_among_notes_that_run_over_rows() -> None:
    rows = [[*row, ""] for row in TREATMENTS]
    more, closed = ["", "", "", "", "called back"], ["Urlaub", "2026-01-10", "", "", "red"]
    lines = [line for place, row in enumerate(rows) for line in ([row, more] if place % 3 else [row, closed])]
    decision = asked(text_of([*HEADER, "comment"], *lines))
    assert (decision.about, next(iter(leads(decision).values()))) == ("closed days", TRUE)


def test_a_closed_day_with_answers_filled_in_is_asked_about() -> None:
    decision = asked(text_of(HEADER, *TREATMENTS[:9], ["CLOSED", "2026-01-10", "no", "no"], *TREATMENTS[9:]))
    assert (decision.about, list(leads(decision).values())) == ("closed days", [TRUE, (25, 7, 18)])
    assert "Row 11 names" in decision.because


def test_a_closed_day_with_a_note_is_asked_about_and_hides_no_other() -> None:
    """One note beside such a day made a treatment of every one."""
    noted = [["Urlaub", "2026-01-10", "", "", "Bob is away"], ["Urlaub", "2026-01-11", "", "", ""]]
    rows = [[*row, "red" if place == 3 else ""] for place, row in enumerate(TREATMENTS)]
    decision = asked(text_of([*HEADER, "comment"], *rows[:9], *noted, *rows[9:]))
    assert (decision.about, list(leads(decision).values())) == ("closed days", [TRUE, (25, 7, 17)])


def test_what_is_closed_beside_a_treatment_is_no_day() -> None:
    rows = [[*row[:2], "closed" if place % 2 else "open", row[3]] for place, row in enumerate(TREATMENTS)]
    unknown = ["", "2026-02-05", "closed", ""]
    assert of_counts(text_of([*HEADER[:2], "comedones", "breakout"], *rows[:9], unknown, *rows[9:])) == (25, 7, 17)
    numbered = [[str(place), row[1], "closed" if row[3] == "yes" else "open"] for place, row in enumerate(TREATMENTS)]
    assert read(text_of(["no", "date", "comedones"], *numbered), "clinic.csv").set_aside == ()


# Totals ----


@pytest.mark.parametrize("totals", [",,7,7", ",24,7,7", ",,29.2%,29.2%", ",,,7", ",,17,7"])
def test_sums_without_a_word_are_no_treatment(totals: str) -> None:
    assert of_counts(text_of(HEADER, *TREATMENTS, totals.split(","))) == TRUE
    ones = [[*row[:2], *("1" if cell == "yes" else "0" for cell in row[2:])] for row in TREATMENTS]
    assert of_counts(text_of(HEADER, *ones, totals.split(","))) == TRUE


def test_each_block_may_have_its_sums() -> None:
    ones = [[*row[:2], *("1" if cell == "yes" else "0" for cell in row[2:])] for row in TREATMENTS]
    content = text_of(HEADER, *ones[:12], ["", "", "4", "4"], *ones[12:], ["", "", "3", "3"], ["", "", "7", "7"])
    assert of_counts(content) == TRUE


def test_a_sum_of_money_is_no_treatment_in_any_currency() -> None:
    """“zł” behind the sum made a treatment without an outcome of it."""
    header, more = [*HEADER[:2], "price", "breakout"], ["C90", "2026-02-05", "100 zł", "no"]
    rows = [[*row[:2], f"{250 + place} zł", row[3]] for place, row in enumerate(TREATMENTS)]
    assert of_counts(text_of(header, *rows, ["", "", "6276 zł", ""], more)) == (25, 7, 18)
    decision = asked(text_of(header, *rows, ["", "", "7000 zł", ""], more))
    assert (decision.about, next(iter(leads(decision).values()))) == ("sums", (25, 7, 18))


def test_a_number_alone_in_a_column_that_treatments_leave_blank_may_be_noted_for_one() -> None:
    rows = [[*row[:3], "", row[3]] for row in TREATMENTS]
    alone = ["", "", "", "350", ""]
    assert of_counts(text_of([*HEADER[:3], "price", "breakout"], *rows[:9], alone, *rows[9:])) == TRUE


def test_a_count_below_all_groups_is_no_treatment() -> None:
    """As a spreadsheet calls it that counts rows by groups."""
    rows = [["Ann", *row] for row in TREATMENTS]
    below = [["Ann Count", "24", "", "", "7"], ["Grand Count", "24", "", "", "7"]]
    assert of_counts(text_of(["practitioner", *HEADER], *rows, *below)) == TRUE


def test_numbers_that_add_up_nothing_are_asked_about() -> None:
    ones = [[*row[:2], *("1" if cell == "yes" else "0" for cell in row[2:])] for row in TREATMENTS]
    decision = asked(text_of(HEADER, *ones, ["", "", "16", "1"]))
    assert (decision.about, leads(decision)["leave them out: they are totals"]) == ("sums", TRUE)
    # A treatment that nobody dated.
    assert of_counts(text_of(HEADER, *ones, ["", "", "0", "1"])) == (25, 8, 17)


# Another table, and the header again ----


def test_the_names_in_another_order_are_read_by_their_names() -> None:
    again = [HEADER[0], HEADER[1], HEADER[3], HEADER[2]]
    rows = [[row[0], row[1], row[3], "no"] for row in TREATMENTS[12:]]
    above = [[*row[:2], "no", row[3]] for row in TREATMENTS[:12]]
    assert of_counts(text_of(HEADER, *above, [""] * 4, again, *rows)) == TRUE


@pytest.mark.parametrize("mark", [" (continued)", " (cont'd)", " – Fortsetzung"])
def test_a_header_that_goes_on_is_the_header_again(mark: str) -> None:
    again = [name.upper() + mark for name in HEADER]
    assert of_counts(text_of(HEADER, *TREATMENTS[:12], again, *TREATMENTS[12:])) == TRUE


def test_a_header_that_denies_is_never_the_header_again() -> None:
    again = [*HEADER[:3], "no breakout"]
    turned = [[*row[:3], "no" if row[3] == "yes" else "yes"] for row in TREATMENTS[12:]]
    decision = asked(text_of(HEADER, *TREATMENTS[:12], again, *turned))
    assert (decision.about, list(leads(decision).values())) == ("another table", [(12, 4, 8)])
    assert "Row 14" in decision.because


@pytest.mark.parametrize("gap", [[], [[""] * 4]])
def test_a_list_of_something_else_is_no_treatment(gap: list[list[str]]) -> None:
    staff = [
        ["practitioner", "grade", "since", "active"],
        ["Ann", "senior", "2019", "yes"],
        ["Ben", "new", "2022", "no"],
    ]
    assert of_counts(text_of(HEADER, *TREATMENTS, *gap, *staff)) == TRUE


def test_a_table_of_rows_like_treatments_is_asked_about() -> None:
    clients = [["client", "first visit", "vip", "newsletter"], *([*row[:2], "no", "yes"] for row in TREATMENTS[:8])]
    decision = asked(text_of(HEADER, *TREATMENTS, [""] * 4, *clients))
    assert (decision.about, list(leads(decision).values())) == ("another table", [TRUE])


# Entered twice, struck through ----


def test_rows_alike_are_reported_and_those_pasted_twice_asked_about() -> None:
    content = text_of(HEADER, *TREATMENTS, TREATMENTS[1], TREATMENTS[4])
    _, account = open_file(content, "clinic.csv", ImportChoices(), b"key").cleaned(ImportChoices())
    assert any("the same as an earlier row: 2. Each counts" in note for note in account.notes)
    assert account.rows_kept == 26
    decision = asked(text_of(HEADER, *TREATMENTS, *TREATMENTS))
    assert (decision.about, list(leads(decision).values())) == ("rows pasted twice", [TRUE, (48, 14, 34)])


def test_treatments_alike_in_a_file_of_factors_are_no_copies() -> None:
    assert of_counts(text_of(HEADER[2:], *(row[2:] for row in TREATMENTS))) == TRUE


def struck(rows: list[list[str]], numbers: list[int], columns: int) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for number in numbers:
        for cell in book.active[number][:columns]:
            cell.font = Font(strike=True)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_rows_struck_through_are_asked_about_in_old_workbooks_too() -> None:
    book = xlwt.Workbook()
    sheet, style = book.add_sheet("log"), xlwt.easyxf("font: struck_out on")
    for place, row in enumerate([*ROWS, ["C30", "2026-01-30", "no", "yes"], ["C31", "2026-01-31", "no", "yes"]]):
        for column, cell in enumerate(row):
            sheet.write(place, column, cell, *([style] if place >= len(ROWS) else []))
    file = io.BytesIO()
    book.save(file)
    decision = asked(file.getvalue())
    assert "Rows 26 and 27 are struck through" in decision.because


def test_rows_struck_through_are_asked_about() -> None:
    more = [["C90", "2026-02-05", "yes", "yes"], ["C91", "2026-02-06", "yes", "yes"]]
    decision = asked(struck([*ROWS, *more], [26, 27], 4))
    assert "Rows 26 and 27 are struck through" in decision.because
    assert {26, 27} <= {row for row, _ in decision.rows}
    assert leads(decision)["count them: they are treatments"] == (26, 9, 17)
    # One name that was corrected strikes no row.
    assert of_counts(struck(ROWS, [5], 1)) == TRUE


def test_an_answer_that_is_struck_through_alone_is_asked_about() -> None:
    """It counted as written: nobody strikes an answer that holds."""
    rows = [row[::-1] for row in ROWS]
    decision = asked(struck(rows, [3, 4], 1))
    assert decision.because == "Rows 3 and 4 have a struck-through answer in “breakout”."
    assert {3, 4} <= {row for row, _ in decision.rows}
    assert leads(decision) == {"no: they are unknown": (24, 6, 16), "yes: count them as they are written": TRUE}
    # What is unknown anyway makes no difference.
    rows[2][0] = "unknown"
    assert counts(struck(rows, [3], 1)) == (24, 6, 1)


def test_a_text_struck_through_letter_by_letter_is_struck_too() -> None:
    """Excel strikes what is selected within a cell: its style says nothing of it, the runs of its text do."""
    more = ["C90", "2026-02-05", "yes", "yes"]
    one, half = InlineFont(strike=True), InlineFont(b=True)
    parts = [[TextBlock(one, text[:1]), TextBlock(one, text[1:])] for text in more]
    assert "Row 26 is struck through" in asked(with_rich_text(parts)).because
    assert of_counts(with_rich_text([[TextBlock(one, text[:1]), TextBlock(half, text[1:])] for text in more])) == (
        25, 8, 17
    )  # fmt: skip


def with_rich_text(row: list[list[TextBlock]]) -> bytes:
    book = openpyxl.Workbook()
    for line in ROWS:
        book.active.append(line)
    book.active.append([CellRichText(*parts) for parts in row])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_text_struck_through_in_an_open_document_is_struck_too() -> None:
    spans = "".join(
        '<table:table-cell office:value-type="string"><text:p><text:span text:style-name="T1">'
        f"{text}</text:span></text:p></table:table-cell>"
        for text in ("C90", "2026-02-05", "yes", "yes")
    )
    with zipfile.ZipFile(io.BytesIO(ods({"Log": ROWS}))) as archive:
        content = archive.read("content.xml").decode()
    style = (
        '<office:automatic-styles><style:style style:name="T1" style:family="text"><style:text-properties '
        'style:text-line-through-style="solid"/></style:style></office:automatic-styles><office:body>'
    )
    content = content.replace("<office:body>", style).replace(
        "</table:table>", f"<table:table-row>{spans}</table:table-row></table:table>"
    )
    content = content.replace("xmlns:text=", f"{ODS_STYLES} xmlns:text=", 1)
    assert "Row 26 is struck through" in asked(changed(ods({"Log": ROWS}), {"content.xml": content})).because


# Visits that did not take place, and those without a treatment ----


@pytest.mark.parametrize(
    "status",
    [
        "odwołana",
        "nie stawił się",
        "no se presentó",
        "não compareceu",
        "İptal edildi",
        "예약취소",
        "노쇼",
        "verschoben auf März",
    ],
)
def test_a_visit_that_did_not_take_place_is_asked_about_in_any_language(status: str) -> None:
    rows = [[*row[:2], "ok", row[3]] for row in TREATMENTS]
    missed = [["C90", "2026-02-05", status, "yes"]] * 3
    decision = asked(text_of([*HEADER[:2], "status", "breakout"], *rows[:9], *missed, *rows[9:]))
    assert (decision.about, next(iter(leads(decision).values()))) == ("visits", TRUE)


@pytest.mark.parametrize(
    ("header", "held", "cancelled"),
    [
        ("treatment", "Microneedling", "Microneedling - CANCELLED"),
        ("treatment", "Microneedling", "Microneedling (no show)"),
        ("service", "peel", "peel – late cancellation"),
        ("appt outcome", "OK", "N/S"),
        ("appt outcome", "OK", "CXL"),
    ],
)
def test_a_treatment_that_was_cancelled_is_asked_about_however_it_is_noted(
    header: str, held: str, cancelled: str
) -> None:
    """They were treatments without a breakout, and a factor of their own."""
    rows = [[*row, held] for row in TREATMENTS]
    more = [[f"C9{place}", "2026-01-09", "no", "no", cancelled] for place in range(3)]
    decision = asked(text_of([*HEADER, header], *rows, *more))
    assert (decision.about, list(leads(decision).values())) == ("visits", [TRUE, (27, 7, 20)])


@pytest.mark.parametrize(
    ("header", "held", "other"),
    [
        ("visit type", "treatment", "consultation"),
        ("appointment", "peel", "Follow-up"),
        ("service", "peel", "patch test"),
        ("kind", "peel", "free consultation"),
        ("Terminart", "Behandlung", "Beratung"),
        ("Type de visite", "soin", "contrôle"),
        ("visit", "treatment", "phone call"),
    ],
)
def test_visits_without_a_treatment_are_asked_about(header: str, held: str, other: str) -> None:
    rows = [[*row, held] for row in TREATMENTS]
    more = [[f"C9{place}", "2026-01-09", "no", "no", other] for place in range(3)]
    decision = asked(text_of([*HEADER, header], *rows, *more))
    assert (decision.about, list(leads(decision).values())) == ("consultations", [TRUE, (27, 7, 20)])


@pytest.mark.parametrize("header", ["follow-up by", "booking channel", "heard of us"])
def test_how_somebody_called_is_no_visit(header: str) -> None:
    rows = [[*row, "phone" if place % 4 else "review"] for place, row in enumerate(TREATMENTS)]
    assert of_counts(text_of([*HEADER, header], *rows)) == TRUE


# Counts and sums ----

GROUPS = [["yes", "oily", "yes", "3"], ["yes", "dry", "no", "5"], ["no", "oily", "yes", "4"], ["no", "dry", "no", "12"]]


@pytest.mark.parametrize("name", ["count", "n", "weight", "total", "Anzahl", "number of treatments", "effectif"])
def test_a_column_of_counts_is_proposed(name: str) -> None:
    decision = asked(text_of(["new product", "skin type", "breakout", name], *GROUPS))
    assert (decision.about, list(leads(decision).values())) == ("counts", [TRUE, (4, 2, 2)])


def test_a_number_of_single_treatments_counts_nothing() -> None:
    weighed = [[*row, str(60 + place % 5)] for place, row in enumerate(TREATMENTS)]
    assert of_counts(text_of([*HEADER, "weight"], *weighed)) == TRUE
    numbered = [["skin", "n", "breakout"], ["a", "1", "yes"], ["b", "2", "no"], ["c", "3", "no"]]
    assert of_counts(text_of(*numbered)) == (3, 1, 2)


def test_a_count_above_the_limit_refuses_the_file() -> None:
    large = text_of(["skin type", "breakout", "treatment count"], ["oily", "yes", "12"], ["dry", "no", "20000000"])
    assert "counts 20,000,000 treatments" in refusal(large)


@pytest.mark.parametrize(
    "header",
    [
        "skin,yes,no",
        "skin,breakout,no breakout",
        "skin,Breakout yes,Breakout no",
        "skin,ja,nein",
        "skin,breakouts,treatments",
    ],
)
def test_a_table_of_sums_is_refused_with_a_way_out(header: str) -> None:
    said = refusal(f"{header}\ndry,3,9\noily,4,13\n".encode())
    assert "is a table of sums" in said
    assert "“Treatment count”" in said
    # The way out that it names.
    assert of_counts(text_of(["Skin", "Breakout", "Treatment count"], *([*row[1:]] for row in GROUPS))) == TRUE


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Breakout %", ("12.5", "8", "20")),
        ("% breakouts", ("12,5 %", "8 %", "0 %")),
        ("breakout rate", ("0.125", "0.08", "1")),
        ("Rate of breakouts (per cent)", ("12", "8", "1")),
    ],
)
def test_a_table_of_rates_is_refused_with_a_way_out(header: str, cells: tuple[str, ...]) -> None:
    """It was asked whether 12.5 means a breakout, and 8 none."""
    groups = [[f"P{place}", str(place), f'"{cell}"'] for place, cell in enumerate(cells)]
    said = refusal(text_of(["practitioner", "treatments", header], *groups))
    assert f"is a table of rates: “{header}” is the share of treatments with a breakout" in said


def test_a_rate_beside_clients_or_in_yes_and_no_is_no_table_of_rates() -> None:
    shares = [[*row, "0.2"] for row in TREATMENTS]
    assert of_counts(text_of([*HEADER, "clinic breakout rate"], *shares)) == TRUE
    answers = [["skin", "high breakout rate"], ["dry", "1"], ["dry", "0"], ["oily", "0"]]
    assert "table of rates" not in refusal(text_of(*answers))


def test_of_many_columns_that_count_treatments_the_first_two_are_named() -> None:
    """Codes of 0 to 2 count nothing, however many columns hold them."""
    names = ["skin", *(f"breakout answer {place} no" for place in range(5)), "breakout yes", "no breakout"]
    said = refusal(text_of(names, ["dry", *"01021", "3", "9"], ["oily", *"20112", "4", "13"]))
    assert "“breakout answer 0 no” and “breakout yes” count treatments" in said


def test_tables_side_by_side_are_refused_with_a_way_out() -> None:
    pairs = [[*left, "", *right] for left, right in zip(TREATMENTS[:12], TREATMENTS[12:], strict=True)]
    said = refusal(text_of([*HEADER, "", *HEADER], *pairs))
    assert "2 tables side by side, each with the columns “client” to “breakout”" in said


def test_a_longer_list_beside_the_log_has_no_treatments() -> None:
    items = [["", f"Item {place}", f"{place}.90", str(place)] for place in range(34)]
    rows = [[*(TREATMENTS[place] if place < 24 else [""] * 4), *items[place]] for place in range(34)]
    assert of_counts(text_of([*HEADER, "", "product", "price", "stock"], *rows)) == TRUE


def test_a_short_sum_beside_the_log_is_no_outcome() -> None:
    sums = [["", "yes", "7"], ["", "no", "17"], *[[""] * 3] * 22]
    header = [*HEADER[:3], "New breakout", "", "Breakout", "Count"]
    assert of_counts(text_of(header, *([*row, *more] for row, more in zip(TREATMENTS, sums, strict=True)))) == TRUE


# Row names ----


@pytest.mark.parametrize("name", ["{}", "row{}a", "{}0"])
def test_names_of_rows_that_the_header_leaves_out_are_no_column(name: str) -> None:
    rows = [[name.format(place + 1), *row[1:]] for place, row in enumerate(TREATMENTS)]
    assert of_counts(text_of(HEADER[1:], *rows)) == TRUE


def test_names_of_rows_beside_clients_are_their_numbers_or_may_be_the_clients() -> None:
    numbered, named = (
        [[name.format(place + 1), *row] for place, row in enumerate(TREATMENTS)] for name in ("{}", "a{}")
    )
    assert of_counts(text_of(HEADER, *numbered)) == TRUE
    assert "has 4 names but its rows have 5 values" in refusal(text_of(HEADER, *named))


def test_a_last_column_without_a_name_is_refused_as_before() -> None:
    rows = [[f"{row[0]}{place}", row[1], row[3], "dry"] for place, row in enumerate(TREATMENTS)]
    assert "has 3 names but its rows have 4 values" in refusal(text_of([*HEADER[:2], "breakout"], *rows))
    repeated = [["hill" if place % 2 else "lake", *row] for place, row in enumerate(TREATMENTS)]
    assert "has 4 names but its rows have 5 values" in refusal(text_of(HEADER, *repeated))


# Names without values ----


def test_rows_that_end_before_the_last_names_are_asked_about() -> None:
    """Where a value is missing in the middle of every row instead, names stand over the wrong columns."""
    content = text_of([*HEADER, "Notes", "Price"], *TREATMENTS)
    decision = asked(content)
    assert decision.question == "Are the last 2 columns of the file blank?"
    assert {"breakout", "Notes", "Price"} <= {*decision.columns}
    assert counts(content, ImportChoices().with_answer("last columns", "yes, in every row")) == (24, 7, 0)


# Sheets ----


def sheets(**of_sheets: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in of_sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_sheets_of_the_same_names_in_other_words_are_offered_together() -> None:
    first = [[*HEADER, "Acne history"], *([*row, "no"] for row in TREATMENTS[:12])]
    second = [["History of acne", "BREAKOUT?", "Date of treatment", "Client", "New product"]]
    second += [["no", row[3], row[1], row[0], row[2]] for row in TREATMENTS[12:]]
    decision = asked(sheets(Hill=first, Lake=second))
    assert leads(decision)["all sheets with this header together"] == TRUE


def test_a_sheet_that_denies_is_never_read_together() -> None:
    turned = [[*row[:3], "no" if row[3] == "yes" else "yes"] for row in TREATMENTS[12:]]
    decision = asked(sheets(Hill=ROWS[:13], Lake=[[*HEADER[:3], "no breakout"], *turned]))
    assert list(leads(decision).values()) == [(12, 4, 8), (12, 3, 9)]
    assert "give all of them the same header" in decision.because


# What a program keeps although it does not count ----


@pytest.mark.parametrize("others", [["No Show", "Cancelled", "Pencilled-in"], ["Late Cancel", "DNA", "Deleted"]])
def test_a_status_that_was_seldom_needed_is_asked_about(others: list[str]) -> None:
    """The screen left the column out, because its words stood in one row each, and nobody was asked."""
    rows = [[*row, "Completed"] for row in TREATMENTS]
    more = [[f"C9{place}", "2026-01-09", "no", "no", other] for place, other in enumerate(others)]
    decision = asked(text_of([*HEADER, "Appt. status"], *rows, *more))
    assert (decision.about, next(iter(leads(decision).values()))) == ("visits", TRUE)


def test_visits_that_several_columns_call_off_are_left_out_together() -> None:
    rows = [[*row, "", ""] for row in TREATMENTS]
    more = [
        ["C90", "2026-01-09", "no", "no", "2026-01-08 18:01", ""],
        ["C91", "2026-01-09", "no", "no", "", "yes"],
    ]
    decision = asked(text_of([*HEADER, "Cancelled at", "Did not arrive"], *rows, *more))
    assert list(leads(decision).values()) == [TRUE, (26, 7, 19)]


def test_lines_of_an_invoice_that_sell_a_product_are_asked_about() -> None:
    lines = [[*row, kind] for row in TREATMENTS for kind in ("Service", "Product")]
    decision = asked(text_of([*HEADER, "Item type"], *lines))
    assert list(leads(decision).values()) == [TRUE, (48, 14, 34)]


@pytest.mark.parametrize(
    ("header", "kept", "void"),
    [
        ("ReviewState", "approved", "rejected"),
        ("_validation_status", "Approved", "Not approved"),
        ("Response Type", "IP Address", "Survey Preview"),
        ("Archived", "No", "Yes"),
    ],
)
def test_records_that_a_program_marks_as_void_are_asked_about(header: str, kept: str, void: str) -> None:
    rows = [[*row, kept] for row in TREATMENTS]
    more = [[f"C9{place}", "2026-01-09", "no", "yes", void] for place in range(2)]
    decision = asked(text_of([*HEADER, header], *rows, *more))
    assert (decision.about, list(leads(decision).values())) == ("void records", [TRUE, (26, 9, 17)])


def test_money_given_back_is_asked_about() -> None:
    rows = [[*row, "120.00"] for row in TREATMENTS]
    decision = asked(text_of([*HEADER, "Price"], *rows, [*TREATMENTS[1], "-120.00"]))
    assert (decision.about, list(leads(decision).values())) == ("refunds", [TRUE, (25, 8, 17)])
    discounts = [[*row, "-5" if place % 2 else "120.00"] for place, row in enumerate(TREATMENTS)]
    assert of_counts(text_of([*HEADER, "Price"], *discounts)) == TRUE


def test_an_entry_that_a_note_calls_a_mistake_is_asked_about() -> None:
    """Notes are left out before anything is asked of them."""
    rows = [[*row, ""] for row in TREATMENTS]
    content = text_of([*HEADER, "note"], *rows, [*TREATMENTS[1], "VOID - entered twice"])
    assert list(leads(asked(content)).values()) == [TRUE, (25, 8, 17)]


def test_codes_given_in_advance_are_no_treatments_and_answers_beside_them_are_asked_about() -> None:
    waiting = [[f"C{number}", "", "", ""] for number in range(24, 40)]
    assert of_counts(text_of(*ROWS, *waiting)) == TRUE
    answered = [[*row[:3], "no"] for row in waiting]
    decision = asked(text_of(*ROWS, *answered))
    assert list(leads(decision).values()) == [TRUE, (40, 7, 33)]
    # Two treatments of which little is known are no such rows.
    assert of_counts(text_of(*ROWS, *answered[:2])) == (26, 7, 19)


# Statistics below the log, and lines drawn across it ----


@pytest.mark.parametrize(
    "line",
    [
        ["Count", "24", "24", "24"], ["Mean", "", "", "0.29"], ["SD", "", "", "0.46"], ["Min", "", "", "0"],
        ["", "", "%", "29.17%"], ["b/f", "", "", "7"], ["---", "---", "---", "---"], ["N/A", "N/A", "N/A", "N/A"],
    ],
)  # fmt: skip
def test_a_row_of_statistics_or_signs_is_no_treatment(line: list[str]) -> None:
    rows = [[*row[:3], "1" if row[3] == "yes" else "0"] for row in TREATMENTS]
    assert of_counts(text_of(HEADER, *rows[:12], line, *rows[12:], line)) == TRUE


def test_a_total_with_a_remark_beside_it_is_no_treatment() -> None:
    rows = [[*row, "red, called back" if place % 3 else ""] for place, row in enumerate(TREATMENTS)]
    total = ["Total", "", "", "1", "red"]
    content = text_of([*HEADER, "remark"], *rows[:12], total, *rows[12:], total, delimiter=";")
    assert of_counts(content) == TRUE
