"""A chart saved from the browser is a picture for a slide: light, 16:9 and whole, whatever the window and the theme."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from pages.parts.picture import LABEL
from tests.browser.conftest import OpenPage, Scheme
from tests.browser.journeys import save_picture, settled
from tests.browser.test_contrast import COLOURS, contrast

# The first chart of Home: its heading is on the page, its title in the picture.
TITLE = "Breakout rate by month"
WHOLE = (
    *(TITLE, "2,208 treatments with a known outcome, 1 January 2024 to 30 June 2026"),
    *("Source: outcomes.csv (sample data) · Breakout Dashboard", '@font-face{font-family:"Source Sans"'),
)
# WCAG 2.2 asks this of what has to be seen, and 4.5 of what has to be read.
SEEN, READ = 3, 4.5
PHONE = 390
PIXELS = """async png => {
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const pen = new OffscreenCanvas(image.width, image.height).getContext('2d');
  pen.drawImage(image, 0, 0);
  const corner = [...pen.getImageData(0, 0, 1, 1).data];
  const all = pen.getImageData(0, 0, image.width, image.height).data;
  let dark = 0;
  for (let at = 0; at < all.length; at += 4) dark += all[at] + all[at + 1] + all[at + 2] < 300;
  return {size: [image.width, image.height], corner, dark};
}"""
ICON = COLOURS.replace("button.querySelector('p')", "button.querySelector('svg')").replace(
    "at = at.parentElement", "at = at.parentElement ?? at.getRootNode().host"
)


def button_of(page: Page) -> Locator:
    """Return the button below the first chart."""
    return page.get_by_role("button", name=LABEL).first


def saved(page: Page, folder: Path, ending: str) -> bytes:
    """Save the chart over time and return the file."""
    return save_picture(page, button_of(page), folder, ending).read_bytes()


@pytest.mark.parametrize("width", [390, 1440])
def test_a_picture_is_light_16_to_9_and_whole_from_any_window_in_the_dark(
    server: str, open_page: OpenPage, width: int, tmp_path: Path
) -> None:
    page = open_page(size=(width, 900), scheme="dark")
    page.goto(server)
    settled(page)
    expect(button_of(page)).to_be_visible()
    assert contrast(**button_of(page).evaluate(ICON)) >= SEEN
    seen = page.evaluate(PIXELS, base64.b64encode(saved(page, tmp_path, ".png")).decode())
    assert seen["size"] == [1600, 900]
    assert seen["corner"] == [255, 255, 255, 255]
    # Something is drawn, and it is no dark page.
    assert 2_000 < seen["dark"] < 200_000
    if width > PHONE:
        page.get_by_text("SVG", exact=True).click()
        settled(page)
        drawing = saved(page, tmp_path, ".svg").decode()
        assert all(text in drawing for text in WHOLE)
        assert TITLE not in (page.locator(".js-plotly-plot").first.text_content() or "")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_camera_and_what_is_shown_beside_a_mark_can_be_seen(
    server: str, open_page: OpenPage, scheme: Scheme
) -> None:
    page = open_page(scheme=scheme)
    page.goto(f"{server}/Factors")
    settled(page)
    assert contrast(**page.get_by_role("button", name=LABEL).first.evaluate(ICON)) >= SEEN
    bar = page.locator(".js-plotly-plot .bars .point").first
    bar.scroll_into_view_if_needed()
    bar.hover(force=True)
    shown = page.locator(".hoverlayer .hovertext").first
    expect(shown).to_contain_text("65 of 1,319 (4.9%)")
    fill = shown.locator("path").first.evaluate("path => getComputedStyle(path).fill.match(/[\\d.]+/g).map(Number)")
    text = shown.locator("text").last.evaluate("text => getComputedStyle(text).fill.match(/[\\d.]+/g).map(Number)")
    assert contrast(text, [fill]) >= READ
