"""A file made to do harm costs whoever uploads it one sentence, and nobody else anything."""

from __future__ import annotations

import re
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import settled, upload
from tests.files.workbooks import changed, shared_texts, xlsx

pytestmark = pytest.mark.browser


def test_the_server_outlives_a_workbook_that_would_take_all_memory(server: str, page: Page, tmp_path: Path) -> None:
    texts = shared_texts("<si/>", 'uniqueCount="2147483648"')
    workbook = changed(xlsx({"Log": [["breakout"], ["yes"]]}), {"xl/sharedStrings.xml": texts})
    file = tmp_path / "harmful.xlsx"
    file.write_bytes(workbook)
    upload(page, server, file)
    expect(page.get_by_text(re.compile("“harmful.xlsx” is larger inside than its size allows"))).to_be_visible()
    settled(page)
    with urllib.request.urlopen(f"{server}/_stcore/health", timeout=5) as answer:  # noqa: S310 - our own server
        assert answer.status == 200
