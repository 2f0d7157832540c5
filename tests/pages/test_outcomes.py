"""The outcome and the unit chosen in the sidebar hold on every page, and every word says what is counted."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from streamlit.testing.v1 import AppTest

from analysis.counting.in_memory import InMemory
from analysis.exhibits.document import report_of
from analysis.exhibits.report import Sections
from analysis.exports.html_report import as_html
from analysis.importing.choices import ImportChoices
from analysis.outcome_log.outcomes import Counted, Outcome, possible_outcomes
from analysis.wording.files import filters_in_words
from analysis.wording.outcomes import outcome_name
from analysis.wording.rates import no_months
from analysis.wording.warnings import what_they_are
from pages.parts.cached import Source, log_of
from tests.pages.opening import DIFFICULT_LOGS, OUTCOME_LOG, PAGES, labelled, open_page, press, text_of, unescaped

FACTORS, REPORT = "pages/2_Factors.py", "pages/8_Report.py"
ABOUT_THE_LOG = {OUTCOME_LOG, "pages/9_Methods.py"}
# Whatever is chosen, these are about breakouts and the treatments after which somebody waits for a call.
ABOUT_BREAKOUTS = {"pages/6_Recovery.py", "pages/7_Follow_up.py"}
# Words of another outcome, and of another unit, than pustules and clients.
OF_BREAKOUTS, OF_TREATMENTS = re.compile(r"broke out|broken out|breakout", re.IGNORECASE), re.compile(r"\btreatments\b")
PUSTULES_OF_CLIENTS = {"outcome": "Pustules", "count": "Clients"}
OWN = b"client_id,Bruising after,breakout\n" + b"a,mild,yes\na,none,no\nb,severe,no\nc,none,no\n" * 12


def spoken(app: AppTest) -> str:
    """Return what a page says of its results: its words, tables, labels and charts in words."""
    charts = [element.proto for element in app.get("plotly_chart")]
    labels = [element.label for kind in ("metric", "checkbox", "toggle") for element in getattr(app, kind)]
    heads = [str(column) for table in app.dataframe for column in table.value.columns]
    cells = [str(cell) for table in app.dataframe for cell in table.value.to_numpy().ravel()]
    drawn = [chart.spec + chart.alt for chart in charts]
    return unescaped(" ".join([text_of(app), *labels, *heads, *cells, *drawn]))


def test_the_choice_holds_on_every_page() -> None:
    app = open_page("dashboard.py")
    app.selectbox(key="outcome").set_value("Pustules")
    app.segmented_control(key="count").set_value("First ones").run()
    for page in (*PAGES, "dashboard.py"):
        app.switch_page(page).run()
        assert not app.exception
        assert app.selectbox(key="outcome").value == "Pustules"
        assert app.segmented_control(key="count").value == "First ones"


def test_the_choice_stands_in_the_address_and_is_read_from_it() -> None:
    app = open_page("dashboard.py", query=PUSTULES_OF_CLIENTS)
    assert app.selectbox(key="outcome").value == "Pustules"
    assert app.segmented_control(key="count").value == "Clients"
    app.selectbox(key="outcome").set_value("Severity: severe").run()
    assert app.query_params["outcome"] in ("Severity: severe", ["Severity: severe"])


def test_a_column_of_the_clinic_s_own_is_no_part_of_the_address() -> None:
    app = open_page("dashboard.py", OWN.replace(b"mild", b"yes").replace(b"none", b"no").replace(b"severe", b"yes"))
    app.selectbox(key="outcome").set_value("Bruising after").run()
    assert "“Bruising after”" in text_of(app)
    assert "Bruising" not in str(dict(app.query_params))


def test_clearing_brings_back_breakouts_and_all_treatments() -> None:
    app = open_page("dashboard.py", query=PUSTULES_OF_CLIENTS)
    press(app, "Clear all filters")
    assert app.selectbox(key="outcome").value == "Breakout"
    assert app.segmented_control(key="count").value == "All"


def test_another_log_starts_with_breakouts() -> None:
    app = open_page("dashboard.py", query=PUSTULES_OF_CLIENTS)
    app.switch_page(OUTCOME_LOG).run()
    app.file_uploader(key="upload").upload("mine.csv", b"a,breakout\n" + b"x,yes\ny,no\n" * 9, "text/csv").run()
    app.switch_page("dashboard.py").run()
    assert not app.exception
    # Neither another outcome nor a client to tell apart: there is nothing to choose.
    assert not [box for box in app.selectbox if box.label == "Outcome"]
    assert not app.segmented_control or all(each.label != "Count" for each in app.segmented_control)
    assert "Outcome:" not in text_of(app)


@pytest.mark.parametrize("hostile", ["nowhere", "<script>", "9" * 400])
def test_rubbish_in_the_address_is_passed_over(hostile: str) -> None:
    app = open_page("dashboard.py", query={"outcome": hostile, "count": hostile})
    assert not app.exception
    assert app.selectbox(key="outcome").value == "Breakout"
    assert app.segmented_control(key="count").value == "All"


@pytest.mark.parametrize("page", [page for page in PAGES if page not in {*ABOUT_THE_LOG, *ABOUT_BREAKOUTS}])
def test_no_page_speaks_of_breakouts_or_treatments_where_pustules_of_clients_are_counted(page: str) -> None:
    app = open_page(page, query=PUSTULES_OF_CLIENTS)
    assert not app.exception
    words = spoken(app)
    assert "Outcome: “Pustules”. Each client counts once" in words
    # What to count instead is said of treatments, and warnings are of all treatments and outcomes whatever is counted.
    words = words.replace(no_months(), "").replace(what_they_are(is_saved=False), "")
    assert not OF_BREAKOUTS.findall(words)
    assert not OF_TREATMENTS.findall(words)
    assert "Severe" not in [metric.label for metric in app.metric]


@pytest.mark.parametrize("page", sorted(ABOUT_BREAKOUTS))
def test_a_page_about_breakouts_never_claims_another_outcome(page: str) -> None:
    app = open_page(page, query=PUSTULES_OF_CLIENTS)
    assert not app.exception
    assert "Outcome: “Pustules”" not in spoken(app)


def test_no_question_on_a_factor_speaks_of_breakouts_or_treatments() -> None:
    app = open_page(FACTORS, query=PUSTULES_OF_CLIENTS)
    for factor in ("Acne history", "Needle depth", "Moisturiser", "New product"):
        name = next(name for name in app.selectbox(key="factor").options if name == factor)
        app.selectbox(key="factor").set_value(_name_of(name)).run()
        for part in app.segmented_control(key="closer_look").options:
            app.segmented_control(key="closer_look").set_value(part).run()
            assert not app.exception, (factor, part)
            words = spoken(app)
            assert not OF_BREAKOUTS.findall(words), (factor, part)
            assert not OF_TREATMENTS.findall(words), (factor, part)


def _name_of(title: str) -> str:
    log, _ = log_of(Source("outcomes.csv"), ImportChoices())
    return next(factor.name for factor in log.factors if factor.title == title)


def test_the_report_has_no_tick_for_a_rate_over_time_that_is_not_there_and_says_why() -> None:
    app = open_page(REPORT)
    assert labelled(app.checkbox, "Rate over time").value
    app.segmented_control(key="count").set_value("Clients").run()
    tick = labelled(app.checkbox, "Rate over time")
    assert tick.disabled
    assert not tick.value
    assert no_months() in unescaped(text_of(app))
    app.segmented_control(key="count").set_value("All").run()
    tick = labelled(app.checkbox, "Rate over time")
    assert not tick.disabled
    assert tick.value
    assert not app.exception
    undated = open_page(REPORT, b"acne_history,breakout\nnone,no\npast,yes\n")
    assert not labelled(undated.checkbox, "Rate over time").value
    assert "This log has no treatment dates" in text_of(undated)


@pytest.mark.parametrize("page", ["dashboard.py", REPORT])
def test_treatments_without_a_date_in_a_log_with_dates_are_not_called_a_log_without(page: str) -> None:
    app = open_page(page, b"treatment_date,clinic,breakout\n2026-05-01,North,no\n2026-05-02,North,yes\n,South,no\n")
    app.multiselect(key="only_clinic").set_value(["South"]).run()
    assert not app.exception
    assert "None of the treatments shown has a date" in unescaped(text_of(app))


def test_the_report_speaks_of_what_is_counted() -> None:
    log, report = log_of(Source("outcomes.csv"), ImportChoices())
    counts = InMemory(log, counted=Counted(Outcome("pustules", ("yes",), "Pustules"), "clients"))
    factors = tuple(factor.name for factor in log.factors if factor.kind != "category")
    document = as_html(report_of(counts, report, Sections(factors=factors), made_on=dt.date(2026, 11, 26)))
    words = re.sub(r"<script[^>]*>\s*/\*.*?</script>|<style>.*?</style>", "", document, flags=re.DOTALL)
    # Pictures name the dashboard that made them.
    words = words.replace("Breakout Dashboard", "")
    assert "“Pustules” after treatment" in words
    assert not OF_BREAKOUTS.findall(words)
    assert not OF_TREATMENTS.findall(words)


@pytest.mark.parametrize("unit", ["treatments", "first treatments", "clients"])
def test_every_outcome_of_the_sample_can_be_shown(unit: str) -> None:
    log, report = log_of(Source("outcomes.csv"), ImportChoices())
    for outcome in possible_outcomes(log)[:: 1 if unit == "treatments" else 4]:
        words = filters_in_words(InMemory(log, counted=Counted(outcome, unit)))
        assert outcome.is_breakout or outcome_name(outcome) in words
        assert ("within 14 days" in words) == (outcome.name in {"breakout", "severity"})
        assert {
            "treatments": "Every treatment",
            "first treatments": "Each client’s first",
            "clients": "Each client counts once",
        }[unit] in words
    del report


def test_an_ordered_outcome_is_shown_grade_by_grade() -> None:
    app = open_page(FACTORS, query={"outcome": "Severity: severe", "factor": "Acne history"})
    app.segmented_control(key="closer_look").set_value("Grades").run()
    assert not app.exception
    words = spoken(app)
    assert "the grades rise from “none” to “current”" in words
    assert "Mantel 1963" in words
    app.selectbox(key="outcome").set_value("Pustules").run()
    assert not app.exception
    assert "Grades" not in app.segmented_control(key="closer_look").options


@pytest.mark.parametrize("name", ["one row", "one level", "all yes", "all no", "all unknown"])
def test_the_grades_of_a_difficult_log_are_words(name: str) -> None:
    app = open_page(FACTORS, DIFFICULT_LOGS[name])
    ordered = [option for option in _options(app, "outcome") if option.startswith(("Severity:", "Acne history:"))]
    for option in ordered:
        app.selectbox(key="outcome").set_value(option).run()
        assert not app.exception
        if not app.segmented_control:
            continue
        app.segmented_control(key="closer_look").set_value("Grades").run()
        assert not app.exception
        assert "Severity" in text_of(app) or "Acne history" in text_of(app)
        assert not re.search(r"\b(nan|inf)\b", text_of(app))


def _options(app: AppTest, key: str) -> list[str]:
    return next((list(box.options) for box in app.selectbox if box.key == key), [])


def test_home_says_why_clients_have_no_months() -> None:
    app = open_page("dashboard.py", query={"count": "Clients"})
    assert app.segmented_control(key="count").value == "Clients"
    assert no_months() in text_of(app)
    assert "who came more often had more chances" in text_of(app)
    app.segmented_control(key="count").set_value("First ones").run()
    assert no_months() not in text_of(app)


def test_home_says_of_a_sign_recorded_after_breakouts_what_its_rate_is_a_share_of() -> None:
    rows = b"client_id,pustules,breakout\n" + b"a,,no\nb,yes,yes\nc,no,yes\n" * 12
    app = open_page("dashboard.py", rows)
    assert "recorded almost only" not in text_of(app)
    app.selectbox(key="outcome").set_value("Pustules").run()
    assert "“Pustules” is recorded almost only after breakouts, so this is a share of breakouts" in text_of(app)
