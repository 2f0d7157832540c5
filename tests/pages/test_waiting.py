"""Long work shows a bar and Cancel, which leaves a page as it was before."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from analysis.importing.opening import Remembered
from analysis.progress import report_progress
from pages.parts import cached, waiting
from tests.pages.cancelling import click_cancel
from tests.pages.opening import OUTCOME_LOG, labelled, open_page, press, text_of, words_of


@pytest.fixture(autouse=True)
def _shown_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "SHOWN_AFTER_SECONDS", 0.0)


def page() -> AppTest:
    """Return a page that works out an answer about a name; about "slow" somebody clicks Cancel meanwhile."""

    def script() -> None:
        import streamlit as st  # noqa: PLC0415 - a script of its own

        from analysis.progress import report_progress  # noqa: PLC0415
        from pages.parts import session, waiting  # noqa: PLC0415
        from tests.pages.cancelling import click_cancel  # noqa: PLC0415

        @st.cache_resource(scope="session")
        def answer(name: str, _work):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202, ARG001
            return _work()

        def work() -> str:
            if name == "slow" and not is_patient:
                click_cancel()
            report_progress("counting")
            return f"answer about {name}"

        session.keep_alive()
        waiting.begin_run()
        is_patient = st.toggle("Patient")
        name = st.text_input("Name", "quick", key=session.FACTOR.name)
        st.markdown(answer(name, waiting.shown(work, name)))

    return AppTest.from_function(script, default_timeout=30).run()


def test_cancel_goes_back_to_what_was_chosen_before() -> None:
    app = page()
    app.text_input[0].set_value("first").run()
    app.text_input[0].set_value("slow").run()
    assert not app.exception
    assert (app.text_input[0].value, words_of(app.markdown)) == ("first", "answer about first")
    assert not app.button


def test_what_was_cancelled_is_not_begun_again_unless_it_is_asked_for() -> None:
    app = page()
    app.text_input[0].set_value("slow").run()
    app.text_input[0].set_value("slow").run()
    assert words_of(app.info) == "You cancelled this, so it was not worked out."
    assert not app.markdown
    labelled(app.toggle, "Patient").set_value(True).run()
    assert words_of(press(app, "Work it out").markdown) == "answer about slow"
    assert not app.info


def test_a_file_that_is_cancelled_leaves_the_page_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    def never_read(*_: object) -> Remembered:
        click_cancel()
        report_progress("reading")
        raise AssertionError("it goes on")

    app = open_page(OUTCOME_LOG)
    before = text_of(app)
    monkeypatch.setattr(cached, "open_as_remembered", never_read)
    app.file_uploader(key="upload").upload("clinic.csv", b"breakout\nyes\nno\n", "text/csv").run()
    assert not app.exception
    assert text_of(app) == before
    monkeypatch.undo()
    assert app.file_uploader(key="upload after 1").value is None
    app.file_uploader(key="upload after 1").upload("clinic.csv", b"breakout\nyes\nno\n", "text/csv").run()
    assert "clinic.csv" in text_of(app)
