"""The Report page: its formats, a look at the PDF, whose report it is, and choices saved for the next one."""

from __future__ import annotations

import ast
import gc
from pathlib import Path
from urllib.parse import SplitResult

import pytest
from streamlit.testing.v1 import AppTest

from analysis.__main__ import main
from analysis.exhibits.document import Document
from analysis.exports import figure_files, pdf_report
from analysis.exports.slide_deck import NO_TEMPLATE
from analysis.outcome_log.report_settings import SECTIONS, FileOf, FormatSettings, ReportSettings
from analysis.saved_log.folder import log_folder
from analysis.saved_log.report_definitions import keep_definition, read_definitions
from analysis.wording.pictures import no_browser
from analysis.wording.report import NO_CHARTS, NO_CHARTS_ON_SLIDES
from analysis.wording.sharing import NOT_IN_IT
from pages.parts import report_formats
from pages.parts.report_order import ADD, ADDED, REMOVE
from tests.pages.opening import labelled, open_page, press, text_of, unescaped
from tests.test_command_line_report import ROWS

REPORT, FACTORS = "pages/8_Report.py", "pages/2_Factors.py"
LONGEST_ADDRESS = 2_000


@pytest.fixture(autouse=True)
def drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw nothing: the figures have tests of their own."""
    for module in (pdf_report, figure_files):
        monkeypatch.setattr(module, "drawn", lambda _: '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    for module in (pdf_report, report_formats):
        monkeypatch.setattr(module, "can_draw", lambda: True)


def on_saved_log(tmp_path: Path) -> AppTest:
    """Return the page on a small saved log."""
    file = tmp_path / "clinic.csv"
    file.write_text(ROWS, "utf-8")
    assert main(["log", "add", str(file)]) == 0
    return open_page(REPORT)


def test_no_report_stays_behind_in_what_python_remembers(tmp_path: Path) -> None:
    """Streamlit asks of a whole web page whether it is an address: what it is asked outlives the session."""
    assert on_saved_log(tmp_path).get("iframe")
    parts = [part for each in gc.get_objects() if isinstance(each, SplitResult) for part in each]
    assert max(map(len, parts), default=0) < LONGEST_ADDRESS


def test_the_pages_of_the_pdf_are_shown_and_a_machine_without_a_browser_says_what_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = on_saved_log(tmp_path)
    assert app.get("iframe")
    app.segmented_control(key="report_format").set_value("PDF").run()
    app.text_input(key="report_by_clinic").set_value("Harbour").run()
    assert not app.exception
    pages = [image.proto.imgs[0].caption for image in app.get("image")]
    assert len(pages) > 1
    assert pages == [f"Page {page} of {len(pages)}" for page in range(1, len(pages) + 1)]
    app.segmented_control(key="report_format").set_value("Figures").run()
    figures = [image.proto.imgs[0].caption for image in app.get("image")]
    assert figures[0] == "Breakout rate by month"
    assert len(figures) > 2
    app.segmented_control(key="report_format").set_value("PDF")
    for module in (pdf_report, report_formats):
        monkeypatch.setattr(module, "can_draw", lambda: False)
    app.toggle(key="report_preview").set_value(False).run()
    assert NO_CHARTS in unescaped(text_of(app))
    app.segmented_control(key="report_format").set_value("Figures").run()
    assert not app.exception
    assert no_browser() in unescaped(text_of(app))
    app.segmented_control(key="report_format").set_value("PowerPoint").run()
    assert NO_CHARTS_ON_SLIDES in unescaped(text_of(app))
    labelled(app.get("file_uploader"), "A PowerPoint file").upload("look.pptx", b"none").run()
    assert NO_TEMPLATE in unescaped(text_of(app))
    app.segmented_control(key="report_format").set_value("Excel").run()
    assert "Download the workbook" in [button.label for button in app.get("download_button")]
    assert not app.exception


def test_an_exhibit_added_on_another_page_is_in_the_report_where_it_was_moved_until_it_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Document] = []

    def as_html(of: Document, *, library: str) -> str:
        assert library
        written.append(of)
        return "<p>The report</p>"

    monkeypatch.setattr(report_formats, "as_html", as_html)
    app = on_saved_log(tmp_path)
    app.switch_page(FACTORS).run()
    app.segmented_control(key="closer_look").set_value("Unknown outcomes").run()
    added = next(each for each in app.button if each.label == ADD and "unknown outcomes" in str(each.key))
    added.click().run()
    assert REMOVE in [each.label for each in app.button]
    assert [each.value for each in app.toast] == [ADDED]
    app.switch_page(REPORT).run()
    order = app.session_state["report_order"]
    title, last = [each.exhibit.heading for each in written[-1].parts][-2:]
    assert (title.partition(":")[0], last) == ("Unknown outcomes", "Data quality")
    # Below the factors, one by one.
    app.session_state["report_order"] = (*order[:3], order[-2], *order[3:-2], order[-1])
    press(app, "Move up: Unknown outcomes")
    headings = [each.exhibit.heading for each in written[-1].parts]
    assert headings.index(title) < headings.index(title.partition(": ")[2])
    assert "keyboard_on" not in app.session_state
    press(app, f"{REMOVE}: Unknown outcomes")
    assert title not in [each.exhibit.heading for each in written[-1].parts]


def test_every_exhibit_of_every_page_can_be_added_to_the_report() -> None:
    root = Path(__file__).parents[2]
    shown = [
        (path.name, node.lineno, {each.arg for each in node.keywords})
        for path in (root / "dashboard.py", *sorted((root / "pages").rglob("*.py")))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "show.exhibit"
    ]
    assert len(shown) > 20
    assert not [each for each in shown if "asked" not in each[2]]


def test_choices_are_saved_with_the_log_and_used_again(tmp_path: Path) -> None:
    app = on_saved_log(tmp_path)
    app.toggle(key="report_preview").set_value(False)
    app.text_input(key="report_title").set_value("Ours")
    app.checkbox(key="report_has_tables").set_value(True)
    app.selectbox(key="report_shared").set_value("5")
    app.multiselect(key="only_practitioner").set_value(["P1", "P2"])
    app.selectbox(key="dates").set_value("Last 3 months")
    app.run()
    # What a report for sharing leaves out is not ticked, but remembered.
    recovery, data_quality = (labelled(app.checkbox, name) for name in ("Recovery", "Data quality in detail"))
    assert (recovery.disabled, data_quality.disabled, data_quality.value) == (True, True, False)
    labelled(app.text_input, "Save the choices as").set_value("Monthly")
    press(app, "Save")
    (kept,) = read_definitions(log_folder())
    assert kept == ReportSettings(
        name="Monthly",
        title="Ours",
        parts=("over_time", "adjusted", "account", "tables"),
        period="last 3 months",
        levels=(("practitioner", ("P1", "P2")),),
        factors=kept.factors,
        share="5",
    )
    assert NOT_IN_IT in unescaped(text_of(app))
    slides = FormatSettings(ending="pptx", charts="editable", template=FileOf("look.pptx", "ab12"))
    keep_definition(log_folder(), ReportSettings(name="Plain", file=slides, order=SECTIONS[::-1]))
    app.run()
    app.selectbox(key="report_saved").set_value("Plain").run()
    press(app, "Use these choices")
    assert (app.text_input(key="report_title").value, app.selectbox(key="dates").value) == ("", "All")
    assert not app.checkbox(key="report_has_tables").value
    assert app.checkbox(key="report_has_account").value
    assert app.segmented_control(key="report_format").value == "PowerPoint"
    assert app.segmented_control(key="report_charts").value == "Editable in PowerPoint"
    assert app.session_state["report_order"] == SECTIONS[::-1]
    assert "Choose “look.pptx” again" in text_of(app)
    assert not app.selectbox(key="report_shared").value
    assert app.multiselect(key="only_practitioner").value == []
    app.selectbox(key="report_saved").set_value("Monthly").run()
    press(app, "Use these choices")
    assert (app.text_input(key="report_title").value, app.selectbox(key="dates").value) == ("Ours", "Last 3 months")
    assert app.checkbox(key="report_has_tables").value
    assert app.multiselect(key="only_practitioner").value == ["P1", "P2"]
    press(app, "Delete")
    assert [each.name for each in read_definitions(log_folder())] == ["Plain"]
