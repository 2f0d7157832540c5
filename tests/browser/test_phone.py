"""A phone's screen shows the page, not the menu, and nothing on it is cut."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import STILL
from tests.browser.journeys import open_from_menu, settled

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(**STILL, viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


def test_choosing_a_page_in_the_menu_shows_the_page(phone: Page, server: str) -> None:
    phone.goto(server)
    settled(phone)
    sidebar = phone.get_by_test_id("stSidebar")
    for name in ("Factors", "Home", "Home"):
        phone.get_by_role("button", name="Expand sidebar").click()
        expect(sidebar).to_have_attribute("data-collapsed", "false")
        open_from_menu(phone, name)
        expect(sidebar).to_have_attribute("data-collapsed", "true")
        expect(phone.get_by_role("heading", level=1)).to_be_in_viewport()
        expect(sidebar).not_to_be_in_viewport()
