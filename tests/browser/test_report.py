"""The report as it leaves the dashboard: on paper, on a phone, by keyboard and for those who have it read out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from analysis.counting.in_memory import InMemory
from analysis.exhibits.document import report_of
from analysis.exhibits.report import Sections
from analysis.exports.html_report import as_html
from analysis.files.reading import read
from analysis.importing.cleaning import clean
from analysis.questions.adjusted import DEFAULT_ENTERED, adjusted, default_factors
from analysis.questions.at_a_glance import at_a_glance
from analysis.questions.imputed import imputed
from analysis.questions.story import stories
from tests.browser.conftest import STILL
from tests.browser.journeys import grave_faults

pytestmark = pytest.mark.browser

SAMPLE = Path(__file__).parents[2] / "sample_data" / "outcomes.csv"
MOST_PAGES = 4
PAPER = ("A4", "Letter")
# One object of a PDF that is a page, not the list of them.
PAGE_OF_PDF = re.compile(rb"/Type\s*/Page\b(?!s)")


@pytest.fixture(scope="module")
def report_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the report of three factors of the sample log with everything else as the page has it at first."""
    log, account = clean(read(SAMPLE.read_bytes(), SAMPLE.name))
    counts = InMemory(log)
    found = at_a_glance(counts)
    names, factors = default_factors(counts), tuple(each.factor.name for each in found.factors[:3])
    of = report_of(
        counts,
        account,
        Sections(is_sample=True, factors=factors),
        made_on=dt.date(2026, 11, 26),
        found=found,
        together=adjusted(counts, names),
        filled_in=imputed(counts, names),
        stories=stories(counts, factors, names, DEFAULT_ENTERED, found),
    )
    file = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(as_html(of), "utf-8")
    return file


@pytest.fixture(scope="module")
def report(browser: Browser, report_file: Path) -> Iterator[Page]:
    page = opened(browser, report_file, 1000)
    yield page
    page.close()


def opened(browser: Browser, file: Path, width: int) -> Page:
    page = browser.new_page(**STILL, viewport={"width": width, "height": 844})
    page.goto(file.as_uri())
    page.locator(".plotly-graph-div .main-svg").first.wait_for()
    return page


@pytest.mark.parametrize("paper", PAPER)
def test_three_factors_take_four_pages(report: Page, paper: str) -> None:
    pdf = report.pdf(format=paper, print_background=True)
    assert 1 < len(PAGE_OF_PDF.findall(pdf)) <= MOST_PAGES


@pytest.mark.parametrize("paper", PAPER)
def test_the_summary_takes_one_page(report: Page, paper: str) -> None:
    report.evaluate("document.querySelectorAll('main > section:not(.first-page)').forEach(each => each.hidden = true)")
    try:
        assert len(PAGE_OF_PDF.findall(report.pdf(format=paper))) == 1
    finally:
        report.evaluate("document.querySelectorAll('main > section').forEach(each => each.hidden = false)")


def test_nothing_is_cut_on_a_phone(browser: Browser, report_file: Path) -> None:
    phone = opened(browser, report_file, 390)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.close()


def test_the_keyboard_reaches_every_figure_and_each_is_described(report: Page) -> None:
    pictures = report.locator("figure [role=img]")
    assert pictures.count() > 3
    for picture in pictures.all():
        picture.focus()
        assert picture.evaluate("each => each === document.activeElement")
        assert len(picture.get_attribute("aria-label") or "") > 20
    # Whoever has a page read out hears the description in place of what is drawn, so nothing to press may hide there.
    assert report.locator("[role=img] :is(a[href], button, [tabindex])").count() == 0


def test_its_headings_are_in_order(report: Page) -> None:
    levels = [
        int(tag[1]) for tag in report.locator("h1, h2, h3, h4").evaluate_all("all => all.map(each => each.tagName)")
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("media", ["screen", "print"])
def test_axe_finds_nothing_serious(report: Page, media: str) -> None:
    report.emulate_media(media=media)
    found = grave_faults(report)
    report.emulate_media(media="screen")
    assert found == set()


def test_a_saved_figure_has_the_title_that_stands_above_it_in_the_report(report: Page) -> None:
    with report.expect_download() as saved:
        report.get_by_role("button", name="Save as SVG: Acne history", exact=True).click()
    drawing = saved.value.path().read_text("utf-8")
    assert "Breakout rate: Acne history" in drawing
    assert "Acne history is linked to breakouts" in drawing
    # Any machine shows it in the typeface of the pages.
    assert len(re.findall("@font-face.*?Source Sans 3.*?font/woff2", drawing)) == 2
    assert report.locator("figure").get_by_text("Breakout rate: Acne history").count() == 0


# The button is near the top, and neither the page nor a list of what was chosen is wider or higher than it shows.
NOTHING_CUT = """() => {
  const main = document.querySelector('[data-testid="stMain"]');
  const chosen = main.querySelector('[data-testid="stMultiSelectTagsContainer"]');
  const button = main.querySelector('[data-testid="stDownloadButton"] button');
  return button.getBoundingClientRect().bottom < 500 && main.scrollWidth <= main.clientWidth
    && chosen.scrollWidth <= chosen.clientWidth && chosen.scrollHeight <= chosen.clientHeight;
}"""


def test_the_page_opens_with_the_button_and_a_preview_with_its_charts_and_cuts_nothing(page: Page, server: str) -> None:
    page.goto(f"{server}/Report")
    expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_be_visible()
    # The page has the library that draws them.
    expect(page.frame_locator("iframe").locator(".main-svg").first).to_be_visible()
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 720})
        page.wait_for_function(NOTHING_CUT)
