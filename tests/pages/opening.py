"""Open a page as a session would, on the sample log or on an upload."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import pandas as pd
import streamlit
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

W = TypeVar("W")

ROOT = Path(__file__).parents[2]
# A page on a cluster of one busy machine takes minutes.
LONGEST_RUN_SECONDS = 1800 if "ENGINE_OF_PAGES" in os.environ else 300
PAGES = ("dashboard.py", *(f"pages/{path.name}" for path in sorted((ROOT / "pages").glob("*.py"))))
OUTCOME_LOG, METHODS = "pages/1_Outcome_log.py", "pages/9_Methods.py"

HEADER = "treatment_date,clinic,acne_history,new_product,needle_depth_mm,severity,breakout\n"
DIFFICULT_LOGS = {
    "empty": b"",
    "header only": HEADER.encode(),
    "one row": (HEADER + "2026-05-14,Harbour,past,yes,1.5,mild,yes\n").encode(),
    "one level": (
        HEADER + "2026-05-14,Harbour,none,no,1.5,,no\n" * 30 + "2026-05-15,Harbour,none,no,1.5,mild,yes\n" * 30
    ).encode(),
    "all yes": (
        HEADER + "2026-05-14,Harbour,past,yes,1.5,mild,yes\n2026-06-14,Meadow,none,no,0.5,severe,yes\n" * 20
    ).encode(),
    "all no": (HEADER + "2026-05-14,Harbour,past,yes,1.5,,no\n2026-06-14,Meadow,none,no,0.5,,no\n" * 20).encode(),
    "all unknown": (
        HEADER + "2026-05-14,Harbour,past,yes,1.5,,\n2026-06-14,Meadow,none,no,0.5,,unknown\n" * 20
    ).encode(),
    "outcome alone": b"breakout\nyes\nno\nno\n",
    "no outcome": b"a,b\n1,2\n3,4\n",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "hostile names": (
        "![x](http://a.example/x.png),<script>alert(1)</script>,breakout\n" + "=1+1,<b>x</b>,yes\n@cmd,[y](z),no\n" * 30
    ).encode(),
}


def open_page(page: str, upload: bytes | None = None, query: dict[str, str | list[str]] | None = None) -> AppTest:
    """Return the page after its first run, by its address; an upload is made on the outcome log page first."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=LONGEST_RUN_SECONDS)
    for key, value in (query or {}).items():
        app.query_params[key] = value
    if upload is not None:
        app.switch_page(OUTCOME_LOG).run()
        app.file_uploader(key="upload").upload("clinic.csv", upload, "text/csv").run()
    return app.switch_page(page).run()


def start_anew() -> None:
    """Forget what pages remember, as a dashboard that was started again does."""
    streamlit.cache_resource.clear()
    streamlit.cache_data.clear()


def labelled(widgets: Iterable[W], label: str) -> W:
    """Return the widget whose label begins so: where on the page it stands may change."""
    return next(widget for widget in widgets if str(getattr(widget, "label", "")).startswith(label))


def press(app: AppTest, label: str) -> AppTest:
    """Press the button whose label begins so, and return the page after it."""
    app = labelled(app.button, label).click().run()
    assert not app.exception
    return app


def words_of(elements: Iterable[Element]) -> str:
    """Return the words of some elements of a page, without escapes: where each stands may change."""
    return " ".join(unescaped(str(element.value)) for element in elements)


def table_with(app: AppTest, *columns: str) -> pd.DataFrame:
    """Return the one table of a page that has these columns."""
    (table,) = (table.value for table in app.dataframe if {*columns} <= {*table.value.columns})
    return table


def metrics(app: AppTest) -> dict[str, str]:
    """Return the numbers at the top of a page by their labels."""
    return {metric.label: metric.value for metric in app.metric}


def text_of(app: AppTest) -> str:
    """Return all words that a page shows."""
    kinds = ("markdown", "caption", "title", "header", "subheader", "warning", "info", "error", "success", "metric")
    return " ".join([*(words_of(getattr(app, kind)) for kind in kinds), *(element.label for element in app.expander)])


def words_of_every_page(app: AppTest) -> dict[str, str]:
    """Return all words of each page, none of which may show an error."""
    words = {}
    for page in PAGES:
        app.switch_page(page).run()
        assert not app.exception, page
        assert not app.error, page
        words[page] = text_of(app)
    return words


def unescaped(markdown: str) -> str:
    """Return words without the escapes of Markdown."""
    return re.sub(r"\\(.)", r"\1", markdown)
