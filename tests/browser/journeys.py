"""What every journey does: open a page and wait until it has settled, upload a file, choose, use what was chosen."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

# The address of every page, below that of the dashboard.
PATHS = (
    "", "Outcome_log", "Factors", "Adjusted", "Trend", "Teams", "Recovery", "Follow_up", "Report", "Methods",
)  # fmt: skip
# What axe calls faults that shut somebody out.
GRAVE = {"serious", "critical"}


def settled(page: Page) -> None:
    """Wait until the script has run and nothing on the page is stale."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    # In a new browser each kind of widget is still to be loaded, also when the script has run.
    expect(page.locator('[data-testid="stSkeleton"]')).to_have_count(0)
    expect(page.locator('[data-testid="stException"]')).to_have_count(0)


def visit(page: Page, server: str, path: str) -> None:
    """Open a page by its address."""
    page.goto(f"{server}/{path}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    settled(page)


def upload(page: Page, server: str, file: Path) -> None:
    """Choose a file on the page that takes files."""
    page.goto(f"{server}/Outcome_log")
    settled(page)
    page.locator('input[type="file"]').set_input_files(file)


def grave_faults(page: Page) -> set[str]:
    """Return the grave faults that axe finds on a page as it is."""
    violations = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return {each["id"] for each in violations if each["impact"] in GRAVE}


def open_from_menu(page: Page, name: str) -> None:
    """Open a page by its name in the menu."""
    link = page.get_by_test_id("stSidebar").get_by_role("link", name=name)
    path = re.compile(rf"^[^/]*//[^/]*/{'' if name == 'Home' else name.replace(' ', '_')}(\?.*)?$")
    link.click()
    # Seen once on a busy machine, cause unknown: a click while the page was drawn again led nowhere.
    with suppress(AssertionError):
        expect(page).to_have_url(path, timeout=8_000)
    if not path.match(page.url):
        link.click()
    expect(page).to_have_url(path)
    settled(page)


def choose(page: Page, label: str, option: str) -> None:
    """Pick an option of a select box by typing into it."""
    box = page.get_by_role("combobox", name=re.compile(label)).first
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option).first.click()


def use_this(page: Page) -> None:
    """Press the button of a correction, and wait until it holds."""
    button = page.get_by_role("button", name="Use this", exact=True)
    # While a run goes on, the form of the run before may stand beside its own for a moment.
    expect(button).to_have_count(1)
    button.click()
    settled(page)


def save_picture(page: Page, button: Locator, folder: Path, ending: str) -> Path:
    """Save a chart as a picture of a format, and return the file."""
    # The button learns of another format a moment after the page has settled.
    for _ in range(10):
        with page.expect_download() as download:
            button.click()
        path = folder / download.value.suggested_filename
        download.value.save_as(path)
        if path.suffix == ending:
            return path
        page.wait_for_timeout(500)
    raise AssertionError(f"no {ending} came")
