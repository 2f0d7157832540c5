"""The five tasks of a manager in a real browser on the sample log: how many clicks, seconds and words each takes.

Run ``python -m tests.browser.tasks``; it starts a dashboard of its own and prints a table. Words are those in sight
when the answer is, seconds those of this machine.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import ROOT, chromium, dashboard
from tests.browser.journeys import open_from_menu, settled
from tests.browser.test_home import LAPTOP, WORDS_IN_SIGHT

SAMPLE = ROOT / "sample_data" / "outcomes.csv"


class Task:
    """One session that counts what a manager does."""

    def __init__(self, browser: Browser, server: str) -> None:
        self.page: Page = browser.new_context(viewport=LAPTOP, accept_downloads=True).new_page()
        self.page.set_default_timeout(60_000)
        self.clicks, self.words, self.began = 0, 0, time.monotonic()
        self.page.goto(server)
        self.page.locator(".js-plotly-plot").first.wait_for()
        settled(self.page)

    def click(self, on: Locator) -> None:
        """Click once, and wait until the page has settled."""
        self.clicks += 1
        on.click()
        settled(self.page)

    def menu(self, name: str) -> None:
        """Open a page from the menu, a click."""
        self.clicks += 1
        open_from_menu(self.page, name)

    def pick(self, label: str, option: str) -> None:
        """Open a box and pick one of its options: two clicks."""
        self.click(self.page.get_by_role("combobox", name=re.compile(label)).first)
        self.click(self.page.get_by_role("option", name=option).first)

    def read(self, text: str) -> None:
        """Wait for the answer, and count the words in sight."""
        expect(self.page.get_by_text(re.compile(text)).first).to_be_visible(timeout=60_000)
        self.words += self.page.locator('[data-testid="stMain"]').evaluate(WORDS_IN_SIGHT)


def monthly_look(of: Task) -> None:
    of.read("Clients broke out after")


def serum_or_acne(of: Task) -> None:
    of.click(of.page.get_by_role("button", name="New product", exact=True))
    of.read("after adjusting for")


def one_practitioner(of: Task) -> None:
    of.click(of.page.get_by_role("button", name="Practitioner", exact=True))
    of.pick("Compare", "P03 vs all the others")
    of.read("after adjusting for")


def own_file(of: Task) -> None:
    of.menu("Outcome log")
    of.clicks += 1
    of.page.locator('input[type="file"]').set_input_files(SAMPLE)
    of.read("How your file was read")


def slides_and_report(of: Task) -> None:
    with of.page.expect_download():
        of.click(of.page.get_by_role("button", name=re.compile("Save picture")).first)
    of.menu("Report")
    with of.page.expect_download():
        of.click(of.page.get_by_role("button", name="Download the report"))
    of.read("Download the report")


TASKS: dict[str, Callable[[Task], None]] = {
    "The monthly look": monthly_look,
    "The serum or the acne?": serum_or_acne,
    "P03's own figures, fairly compared": one_practitioner,
    "A file of one's own": own_file,
    "A picture for slides and the report": slides_and_report,
}


def main() -> None:
    print("| Task | Clicks | Seconds | Words |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder, dashboard(Path(folder)) as server, chromium() as browser:
        for name, walk in TASKS.items():
            task = Task(browser, server)
            walk(task)
            print(f"| {name} | {task.clicks} | {time.monotonic() - task.began:.0f} | {task.words} |", flush=True)
            task.page.context.close()


if __name__ == "__main__":
    main()
