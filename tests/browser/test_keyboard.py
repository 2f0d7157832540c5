"""Where the keyboard is can be seen in the light and in the dark: WCAG 2.2 asks for a contrast of 3 to 1."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Scheme
from tests.browser.journeys import settled, visit
from tests.browser.test_contrast import contrast

pytestmark = pytest.mark.browser

ENOUGH = 3.0
STOPS = 80
# More than the filters, tiles and factors of Home have.
MOST_STOPS = 150
# The rings of what has the focus, or of the nearest thing around it that has any, and the colours behind them.
RINGS = """() => {
  const parse = text => text.match(/[\\d.]+/g).map(Number);
  const focused = document.activeElement;
  if (!focused || focused === document.body) return null;
  const {testid = ""} = focused.dataset;
  const name = `${focused.tagName} ${focused.getAttribute("role") ?? focused.type ?? ""} ${testid}`;
  for (let at = focused, steps = 0; at && steps < 8; at = at.parentElement, steps++) {
    const style = getComputedStyle(at);
    const shadow = style.boxShadow.match(/^(rgba?\\([^)]*\\)) 0px 0px 0px (\\d+)px/);
    if (style.outlineStyle !== 'solid' || parseFloat(style.outlineWidth) < 2 || !shadow) continue;
    const behind = [];
    for (let under = at.parentElement; under; under = under.parentElement)
      behind.push(parse(getComputedStyle(under).backgroundColor));
    return {name, rings: [parse(style.outlineColor), parse(shadow[1])], behind};
  }
  return {name, rings: [], behind: []};
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_stop_of_the_keyboard_can_be_seen(server: str, open_page: OpenPage, scheme: Scheme) -> None:
    page = open_page(size=(1280, 900), scheme=scheme)
    stops = set()
    for path, last in (("Report", "Download"), ("Outcome_log", "Use this")):
        page.goto(f"{server}/{path}")
        expect(page.get_by_role("button", name=last)).to_be_visible()
        settled(page)
        if path == "Report":
            # Its preview is a document of its own, before the choices.
            page.get_by_text("Preview", exact=True).click()
            expect(page.locator("iframe")).to_have_count(0)
            settled(page)
        for _ in range(STOPS):
            page.keyboard.press("Tab")
            stop = page.evaluate(RINGS)
            if stop is None:
                break
            stops.add(stop["name"])
            assert any(contrast(ring, stop["behind"]) >= ENOUGH for ring in stop["rings"]), stop["name"]
    assert {"A  stPageLink-NavLink", "INPUT combobox ", "INPUT checkbox "} <= stops


def test_a_factor_is_opened_from_home_by_keyboard_alone(page: Page, server: str) -> None:
    visit(page, server, "")
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.innerText.trim()") == "Acne history":
            break
    else:
        pytest.fail("no stop leads to acne history")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Factors")).to_be_visible()
