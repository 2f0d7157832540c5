"""The calls of a morning, in a browser: Home counts them, the page records them, the saved log keeps them."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from analysis.saved_log.writing import add
from tests.browser.conftest import dashboard
from tests.browser.journeys import settled
from tests.logs import log_of
from tests.saved_log.logs import about

pytestmark = pytest.mark.browser

TWO = (
    "treatment_id,client_id,treatment_date,clinic,followed_up,breakout,pustules,referred\n"
    "T1,C1,2026-01-05,Harbour,yes,yes,yes,no\nT2,C2,2026-01-06,Park,yes,yes,yes,no\nT4,C4,2026-01-08,Park,yes,no,no,no\n"
)
LATER = TWO + "T5,C5,2026-02-08,Park,yes,no,no,no\n"


def test_warning_signs_are_called_about_undone_and_remembered_through_an_import(page: Page, tmp_path: Path) -> None:
    folder = tmp_path / "outcome_log"
    add(folder, log_of(TWO), about(TWO))
    with dashboard(tmp_path) as address:
        page.goto(address)
        page.get_by_role("link", name="To call today: 2").click()
        page.get_by_text("T1", exact=True).click()
        settled(page)
        page.get_by_role("radio", name="Referred to a doctor").click()
        page.get_by_role("button", name="Record for 1 treatment").click()
        expect(page.get_by_text("1 call to make today.")).to_be_visible()
        page.get_by_role("button", name="Undo", exact=True).click()
        expect(page.get_by_text("2 calls to make today.")).to_be_visible()
        page.get_by_text("T1", exact=True).click()
        settled(page)
        page.get_by_role("button", name="Record for 1 treatment").click()
        expect(page.get_by_text("1 call to make today.")).to_be_visible()
        add(folder, log_of(LATER), about(LATER))
        page.goto(address)
        expect(page.get_by_role("link", name="To call today: 1")).to_be_visible()
