"""A saved log that is too large for memory is counted from files, and every page is as of one that is in memory."""

from __future__ import annotations

import gc
import re
import tempfile
from pathlib import Path

import pytest
import streamlit as st

from analysis.counting import choice
from analysis.saved_log import in_parts
from analysis.saved_log.calls import read_calls
from analysis.wording.follow_up import SAVED_IN_FILES
from tests.pages.opening import OUTCOME_LOG, open_page, press, text_of, unescaped, words_of, words_of_every_page
from tests.saved_log.logs import SAMPLE, added

HOME, FOLLOW_UP = "dashboard.py", "pages/7_Follow_up.py"


@pytest.fixture
def _saved(outcome_log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Save a small log with a bit of every month, and give temporary files a folder of their own."""
    header, *rows = SAMPLE.read_text(encoding="utf-8").splitlines()
    added(outcome_log, "\n".join([header, *rows[::8]]) + "\n")
    monkeypatch.setattr(in_parts, "ROWS_IN_PART", 100)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def limit_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every log be too large for the memory of this computer."""
    monkeypatch.setattr(choice, "ALWAYS_FITS", 0)
    monkeypatch.setattr(choice, "memory_of_computer", lambda: 1_000)
    st.cache_resource.clear()


@pytest.mark.usefixtures("_saved")
def test_every_page_shows_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    in_memory = words_of_every_page(open_page(HOME))
    limit_memory(monkeypatch)
    in_files = words_of_every_page(open_page(HOME))
    # All that differs is who counts, and what the list of calls cannot do.
    (who_counts,) = re.findall(r" DuckDB counts this log from its files: .*? of memory, .*? for them\.", in_files[HOME])
    assert "298 treatments" in who_counts
    for page, more in ((HOME, who_counts), (FOLLOW_UP, f" :material/info: {SAVED_IN_FILES}")):
        assert more in in_files[page]
        in_files[page] = in_files[page].replace(more, "")
    assert in_files == in_memory


@pytest.mark.usefixtures("_saved")
def test_a_call_is_kept_with_the_saved_log(outcome_log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit_memory(monkeypatch)
    app = open_page(FOLLOW_UP)
    named = unescaped(app.checkbox[0].label)
    app.checkbox[0].check().run()
    press(app, "Record for 1 treatment")
    assert "Recorded for 1 treatment: reached." in text_of(app)
    (call,) = read_calls(outcome_log)
    (called,) = call.treatments
    # The key of a treatment with an ID is made of it.
    treatment_id = named.split("**")[1]
    assert treatment_id in called.key
    assert named not in [unescaped(box.label) for box in app.checkbox]
    monkeypatch.setenv("ENGINE", "memory")
    st.cache_resource.clear()
    app = open_page(FOLLOW_UP)
    assert "Recorded" not in text_of(app)
    assert named not in [unescaped(box.label) for box in app.checkbox]
    assert app.text_input(key="call_search")


@pytest.mark.usefixtures("_saved")
def test_who_is_erased_is_in_no_count_and_the_files_of_before_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit_memory(monkeypatch)
    app = open_page(HOME)
    (before,) = tmp_path.glob("outcome_log_*/coded")
    app.switch_page(OUTCOME_LOG).run()
    app.segmented_control(key="log_section").set_value("Saved log").run()
    for key in ("erase", "erase_again"):
        app.text_input(key=key).set_value("C-0001")
    press(app, "Erase this client")
    assert "2 treatments were erased for good" in words_of(app.success)
    assert "has 296 treatments" in text_of(app.switch_page(HOME).run())
    gc.collect()
    (after,) = tmp_path.glob("outcome_log_*/coded")
    assert before != after
