"""Figures as files: the same to the byte, whole beside one another, and drawn on although a browser is killed."""

from __future__ import annotations

import datetime as dt
import gc
import io
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pikepdf
import pytest
from PIL import Image

from analysis.errors import DashboardError
from analysis.exhibits.document import Document, Placed
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.one_factor import one_factor_exhibit
from analysis.exports import drawing, figure_files
from analysis.exports.figure_files import caption_text, figure_file, figures_as_zip
from analysis.exports.typeface import FAMILY
from analysis.exports.typesetting import as_pdf
from analysis.figures.picture import SIZES, SQUARE
from analysis.methods.one_factor import examine
from analysis.wording.missing_letters import NO_GLYPH
from tests.tallies import BREAKOUTS, counted, factor

DATED = dt.datetime(2026, 11, 3, tzinfo=dt.UTC)
ABOUT, SOURCE = ("300 treatments with a known outcome; outcome unknown: 12",), "Source: the saved log, version 3"
HOSTILE = '#import "x" $a$ *b* @c </svg> <script>alert(1)</script>  العربية'
NOWHERE = "\U0003fffd"
NOTHING_DRAWN = '<svg xmlns="http://www.w3.org/2000/svg" width="880" height="495"><text x="9" y="99">{}</text></svg>'


def exhibit(name: str = "Skin") -> Exhibit:
    """Return one with a figure; `name` is a text from a file."""
    levels = {name: (10, 90), "no": (20, 180)}
    return one_factor_exhibit(examine(factor(title=name), counted(levels)), BREAKOUTS)


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take a drawing that is there already: what becomes of it needs no browser."""
    monkeypatch.setattr(figure_files, "drawn", lambda _: NOTHING_DRAWN.format("text"))


@pytest.mark.browser
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_five_sessions_draw_at_once_and_a_killed_browser_is_started_again() -> None:
    drawn = figure_file(exhibit("Skin"), ABOUT, SOURCE, "SVG", dated=DATED)
    with ThreadPoolExecutor(5) as sessions:
        waiting = [
            sessions.submit(figure_file, exhibit(f"Skin {session}"), ABOUT, SOURCE, "SVG", dated=DATED)
            for session in range(5)
        ]
        for browser in _browsers():
            os.kill(browser, signal.SIGKILL)
        for session, each in enumerate(waiting):
            assert f"Skin {session}".encode() in each.result()
            assert f"Skin {(session + 1) % 5}".encode() not in each.result()
    drawing.forget_drawings()
    assert figure_file(exhibit("Skin"), ABOUT, SOURCE, "SVG", dated=DATED) == drawn
    nasty = figure_file(exhibit(HOSTILE), ABOUT, SOURCE, "SVG", dated=DATED)
    assert b"<script>alert" not in nasty
    assert nasty.endswith(b"</svg>")
    for of in (exhibit(), exhibit(HOSTILE)):
        document = pikepdf.open(io.BytesIO(figure_file(of, ABOUT, SOURCE, "PDF", dated=DATED)))
        assert any(FAMILY.replace(" ", "") in each for each in _fonts(document))
    drawing.stop_drawing()
    # The library leaves the folder of a browser that was killed to Python.
    gc.collect()


def _fonts(document: pikepdf.Pdf) -> list[str]:
    """Return the names of the fonts in a document."""
    found = [each for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/BaseFont" in each]
    return [str(each.BaseFont) for each in found]


def _browsers() -> list[int]:
    """Return the browsers that this process started."""
    return [
        int(status.parent.name)
        for status in Path("/proc").glob("[0-9]*/status")
        if f"PPid:\t{os.getpid()}\n" in status.read_text() and "chrom" in status.read_text().split("\n", 1)[0]
    ]


def test_what_has_no_figure_makes_no_file_of_one() -> None:
    with pytest.raises(ValueError, match="Nothing is drawn"):
        figure_file(replace(exhibit(), figure=None), ABOUT, SOURCE, "SVG", dated=DATED)


def test_without_a_browser_there_is_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chrome")
    monkeypatch.setattr(drawing, "_DRAWER", drawing._Drawer())
    drawing.forget_drawings()
    assert not drawing.can_draw()
    with pytest.raises(DashboardError, match="Install one of them"):
        figure_file(exhibit(), ABOUT, SOURCE, "SVG", dated=DATED)


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_browser_that_does_not_start_gives_a_plain_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER_PATH", shutil.which("false") or "")
    monkeypatch.setattr(drawing, "_DRAWER", drawing._Drawer())
    drawing.forget_drawings()
    with pytest.raises(DashboardError, match="could not be drawn"):
        figure_file(exhibit(), ABOUT, SOURCE, "SVG", dated=DATED)
    gc.collect()


def test_the_options_of_a_command_are_its_own() -> None:
    """A library below the one that draws reads them, and would take --log for one of its own."""
    code = "from analysis.exports.drawing import can_draw; can_draw(); import kaleido, sys; print(sys.argv)"
    ran = subprocess.run([sys.executable, "-c", code, "--log"], check=True, capture_output=True, text=True)
    assert ran.stdout == "['-c', '--log']\n"


@pytest.mark.usefixtures("undrawn")
def test_a_picture_has_the_pixels_of_its_size() -> None:
    for size in SIZES:
        for scale in (1, 2):
            made = figure_file(exhibit(), ABOUT, SOURCE, "PNG", dated=DATED, size=size, scale=scale)
            assert Image.open(io.BytesIO(made)).size == (scale * size.width, scale * size.height)


@pytest.mark.usefixtures("undrawn")
def test_a_vector_figure_carries_its_typeface_and_its_size() -> None:
    made = figure_file(exhibit(), ABOUT, SOURCE, "SVG", dated=DATED, size=SQUARE).decode()
    assert f'@font-face{{font-family:"{FAMILY}"' in made
    assert "url(data:font/woff2;base64," in made


@pytest.mark.usefixtures("undrawn")
def test_all_figures_lie_beside_their_numbers_and_captions_and_are_the_same_again() -> None:
    of = exhibit("=1+1")
    document = Document(
        title="Ours",
        dated=DATED.date(),
        is_sample=False,
        about={},
        parts=(Placed(of, of.stem, ()), Placed(of, f"{of.stem}-2", ())),
        has_tables=False,
        has_methods=False,
        caption=ABOUT,
        source=SOURCE,
        provenance=("Log: Saved log, version 3.",),
    )
    made = figures_as_zip(document, "PDF")
    assert made == figures_as_zip(document, "PDF")
    archive = zipfile.ZipFile(io.BytesIO(made))
    assert archive.namelist() == [
        *(f"{name}.{kind}" for name in (f"01 {of.stem}", f"02 {of.stem}-2") for kind in ("pdf", "csv", "txt")),
        "About.txt",
    ]
    numbers = pd.read_csv(archive.open(f"01 {of.stem}.csv"))
    assert list(numbers.iloc[:, 1]) == list(of.numbers.iloc[:, 1])
    text = archive.read(f"01 {of.stem}.txt").decode("utf-8-sig")
    for said in (of.finding, *ABOUT, SOURCE, *of.how, *of.cautions, of.alt):
        assert said in text
    assert "Open Font License" in caption_text(replace(of, how=()), ABOUT, SOURCE)


def test_letters_that_no_font_has_leave_a_sign_and_texts_are_never_markup() -> None:
    values = {
        "title": HOSTILE,
        "alt": HOSTILE + NOWHERE + "\x01\ud800",
        "drawing": NOTHING_DRAWN.format(f"a{NOWHERE}b"),
        "width": 880,
        "height": 495,
        "typeface": FAMILY,
    }
    made = pikepdf.open(io.BytesIO(as_pdf("figure.typ", values, DATED)))
    assert str(made.docinfo["/Title"]) == HOSTILE
    assert NO_GLYPH in _alt(made)
    assert HOSTILE in _alt(made)


def _alt(document: pikepdf.Pdf) -> str:
    """Return what is said in place of the first figure."""
    waiting: list[object] = [document.Root.StructTreeRoot.K]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, pikepdf.Array):
            waiting = [*node, *waiting]
        elif isinstance(node, pikepdf.Dictionary):
            if "/Alt" in node:
                return str(node.Alt)
            waiting = [node.get("/K"), *waiting]
    return ""
