"""Every page answers every log with words: no exception, no "nan", whatever is missing."""

from __future__ import annotations

import re

import numpy as np
import pytest

from analysis.counting.in_memory import InMemory
from analysis.importing.choices import ImportChoices
from pages.parts.cached import Source, log_of
from tests.pages.opening import DIFFICULT_LOGS, METHODS, OUTCOME_LOG, PAGES, open_page, press, text_of


@pytest.mark.parametrize("page", PAGES)
def test_shows_the_sample_log(page: str) -> None:
    app = open_page(page)
    assert not app.exception
    assert not app.error
    assert app.title


@pytest.mark.parametrize("log", DIFFICULT_LOGS.values(), ids=DIFFICULT_LOGS.keys())
def test_answers_a_difficult_log_with_words(log: bytes) -> None:
    app = open_page(OUTCOME_LOG, log)
    for page in PAGES:
        app.switch_page(page).run()
        assert not app.exception, page
        words = text_of(app)
        assert words, page
        assert not re.search(r"\b(nan|NaN|NaT|inf|None(?! of))\b", words), page


@pytest.mark.parametrize("page", [page for page in PAGES if page not in {OUTCOME_LOG, METHODS}])
def test_says_so_when_no_treatment_passes_the_filters_and_clears_them(page: str) -> None:
    app = open_page(page)
    log, _ = log_of(Source("outcomes.csv"), ImportChoices())
    clinics, practitioners = log.values("clinic"), log.values("practitioner")
    treated = InMemory(log).by_both("clinic", "practitioner").treatments[: len(clinics), : len(practitioners)]
    clinic, practitioner = np.argwhere(treated == 0)[0]
    app.multiselect(key="only_clinic").set_value([clinics[clinic]])
    app.multiselect(key="only_practitioner").set_value([practitioners[practitioner]]).run()
    assert not app.exception
    assert [warning.value for warning in app.warning] == [
        "No treatment matches these filters. Widen them in the sidebar."
    ]
    press(app, "Clear all filters")
    assert not app.exception
    assert not app.warning
    assert app.multiselect(key="only_clinic").value == []
