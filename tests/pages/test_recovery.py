"""Recovery on its page: the answer first, any factor, and what would answer more; in the report where it is ticked."""

from __future__ import annotations

from analysis.wording.recovery import ALWAYS_BREAKOUTS
from tests.pages.opening import labelled, open_page, text_of, words_of

RECOVERY = "pages/6_Recovery.py"


def test_the_answer_comes_first_and_stays_the_same_by_a_factor() -> None:
    app = open_page(RECOVERY)
    assert "After 9.1 of 100 treatments, a breakout began within 14 days (95% CI 7.9 to 10.4)." in words_of(
        app.header[:1]
    )
    first = words_of(app.markdown)
    assert "Half of the breakouts were gone within 6 days" in first
    assert len(app.get("plotly_chart")) == 3
    app.selectbox(key="recovery_by").select("acne_history").run()
    assert not app.exception
    words = text_of(app)
    assert "After 9.1 of 100 treatments, a breakout began within 14 days (95% CI 7.9 to 10.4)." in words
    assert "When breakouts begin, by Acne history" in words
    assert "From “none” to “current”, breakouts begin more often or sooner (p < 0.001)." in words
    app.number_input(key="window").set_value(3).run()
    assert "a breakout began within 3 days" in text_of(app)


def test_what_would_answer_more_is_named_and_other_outcomes_change_nothing() -> None:
    app = open_page(RECOVERY, b"breakout,severity,pustules\n" + b"yes,mild,no\nno,,no\nyes,severe,yes\n" * 9)
    words = text_of(app)
    assert "This log cannot show yet when breakouts begin." in words
    assert "To see when breakouts begin, the log needs a column “Onset day” with values in it." in words
    assert "Of 18 breakouts with a recorded severity, 9 were mild (50%)" in words
    app.selectbox(key="outcome").select("Pustules").run()
    assert not app.exception
    words = text_of(app)
    assert ALWAYS_BREAKOUTS in words
    assert "9 were mild (50%)" in words


def test_the_report_has_it_by_groups_and_teams_where_they_are_ticked() -> None:
    app = open_page("dashboard.py")
    for part in ("recovery", "teams"):
        app.session_state[f"report_has_{part}"] = True
    app.session_state["recovery_by"] = "acne_history"
    app.session_state["teams_unit"] = "cartridge_lot"
    for part in ("adjusted", "over_time"):
        app.session_state[f"report_has_{part}"] = False
    app.switch_page("pages/8_Report.py").run()
    assert not app.exception
    assert labelled(app.checkbox, "Recovery").value
    report = app.get("iframe")[0].proto.srcdoc
    assert "<bdi>Recovery: when breakouts begin, by Acne history</bdi>" in report
    assert "<bdi>Breakout rate by cartridge lot</bdi>" in report
    assert "Alert: cartridge lot L2503 has 23 breakouts among 55 known outcomes" in report
