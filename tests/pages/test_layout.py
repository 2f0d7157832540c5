"""How a file is laid out can be seen and corrected, with a live preview."""

from __future__ import annotations

import tomllib

from streamlit.testing.v1 import AppTest

from analysis.files import limits
from tests.pages.opening import OUTCOME_LOG, ROOT, metrics, open_page, press, table_with, text_of

LOG = "clinic,breakout,note\n" + "Café,yes,a;b\nÆrø,no,c;d\n" * 5
TWO_HEADERS = b"room,breakout\nroom code,yes or no\n" + b"A,yes\nB,no\n" * 5


def layout(app: AppTest) -> AppTest:
    return app.segmented_control(key="import_part").set_value("Layout").run()


def test_the_layout_found_is_shown_with_the_first_rows_and_their_numbers() -> None:
    app = layout(open_page(OUTCOME_LOG, LOG.encode("cp1252")))
    assert app.selectbox(key="layout encoding").value == "cp1252"
    assert app.selectbox(key="layout delimiter").value == ","
    assert app.number_input(key="layout header_row").value == 1
    preview = table_with(app, "clinic")
    assert preview["clinic"].tolist()[:2] == ["Café", "Ærø"]
    assert preview.index.tolist()[:2] == [2, 3]


def test_a_change_reads_the_file_anew_at_once_and_can_be_taken_back() -> None:
    app = layout(open_page(OUTCOME_LOG, LOG.encode("cp1252")))
    app.selectbox(key="layout encoding").set_value("cp1250").run()
    assert not app.exception
    assert table_with(app, "clinic")["clinic"].tolist()[0] == "Café"
    assert "Central European (Windows)" in text_of(app)
    press(app, "Undo all corrections")
    assert "Western (Windows)" in text_of(app)


def test_another_header_row_is_another_header() -> None:
    app = open_page(OUTCOME_LOG, TWO_HEADERS)
    app.number_input(key="layout header_row").set_value(2).run()
    assert not app.exception
    assert table_with(app, "room code", "yes or no")["room code"].tolist()[:2] == ["A", "B"]


def test_a_layout_that_cannot_be_is_refused_in_words_and_taken_back() -> None:
    app = layout(open_page(OUTCOME_LOG, LOG.encode()))
    app.number_input(key="layout header_row").set_value(900).run()
    assert not app.exception
    assert app.error
    press(app, "Undo all corrections")
    assert not app.error
    assert "columns separated by commas" in text_of(app)


def test_a_file_that_cannot_be_read_as_it_is_found_can_be_read_as_the_manager_chooses() -> None:
    """Bytes that make no words in any coding: whoever knows the file can name it."""
    app = open_page(OUTCOME_LOG)
    first = b"\xfe\xff\xa0\x9d\x90\x81\x8d\xa0\xff\x8f\xa0\x90\x9d\x9d\x9d\xa0\xff"
    second = b"\x8f\x80\x8d\x8d\xa0\xfe\x8f\x8f\x9d\xfe\x90\x81\x80\xfe\xff\xfe\xa0"
    content = b"room,breakout\n" + first + b",yes\n" + second + b",no\n"
    app.file_uploader(key="upload").upload("odd.csv", content, "text/csv").run()
    assert "The encoding of" in text_of(app)
    assert app.error
    app.toggle(key="unread").set_value(True).run()
    app.selectbox(key="layout encoding").set_value("cp1252").run()
    assert not app.error
    assert not app.exception
    assert "Counted" in metrics(app)


def test_the_upload_takes_what_may_be_read() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["server"]["maxUploadSize"] * limits.MEGABYTE == limits.MOST_BYTES
