"""Whatever a file calls its columns and levels, our words stay readable and lead nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import choose, open_from_menu, settled, upload

pytestmark = pytest.mark.browser

HEBREW, OTHER_HEBREW = "\u05d0\u05d1\u05d2", "\u05d3\u05d4\u05d5"
TURNING = "a\u202ebc"
# Where each of the words and numbers of a text starts, line by line.
PLACES = """heading => {
  const places = [];
  const walker = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode())
    for (const word of text.data.matchAll(/[\\p{L}\\p{N}]+/gu)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const box = range.getBoundingClientRect();
      places.push([Math.round(box.top), box.left]);
    }
  return places;
}"""
LINKS = "() => [...document.querySelectorAll('a')].map(link => link.href)"


def upload_two_factors(page: Page, server: str, file: Path, header: str, levels: list[str]) -> None:
    """Bring in a log of two factors with the same levels, of which the last breaks out more often."""
    rows = [
        f"{levels[row % 2]},{levels[row // 2 % 2]},{'yes' if row % 2 and row % 3 else 'no'}\n" for row in range(120)
    ]
    file.write_text(f"{header},breakout\n{''.join(rows)}", encoding="utf-8")
    upload(page, server, file)
    expect(page.get_by_role("link", name="Show 120 treatments on Home")).to_be_visible()
    settled(page)


@pytest.mark.parametrize("levels", [[HEBREW, OTHER_HEBREW], [TURNING, "d"]], ids=["Hebrew", "turned"])
def test_our_words_keep_their_order_around_a_name(page: Page, server: str, tmp_path: Path, levels: list[str]) -> None:
    upload_two_factors(page, server, tmp_path / "log.csv", f"{HEBREW},group", levels)
    open_from_menu(page, "Factors")
    for factor in (HEBREW, "group"):
        choose(page, "^Factor", factor)
        settled(page)
        heading = page.get_by_role("heading", level=2).filter(has_text=factor).first
        places = heading.evaluate(PLACES)
        assert len(places) > 10
        assert places == sorted(places)


def test_an_address_in_a_file_is_no_link(page: Page, server: str, tmp_path: Path) -> None:
    """Names of columns that a chat would turn into links, on every page that shows them."""
    upload_two_factors(
        page, server, tmp_path / "log.csv", "www.a.example,https://b.example/c@d.example", ["none", "some"]
    )
    for name in ("Outcome log", "Home", "Factors", "Adjusted", "Report", "Methods"):
        open_from_menu(page, name)
        assert {link for link in page.evaluate(LINKS) if not link.startswith(server)} == set(), name
        if name == "Factors":
            expect(page.get_by_role("heading", level=2).filter(has_text="a.example")).to_be_visible()
