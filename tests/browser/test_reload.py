"""A reload keeps the file that was looked at and its corrections, for the same browser alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import STILL
from tests.browser.journeys import choose, open_from_menu, settled, upload, use_this
from tests.browser.test_journeys import MESSY

pytestmark = pytest.mark.browser

OFFER = re.compile("^Before this page was loaded again, you were looking at")


def look_at(page: Page, server: str, file: Path) -> None:
    upload(page, server, file)
    expect(page.locator("strong", has_text=file.name)).to_be_visible()
    settled(page)


def small_log(path: Path) -> Path:
    path.write_text("acne_history,breakout\n" + "none,no\npast,yes\n" * 20)
    return path


def numbers(page: Page) -> list[str]:
    """Return the first numbers of Home, and which columns of the file are used."""
    settled(page)
    expect(page.get_by_text(re.compile("of 39 columns used"))).to_be_visible()
    return [
        *page.get_by_test_id("stMetricValue").all_inner_texts(),
        *page.get_by_text("columns used").all_inner_texts(),
    ]


def test_a_file_its_corrections_and_its_filters_outlive_a_reload(page: Page, browser: Browser, server: str) -> None:
    look_at(page, server, MESSY)
    choose(page, "Correct a column", "Area treated")
    choose(page, "It means", "Leave it out")
    use_this(page)
    open_from_menu(page, "Home")
    choose(page, "^Practitioner", "P03")
    page.keyboard.press("Escape")
    expect(page.get_by_text("Practitioner: P03").first).to_be_visible()
    before = numbers(page)

    page.reload()
    expect(page.get_by_text(OFFER)).to_have_text(re.compile("“outcomes_renamed_columns.csv”"))
    expect(page.get_by_text("made-up sample data")).to_be_visible()
    # Nobody else is offered it, nor is it in the address or open to a script.
    assert "breakout_browser" not in page.evaluate("document.cookie")
    stranger = browser.new_context(**STILL).new_page()
    stranger.goto(page.url)
    settled(stranger)
    expect(stranger.get_by_text(OFFER)).to_have_count(0)
    stranger.context.close()

    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("made-up sample data")).to_have_count(0)
    expect(page.get_by_text("Practitioner: P03").first).to_be_visible()
    expect(page.get_by_text(OFFER)).to_have_count(0)
    assert numbers(page) == before
    # It outlives the next reload as well.
    page.reload()
    expect(page.get_by_text(OFFER)).to_be_visible()


def test_what_is_forgotten_is_not_offered_again(page: Page, server: str, tmp_path: Path) -> None:
    look_at(page, server, small_log(tmp_path / "log.csv"))
    page.reload()
    page.get_by_role("button", name="Forget it").click()
    expect(page.get_by_text(OFFER)).to_have_count(0)
    page.reload()
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text(OFFER)).to_have_count(0)


def test_tabs_do_not_take_each_other_s_files(page: Page, server: str, tmp_path: Path) -> None:
    """A second tab is not offered what the first is showing; what both have left is offered by name."""
    look_at(page, server, small_log(tmp_path / "first.csv"))
    other = page.context.new_page()
    look_at(other, server, small_log(tmp_path / "mine.csv"))
    expect(other.get_by_text(OFFER)).to_have_count(0)
    other.reload()
    expect(other.get_by_text(OFFER)).to_have_text(re.compile("“mine.csv”"))
    page.reload()
    expect(page.get_by_text(OFFER)).to_have_text([re.compile("“mine.csv”"), re.compile("“first.csv”")])
    page.get_by_role("button", name="Continue").last.click()
    expect(page.locator("strong", has_text="first.csv")).to_be_visible()
    other.get_by_role("button", name="Continue").click()
    expect(other.locator("strong", has_text="mine.csv")).to_be_visible()
