"""The monthly look at Home: what stands on the first screen of a laptop and of a phone, and how a period is chosen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import STILL, OpenPage
from tests.browser.journeys import settled

pytestmark = pytest.mark.browser

LAPTOP, PHONE = {"width": 1280, "height": 720}, (390, 844)
MOST_WORDS = 150
# The words of an element that are on the screen without scrolling.
WORDS_IN_SIGHT = """(main) => {
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  let words = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    const is_drawn = node.parentElement.closest("style, svg, [data-testid=stIconMaterial]");
    if (box.height > 0 && box.top < innerHeight && !is_drawn)
      words += node.textContent.split(/\\s+/).filter(Boolean).length;
  }
  return words;
}"""


@pytest.fixture(scope="module")
def home(browser: Browser, server: str) -> Iterator[Page]:
    """Home on a laptop, once its chart is drawn."""
    context = browser.new_context(**STILL, viewport=LAPTOP)
    page = context.new_page()
    page.goto(server)
    page.locator(".js-plotly-plot").first.wait_for()
    settled(page)
    yield page
    context.close()


def test_the_rate_what_is_unusual_and_the_first_chart_stand_on_the_first_screen(home: Page) -> None:
    for text in ("Clients broke out after 201 of 2,208 treatments", "March 2025 was unusual", "medical attention"):
        box = home.get_by_text(text).first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= LAPTOP["height"]
    chart = home.locator(".js-plotly-plot").first.bounding_box()
    assert chart is not None
    assert chart["y"] + chart["height"] <= LAPTOP["height"]


def test_the_first_screen_has_few_words(home: Page) -> None:
    assert home.locator('[data-testid="stMain"]').evaluate(WORDS_IN_SIGHT) <= MOST_WORDS


def test_the_tiles_are_one_row_with_their_names_in_full(home: Page) -> None:
    tiles = home.locator(".st-key-tiles [data-testid=stMetric]")
    boxes = [tile.bounding_box() for tile in tiles.all()]
    assert len(boxes) == 5
    assert len({box["y"] for box in boxes if box}) == 1
    for label in home.locator(".st-key-tiles [data-testid=stMetricLabel] p").all():
        assert label.evaluate("each => each.scrollWidth <= each.clientWidth")


def test_on_a_phone_the_rate_has_a_row_of_its_own_and_the_other_tiles_two_each(
    open_page: OpenPage, server: str
) -> None:
    page = open_page(size=PHONE)
    page.goto(server)
    tiles = page.locator(".st-key-tiles [data-testid=stMetric]")
    expect(tiles).to_have_count(5)
    settled(page)
    rows = [box["y"] for tile in tiles.all() if (box := tile.bounding_box())]
    assert sorted(Counter(rows).items()) == [(rows[0], 1), (rows[1], 2), (rows[3], 2)]


def test_a_period_is_one_choice_stands_in_the_address_and_highlights_its_months(home: Page, server: str) -> None:
    home.get_by_role("combobox", name="Period").click()
    home.get_by_role("option", name="Last 3 months").click()
    expect(home.get_by_text("1 April 2026 to 30 June 2026").first).to_be_visible()
    expect(home.locator(".js-plotly-plot").first.get_by_text("chosen period")).to_be_visible()
    settled(home)
    expect(home).to_have_url(re.compile(r"dates=Last\+3\+months"))
    bars = home.locator(".js-plotly-plot").first.locator(".barlayer .point")
    # On a busy machine the chart is drawn anew a moment after the page has settled.
    expect(bars).to_have_count(30)
    home.goto(server)


def test_every_factor_of_the_ranking_has_a_button(home: Page) -> None:
    home.get_by_role("button", name="Fitzpatrick type").focus()
    home.keyboard.press("Enter")
    expect(home.get_by_role("combobox", name="Factor (")).to_have_value("Fitzpatrick type")
    settled(home)
    assert "factor=Fitzpatrick" in home.url
