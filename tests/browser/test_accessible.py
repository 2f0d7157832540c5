"""No page has a fault that axe calls serious or critical, in the light or in the dark, on a laptop or a phone.

Nor does one ask anything of the internet. Its headings lead down one level at a time, as a screen reader lists them,
and a laptop shows its picture at once.
"""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage, Scheme
from tests.browser.journeys import PATHS, grave_faults, visit

pytestmark = pytest.mark.browser

PHONE, ZOOMED, LAPTOP = (390, 844), (640, 360), (1280, 720)
TRIES = 5
# What a page is about: its picture, or the first of the calls and where to record what came of it.
PICTURE, CALLS = (".js-plotly-plot",), ("[class*='st-key-call-']", ".st-key-record-call")
SHOWN_AT_ONCE = {
    **dict.fromkeys(("", "Factors", "Adjusted", "Trend", "Teams", "Recovery"), PICTURE), "Follow_up": CALLS,
}  # fmt: skip
# How far the page, its main part or a control in it reaches beyond its width.
TOO_WIDE = """() => {
  const main = document.querySelector('[data-testid="stMain"]');
  const edge = main.getBoundingClientRect().right + 1;
  const beyond = [...main.querySelectorAll('button, label, input, a, h1, h2, h3, p')].filter(each => {
    const box = each.getBoundingClientRect();
    return box.width && box.right > edge && !each.closest('[data-testid="stDataFrame"], .modebar-container');
  });
  const scrolled = [document.documentElement, main].filter(each => each.scrollWidth > each.clientWidth + 1);
  return [...scrolled, ...beyond].map(each => each.outerHTML.slice(0, 120));
}"""
# The levels of the headings of a page, in order.
LEVELS = """() => [...document.querySelectorAll('[data-testid="stMain"] :is(h1, h2, h3, h4, h5, h6)')]
  .map(each => Number(each.tagName[1]))"""


def leaves_none_out(levels: list[int]) -> bool:
    """Tell whether a page begins with its title, and no heading is more than one level below the one before."""
    return levels[:1] == [1] and 1 not in levels[1:] and all(b <= a + 1 for a, b in pairwise(levels))


def grave(page: Page) -> set[str]:
    """Return the grave faults of a page once it is drawn: a chart names its buttons a moment after it shows them."""
    for _ in range(TRIES):
        found = grave_faults(page)
        if not found:
            break
        page.wait_for_timeout(1_000)
    return found


@pytest.mark.parametrize(("scheme", "size"), [("light", PHONE), ("dark", LAPTOP)], ids=["light phone", "dark laptop"])
def test_no_page_has_a_grave_fault_or_scrolls_sideways_or_asks_anything_of_the_internet(
    server: str, open_page: OpenPage, scheme: Scheme, size: tuple[int, int]
) -> None:
    page = open_page(size=size, scheme=scheme)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in PATHS:
        visit(page, server, path)
        assert grave(page) == set(), path
        assert page.evaluate(TOO_WIDE) == [], path
        assert leaves_none_out(page.evaluate(LEVELS)), path
        for what in SHOWN_AT_ONCE.get(path, ()) if size == LAPTOP else ():
            box = page.locator(what).first.bounding_box()
            assert box is not None
            assert box["y"] + box["height"] / 2 < LAPTOP[1], path
    assert asked
    own = (server, server.replace("http", "ws"), "data:", "blob:")
    assert [url for url in asked if not url.startswith(own)] == []


def test_nothing_scrolls_sideways_at_twice_the_size(server: str, open_page: OpenPage) -> None:
    page = open_page(size=ZOOMED)
    for path in ("", "Outcome_log", "Factors"):
        visit(page, server, path)
        assert page.evaluate(TOO_WIDE) == [], path
