"""What a manager has chosen can be read in the light and in the dark: WCAG 2.1 asks for a contrast of 4.5 to 1."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import OpenPage, Scheme

ENOUGH = 4.5
COLOURS = """button => {
  const parse = text => text.match(/[\\d.]+/g).map(Number);
  const behind = [];
  for (let at = button; at; at = at.parentElement) behind.push(parse(getComputedStyle(at).backgroundColor));
  return {text: parse(getComputedStyle(button.querySelector('p')).color), behind};
}"""


def luminance(colour: Sequence[float]) -> float:
    shares = (each / 255 for each in colour[:3])
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(text: Sequence[float], behind: Sequence[Sequence[float]]) -> float:
    """Return the contrast of a text with the colours behind it, the nearest first, which may let others through."""
    shown = [255.0] * 3
    for *colour, share in ((*each, 1.0)[:4] for each in reversed(behind)):
        shown = [share * over + (1 - share) * under for over, under in zip(colour, shown, strict=True)]
    one, other = sorted((luminance(text), luminance(shown)), reverse=True)
    return (one + 0.05) / (other + 0.05)


def settled_contrast(button: Locator) -> float:
    """Return the contrast of a button's words once its style has arrived and no colour fades any more."""
    before = 0.0
    for _ in range(40):
        button.page.wait_for_timeout(250)
        now = contrast(**button.evaluate(COLOURS))
        if now == before and now >= ENOUGH:
            break
        before = now
    return now


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_chosen_button_can_be_read_at_rest_and_under_the_mouse(
    server: str, open_page: OpenPage, scheme: Scheme
) -> None:
    page = open_page(size=(1280, 720), scheme=scheme)
    page.goto(f"{server}/Factors")
    chosen = page.locator("button[data-variant][aria-checked=true]").filter(visible=True)
    expect(chosen.first).to_be_visible()
    assert settled_contrast(chosen.last) >= ENOUGH
    chosen.last.hover()
    assert settled_contrast(chosen.last) >= ENOUGH
