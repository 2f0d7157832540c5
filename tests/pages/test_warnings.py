"""Early warnings on Home: what is new comes first, a dismissed one is gone until it is shown again."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analysis.saved_log.dismissals import read_dismissals
from analysis.saved_log.folder import log_folder
from analysis.wording.warnings import OF_THE_WHOLE_LOG
from pages.parts import cached
from tests.pages.opening import OUTCOME_LOG, labelled, open_page, press, text_of, unescaped
from tests.pages.test_saved_log import upload

HOME = "dashboard.py"
HEADER = "treatment_id,treatment_date,cartridge_lot,breakout"


def lines_of(app: AppTest) -> list[str]:
    """Return the lines of warnings."""
    return [unescaped(each.label) for each in app.button if str(each.key).startswith("warning ")]


def dismissed(app: AppTest, note: str) -> AppTest:
    """Dismiss the first warning."""
    if not any(each.label == "Dismiss this warning" for each in app.button):
        app.button(key="dismiss or not").click().run()
    labelled(app.text_input, "Why?").set_value(note)
    return press(app, "Dismiss this warning")


def log_of(lots: dict[str, tuple[int, int]]) -> bytes:
    """Return a log with a lot a month, each of so many breakouts of so many treatments."""
    rows = [HEADER]
    for month, (lot, (yes, of)) in enumerate(lots.items(), start=1):
        rows += [
            f"{lot}-{place},2026-{month:02}-{place % 28 + 1:02},{lot},{'yes' if place < yes else 'no'}"
            for place in range(of)
        ]
    return "\n".join(rows).encode()


def test_warnings_are_of_the_whole_log_and_say_so_where_something_is_filtered() -> None:
    """They stood below “no cartridge lot was unusual”, which was said of one clinic."""
    app = open_page(HOME)
    assert OF_THE_WHOLE_LOG not in text_of(app)
    app.multiselect(key="only_clinic").set_value(["Harbour"]).run()
    assert len(lines_of(app)) == 3
    assert OF_THE_WHOLE_LOG in text_of(app)


def test_a_warning_is_dismissed_with_a_note_and_shown_again() -> None:
    app = open_page(HOME)
    assert lines_of(app) == [
        "March 2025 was unusual: 25 of 75.",
        "31 March 2025: Cartridge lot L2503 was unusual: 23 of 55.",
        "26 March 2025: Unusually many breakouts at Northgate.",
    ]
    assert "Breakouts have been steady at about 9 per 100." in text_of(app)
    dismissed(app, "Call Mrs Anna Kowalski")
    assert "The note seems to contain a" in text_of(app)
    assert len(lines_of(app)) == 3
    dismissed(app, "The bad lot.")
    assert len(lines_of(app)) == 2
    assert labelled(app.text_input, "Why?").value == ""
    assert "March 2025 was unusual: 25 of 75. Dismissed on" in text_of(app)
    assert ": “The bad lot.”" in text_of(app)
    press(app, "Show again")
    assert len(lines_of(app)) == 3


def test_what_the_last_import_brought_is_new_and_dismissals_stay_with_the_log(
    outcome_log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = {f"L{month}": (8, 80) for month in range(1, 6)}
    app = open_page(OUTCOME_LOG)
    first = {**usual, "BAD": (40, 80)}
    press(upload(app, log_of(first)), "Import ")
    app.switch_page(HOME).run()
    assert len(lines_of(app)) >= 2
    assert all(line.startswith("**New** ") for line in lines_of(app))
    press(upload(app, log_of({**first, "WORSE": (60, 80)}), "june.csv"), "Import ")
    with monkeypatch.context() as patched:
        # What Home has shown before the import need not be worked out after it.
        patched.setattr(cached, "find_warnings_before", None)
        app.switch_page(HOME).run()
        assert not app.exception
    seen = lines_of(app)
    cached._keys_of_warnings.clear()
    assert lines_of(app.run()) == seen
    is_new = {line.removeprefix("**New** "): line.startswith("**New** ") for line in lines_of(app)}
    assert is_new["July 2026 was unusual: 60 of 80."]
    assert lines_of(app)[0].startswith("**New** ")
    dismissed(app, "Returned.")
    (kept,) = read_dismissals(log_folder())
    assert (kept.note, kept.version) == ("Returned.", 2)
    assert outcome_log.exists()


def test_a_warning_leads_to_its_exhibit_with_all_treatments() -> None:
    app = open_page(HOME)
    app.multiselect(key="only_clinic").set_value(["Harbour"]).run()
    press(app, "26 March 2025")
    assert "Northgate had an alarm on 26 March 2025." in text_of(app)
    assert "CUSUM" in app.query_params["trend_part"]
    assert app.multiselect(key="only_clinic").value == []
    app.switch_page(HOME).run()
    press(app, "31 March 2025")
    assert "Cartridge lot L2503 is above what chance would give" in text_of(app)


def test_more_warning_signs_in_a_month_lead_to_the_months_of_that_sign() -> None:
    rows = ["treatment_id,treatment_date,swelling,breakout"]
    for number in range(540):
        month, place = divmod(number, 60)
        swelling, breakout = month == 8 and place < 6, place % 11 == 5
        answers = ("yes" if swelling else "no"), ("yes" if breakout else "no")
        rows.append(",".join((f"T{number}", f"2026-{month + 1:02}-{place % 28 + 1:02}", *answers)))
    app = open_page(HOME, "\n".join(rows).encode())
    assert lines_of(app) == [
        "28 September 2026: Swelling: more than usual in September 2026, 6 of 60, where 0.7 would be expected."
    ]
    press(app, "28 September 2026")
    assert app.selectbox(key="outcome").value == "Swelling"
    assert "to see how far apart they are" in text_of(app)
