"""The monthly look and the fair comparison, in a browser: what is set on Trend stays, and Teams works without names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from analysis.files.reading import read
from analysis.importing.cleaning import clean
from analysis.saved_log.writing import add
from tests.browser.conftest import dashboard
from tests.browser.journeys import choose, settled, visit
from tests.saved_log.logs import MARCH, SAMPLE, about, added

pytestmark = pytest.mark.browser

NAME = re.compile(r"\bP(0\d|1[0-2])\b")
TARGET, NOTE = "Target: at most 7 per 100", "new aftercare sheet"


def open_settings(page: Page, address: str) -> None:
    """Open what is set on the chart, in a session of its own."""
    visit(page, address, "Trend")
    page.get_by_role("radio", name="Target and notes").click()
    settled(page)


def test_what_is_set_stays_through_a_reload_and_an_import_and_teams_need_no_names(page: Page, tmp_path: Path) -> None:
    folder = tmp_path / "outcome_log"
    add(folder, clean(read(SAMPLE.read_bytes(), SAMPLE.name))[0], about("sample", SAMPLE.name))
    with dashboard(tmp_path) as address:
        open_settings(page, address)
        page.get_by_role("textbox", name="What changed").fill(NOTE)
        page.get_by_role("button", name="Add the note").click()
        expect(page.get_by_text(re.compile(f"Note from .*{NOTE}"))).to_be_visible()
        page.get_by_role("radio", name="Target", exact=True).click()
        page.get_by_role("spinbutton", name="At most so many per 100").fill("7")
        page.get_by_role("button", name="Set the target").click()
        expect(page.get_by_text(TARGET)).to_be_visible()

        added(folder, MARCH)
        open_settings(page, address)
        expect(page.get_by_text(TARGET)).to_be_visible()
        expect(page.get_by_text(re.compile(f"Note from .*{NOTE}"))).to_be_visible()

        visit(page, address, "Teams")
        choose(page, "Compare", "Cartridge lot")
        expect(page.get_by_text("Alert: cartridge lot L2503 has 23 breakouts among 55 known outcomes")).to_be_visible()
        page.get_by_text("List its treatments").click()
        expect(page.get_by_text("1 to 50 of 59", exact=True)).to_be_visible()
        choose(page, "Compare", "Practitioner")
        page.get_by_text("Without names").click()
        settled(page)
        page.get_by_role("radio", name="One in detail").click()
        expect(page.get_by_role("button", name="This part as one file (HTML)")).to_be_visible()
        settled(page)
        assert not NAME.search(page.get_by_test_id("stMain").inner_text())
