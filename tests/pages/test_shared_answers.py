"""An answer about a log that everybody sees is worked out once; one about an upload is its session's alone."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.recovery import recovery_exhibits
from analysis.exhibits.teams import teams_exhibit
from analysis.exhibits.trend import trend_exhibit
from analysis.outcome_log.outcomes import Counted
from analysis.questions.recovery import Recovery
from analysis.questions.teams import Teams
from analysis.questions.trend import Trend
from analysis.results import FactorResult
from pages.parts import cached, frame, recovery, teams, trend
from pages.parts.session import RECOVERY_BY, TEAMS_ADJUSTED, TEAMS_LETTERS, TREND_BY
from tests.pages.opening import HEADER, open_page, text_of

UPLOAD = (HEADER + "2026-05-14,Harbour,past,yes,1.5,mild,yes\n2026-06-14,Meadow,none,no,0.5,,no\n" * 10).encode()


def nobody_asks(*about: object) -> None:
    """Fail, as this is worked out already, or is none of other sessions' business."""
    raise AssertionError(about)


def test_a_second_session_finds_the_answers_about_the_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not open_page("dashboard.py").exception
    monkeypatch.setattr(frame, "at_a_glance", nobody_asks)
    assert not open_page("dashboard.py").exception


def test_what_shows_an_answer_is_made_once_and_anew_where_it_would_be_another(monkeypatch: pytest.MonkeyPatch) -> None:
    periods: list[str] = []

    def make(found: Trend, counted: Counted) -> Exhibit:
        periods.append(found.chart.by)
        return trend_exhibit(found, counted)

    monkeypatch.setattr(trend, "trend_exhibit", make)
    app = open_page("pages/4_Trend.py")
    for by in ("Quarter", "Month", "Quarter"):
        app.segmented_control(TREND_BY.name).set_value(by).run()
    # What is chosen without a word is by month, too, but may say why.
    assert periods == ["month", "quarter", "month"]
    app.number_input(key="window").set_value(21).run()
    assert periods == ["month", "quarter", "month", "quarter"]


def test_who_is_compared_is_drawn_once_each_way_and_letters_are_never_shown_for_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[tuple[bool, str]] = []

    def make(found: Teams, counted: Counted) -> Exhibit:
        drawn.append((found.expected is not None, str(found.funnel.units[0].observed.level)))
        return teams_exhibit(found, counted)

    monkeypatch.setattr(teams, "teams_exhibit", make)
    app = open_page("pages/5_Teams.py")
    first = drawn[0][1]
    assert drawn == [(True, first)]
    for adjusted in (False, True, False):
        app.toggle(TEAMS_ADJUSTED.of("practitioner").name).set_value(adjusted).run()
    assert drawn == [(True, first), (False, first)]
    del drawn[:]
    app.toggle(TEAMS_LETTERS.name).set_value(True).run()
    assert drawn
    assert first not in {level for _, level in drawn}
    del drawn[:]
    app.toggle(TEAMS_LETTERS.name).set_value(False).run()
    assert drawn == []


def test_when_breakouts_begin_is_drawn_once_for_each_way_to_split_it(monkeypatch: pytest.MonkeyPatch) -> None:
    split_by: list[str] = []

    def make(found: Recovery) -> Iterator[Exhibit]:
        split_by.append("" if found.factor is None else found.factor.name)
        return recovery_exhibits(found)

    monkeypatch.setattr(recovery, "recovery_exhibits", make)
    app = open_page("pages/6_Recovery.py")
    for name in ("skin_type", "", "skin_type"):
        app.selectbox(RECOVERY_BY.name).set_value(name).run()
    assert split_by == ["", "skin_type"]


def test_nothing_about_an_upload_is_kept_for_other_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    for shared in ("_shared_answer", "_shared_tallies"):
        monkeypatch.setattr(cached, shared, nobody_asks)
    app = open_page("dashboard.py", UPLOAD)
    assert not app.exception
    assert "20 treatments" in text_of(app)


def test_answers_that_are_remembered_make_no_search_for_garbage_longer() -> None:
    """Every few seconds all objects are looked through: those of 1,000 answers would take half a second."""
    app = open_page("dashboard.py")
    objects = []
    for days in range(8, 15):
        app.number_input(key="window").set_value(days).run()
        gc.collect()
        objects.append(sum(isinstance(each, FactorResult) for each in gc.get_objects()))
    assert objects[-1] <= objects[0]


def test_a_log_of_many_days_people_and_lots_makes_no_large_charts() -> None:
    rows = "".join(
        f"{2019 + day % 7}-{1 + day % 12:02}-{1 + day % 28:02},P{day % 300},L{day % 900},{day % 97 / 10},{answer}\n"
        for day in range(3_000)
        for answer in ("yes" if day % 5 == 0 else "no",)
    )
    header = "treatment_date,practitioner,cartridge_lot,needle_depth_mm,breakout\n"
    app = open_page("dashboard.py", (header + rows).encode())
    for page in ("dashboard.py", "pages/4_Trend.py", "pages/5_Teams.py"):
        app.switch_page(page).run()
        charts = app.get("plotly_chart")
        assert charts, page
        # A twentieth of what a message may have: no chart has a mark for each day, person or lot of any log.
        assert max(len(each.proto.spec) for each in charts) < 100_000, page
