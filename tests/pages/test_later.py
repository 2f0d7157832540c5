"""What runs after its page finds the same log again, and keeps nothing that was found among its treatments."""

from __future__ import annotations

import gc
from dataclasses import fields
from weakref import ref

import pytest

from analysis.importing.choices import ImportChoices
from analysis.outcome_log.chart_settings import ChartSettings
from analysis.outcome_log.filters import Filters
from analysis.outcome_log.outcomes import Counted, Outcome
from analysis.questions.several import Several
from analysis.saved_log.stored_rows import State
from pages.parts import cached
from pages.parts.adjusted import Choice
from pages.parts.frame import SAMPLE, View


def test_a_view_is_gone_after_its_run_and_made_again_with_the_same_filters() -> None:
    filters, choices = Filters(window_days=30), ImportChoices()
    log, report = cached.described(SAMPLE, choices)
    view = View(SAMPLE, choices, log, report, cached.counts(SAMPLE, choices, log, filters, Counted()))
    later, counts = view.later, ref(view.counts)
    assert later.view() is view
    total = view.counts.total
    del view
    gc.collect()
    assert counts() is None
    again = later.view()
    assert (again.counts.filters, again.counted) == (filters, Counted())
    assert again.counts.total.breakouts == total.breakouts


@pytest.mark.parametrize(
    "of",
    [cached.Source, State, ImportChoices, Filters, Counted, Outcome, ChartSettings, Choice, Several],
    ids=lambda of: of.__name__,
)
def test_what_a_cached_answer_depends_on_is_written_in_full(of: type) -> None:
    """A cache's key is its text: a field that is not in it would give the answer to another question."""
    assert all(each.repr for each in fields(of))
