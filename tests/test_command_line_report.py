"""``python -m analysis report``: a file of each format, the same again, and plain reasons where there is none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from plotly.offline import get_plotlyjs

from analysis.__main__ import UNREADABLE, main
from analysis.exports import figure_files, pdf_report, slides
from analysis.outcome_log.asked import Asked
from analysis.outcome_log.report_settings import SECTIONS, FileOf, FormatSettings, ReportSettings, settings_as_data
from analysis.saved_log.folder import log_folder
from analysis.saved_log.report_definitions import keep_definition

ROWS = "treatment_date,acne_history,practitioner,breakout\n" + "".join(
    f"2026-0{1 + each % 6}-1{each % 3},{'current' if each % 3 else 'none'},P{each % 4},{'no' if each % 5 else 'yes'}\n"
    for each in range(240)
)
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="720" height="215"></svg>'


@pytest.fixture(autouse=True)
def drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw nothing: the figures have tests of their own."""
    for module in (figure_files, pdf_report, slides):
        monkeypatch.setattr(module, "drawn", lambda _: DRAWING)
    for module in (pdf_report, slides):
        monkeypatch.setattr(module, "can_draw", lambda: True)


@pytest.fixture
def log_file(tmp_path: Path) -> Path:
    file = tmp_path / "clinic.csv"
    file.write_text(ROWS, "utf-8")
    return file


def test_each_format_is_written(log_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "june.pdf"
    options = ["--title", "June", "--clinic", "Harbour", "--factor", "acne_history", "--with", "teams"]
    assert main(["report", str(log_file), "--out", str(out), *options]) == 0
    assert capsys.readouterr().out == f"The report is in “{out}”.\n"
    text = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(out.read_bytes()))
    for said in ("June", "Harbour", "Acne history", "Breakout rate by practitioner", "Data quality"):
        assert said in text
    web = tmp_path / "june.html"
    assert main(["report", str(log_file), "--out", str(web), "--without", "data-quality", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["file"] == str(web)
    document = web.read_text("utf-8")
    assert "<h2><bdi>Acne history</bdi></h2>" in document
    assert "<h2><bdi>Data quality</bdi></h2>" not in document
    figures = tmp_path / "june.zip"
    assert main(["report", str(log_file), "--out", str(figures), "--figures", "svg", "--shape", "square"]) == 0
    assert any(name.endswith(".svg") for name in zipfile.ZipFile(figures).namelist())


ENDINGS = ("pdf", "html", "pptx", "xlsx", "zip")
# Another process, in which sets have another order, on another day.
LATER = f"""
import datetime as dt, sys, time
from analysis.command_line import report
from analysis.exports import figure_files, pdf_report, slides
now, tomorrow = time.time, report.today() + dt.timedelta(days=1)
time.time = lambda: now() + 86_400
report.today = lambda: tomorrow
for module in (figure_files, pdf_report, slides):
    module.drawn = lambda _: {DRAWING!r}
for module in (pdf_report, slides):
    module.can_draw = lambda: True
from analysis.__main__ import main
sys.exit(any(main(["report", "--log", "--out", f"{{sys.argv[1]}}.{{each}}"]) for each in {ENDINGS!r}))
"""


def test_the_same_version_of_the_saved_log_gives_the_same_report_in_any_process_on_any_day(
    log_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["log", "add", str(log_file)]) == 0
    for ending in ENDINGS:
        assert main(["report", "--log", "--out", str(tmp_path / f"first.{ending}")]) == 0
    capsys.readouterr()
    seed = str(hash(ENDINGS) % 1000)
    asked = [sys.executable, "-c", LATER, str(tmp_path / "second")]
    subprocess.run(asked, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed})
    for ending in ENDINGS:
        assert (tmp_path / f"first.{ending}").read_bytes() == (tmp_path / f"second.{ending}").read_bytes(), ending


def test_a_definition_moves_along_with_the_log(
    log_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    of = ReportSettings(
        name="Monthly",
        title="Ours",
        period="last month",
        parts=("account",),
        factors=("acne_history", "gone"),
        levels=(("practitioner", ("P1", "P2", "P3")),),
        order=(Asked(question="unknown outcomes", factor="acne_history"), *SECTIONS),
        file=FormatSettings(template=FileOf("look.pptx", "ab12")),
    )
    assert main(["log", "add", str(log_file)]) == 0
    keep_definition(log_folder(), of)
    out = tmp_path / "report.html"
    shown = []
    for next_month in (False, True):
        if next_month:
            log_file.write_text(ROWS.replace("2026-0", "2027-0"), "utf-8")
            assert main(["log", "add", str(log_file)]) == 0
        assert main(["report", "--log", "--definition", "Monthly", "--out", str(out)]) == 0
        shown.append(out.read_text("utf-8"))
    for document, year in zip(shown, ("2026", "2027"), strict=True):
        assert "<h1><bdi>Ours</bdi></h1>" in document
        assert f"1 May {year} to 31 May {year}; Practitioner: P1, P2, P3." in document
        added, own = (
            document.index(f"<h2><bdi>{title}</bdi></h2>")
            for title in ("Unknown outcomes: Acne history", "Acne history")
        )
        assert added < own
        assert "<h2>Breakout rate by month</h2>" not in document
    definition = tmp_path / "monthly.json"
    definition.write_text(json.dumps(settings_as_data(of)), "utf-8")
    assert main(["report", "--log", "--definition", str(definition), "--out", str(out)]) == 0
    assert out.read_text("utf-8") == shown[1]
    capsys.readouterr()
    slides_of_it = ["report", "--log", "--definition", "Monthly", "--out", str(tmp_path / "report.pptx")]
    assert main(slides_of_it) == UNREADABLE
    assert "name that file with --template" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--out", "report.docx"], "choose .pdf, .html, .pptx, .xlsx or .zip"),
        (["--out", "nowhere/report.html"], "could not be written"),
        (["--out", "report.html", "--factor", "moon"], "“moon” is not a factor of this log"),
        (["--out", "report.html", "--definition", "Monthly"], "There is no report called “Monthly”"),
        (["--out", "report.html", "--definition", "clinic.json"], "“clinic.json” cannot be opened"),
        (["--out", "report.html", "--where", "acne_history=none", "--where", "practitioner=P9"], "is not a level"),
        (["--out", "report.html", "--logo", "nowhere.png"], "“nowhere.png” cannot be opened"),
        (["--out", "report.pptx", "--template", "nowhere.pptx"], "“nowhere.pptx” cannot be opened"),
        (["--out", "report.pptx", "--template", __file__], "The template is not a PowerPoint presentation"),
        (["--out", "report.html", "--logo", __file__], "The logo is not a picture"),
    ],
)
def test_what_cannot_be_done_has_a_plain_reason(  # noqa: PLR0917 - fixtures
    options: list[str],
    reason: str,
    log_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["report", str(log_file), *options]) == UNREADABLE
    assert reason in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [log_file]


def test_a_report_for_sharing_has_letters_for_names_or_says_that_there_is_too_little(
    log_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "shared.html"
    assert main(["report", str(log_file), "--share", "5", "--factor", "practitioner", "--out", str(out)]) == 0
    # The chart library has short names of its own.
    page = out.read_text("utf-8").replace(get_plotlyjs(), "")
    assert len(page) < 1_000_000
    assert "Letters in place of names: Practitioner." in page
    assert not [each for each in (">P3<", '"P3"', "“P3”") if each in page]
    log_file.write_text("\n".join(ROWS.splitlines()[:20]), "utf-8")
    definition = tmp_path / "shared.json"
    definition.write_text(json.dumps(settings_as_data(ReportSettings(share="5"))), "utf-8")
    assert main(["report", str(log_file), "--definition", str(definition), "--out", str(out)]) == UNREADABLE
    assert "too few treatments to share" in capsys.readouterr().err
