"""A clinic keeps its log: two months of Excel exports, a correction that is remembered, and an import undone."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import STILL, dashboard
from tests.browser.journeys import choose, settled, use_this

pytestmark = pytest.mark.browser

HEADER = ["Client no", "Forename", "E-mail", "Tx date", "Acne hx", "Result"]
FORENAMES = ["Amira", "Beatrix", "Chloe", "Dilys", "Esther", "Farida", "Gwen", "Hana", "Imogen", "Jude"]


def workbook(path: Path, month: int, rows: int) -> Path:
    """Write an export as practice software makes it: a title, a blank line, real dates, names beside."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Outcomes"
    sheet.append(["Outcome export"])
    sheet.append([])
    sheet.append(HEADER)
    for row in range(rows):
        name = FORENAMES[row % len(FORENAMES)]
        acne = ("none", "past", "current")[row % 3]
        result = "flare!" if row % 4 == 0 else "ok"
        day = dt.date(2026, month, 1 + row % 28)
        sheet.append([f"C-{row:03}", name, f"{name.lower()}{row}@example.org", day, acne, result])
    book.save(path)
    return path


def upload(page: Page, path: Path) -> None:
    page.get_by_role("link", name="Outcome log").click()
    settled(page)
    page.locator('input[type="file"]').set_input_files(path)
    expect(page.get_by_text(path.name).first).to_be_visible()
    settled(page)


def test_a_clinic_keeps_its_log_from_month_to_month(browser: Browser, tmp_path: Path) -> None:
    with dashboard(tmp_path) as address:
        page = browser.new_context(**STILL, viewport={"width": 1440, "height": 1000}).new_page()
        page.goto(address)
        upload(page, workbook(tmp_path / "may.xlsx", 5, 40))

        # The outcome's own words have to be placed once; names never show.
        expect(page.get_by_text(re.compile("recognised as the outcome"))).to_be_visible()
        choose(page, "Which column records", "Result")
        use_this(page)
        expect(page.get_by_text(re.compile("removed before anything was shown or saved"))).to_be_visible()
        expect(page.get_by_text("Amira")).to_have_count(0)
        expect(page.get_by_text("10 of 40 treatments with a breakout: 25.0%")).to_be_visible()
        page.get_by_role("button", name="“ok” means no breakout").click()
        settled(page)
        page.get_by_text("Import into the saved log", exact=True).click()
        page.get_by_role("button", name="Import 40 treatments").click()
        expect(page.get_by_text("Imported as version 1 of the saved log: 40 new treatments")).to_be_visible()
        page.context.close()

    # The dashboard is started anew: the log is there, and the next file needs no clicks.
    with dashboard(tmp_path) as address:
        page = browser.new_context(**STILL, viewport={"width": 1440, "height": 1000}).new_page()
        page.goto(address)
        expect(page.get_by_text("10 of 40 treatments").first).to_be_visible()
        upload(page, workbook(tmp_path / "june.xlsx", 6, 20))
        expect(page.get_by_text("The same corrections are used here")).to_be_visible()
        page.get_by_text("Import into the saved log", exact=True).click()
        page.get_by_role("button", name="Import 20 treatments").click()
        expect(page.get_by_text("Imported as version 2 of the saved log: 20 new treatments")).to_be_visible()

        # June was the wrong file.
        page.get_by_text("Saved log", exact=True).first.click()
        settled(page)
        page.get_by_role("button", name="Undo it").click()
        expect(page.get_by_text("Version 2 is undone")).to_be_visible()
        page.get_by_role("button", name="Show the saved log on all pages").click()
        expect(page.get_by_text("10 of 40 treatments").first).to_be_visible()
        page.context.close()

    # Nothing that names a person was written down.
    written = b"".join(path.read_bytes() for path in (tmp_path / "outcome_log").rglob("*") if path.is_file())
    assert b"Amira" not in written
    assert b"@example.org" not in written
