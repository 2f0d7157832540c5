"""The main journeys of a clinic manager, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from pages.parts.picture import LABEL
from tests.browser.conftest import STILL
from tests.browser.journeys import choose, save_picture, settled, use_this

ROOT = Path(__file__).parents[2]
MESSY = ROOT / "sample_data" / "outcomes_renamed_columns.csv"

pytestmark = pytest.mark.browser


def put_on_top(page: Page, added: str) -> None:
    """Add what becomes of a difference to the report, and move it up by keyboard."""
    page.get_by_role("button", name="Add to report").first.click()
    expect(page.get_by_role("button", name="Remove from report")).to_be_visible()
    page.get_by_role("link", name="Report").click()
    expect(page.get_by_role("button", name="Download the report")).to_be_visible()
    settled(page)
    arrow = page.get_by_role("button", name=f"Move up: {added}")
    arrow.focus()
    arrows = page.get_by_role("button", name=re.compile("^Move up: "))
    place = next(place for place, name in enumerate(arrows.all_inner_texts()) if added in name)
    for moved in range(1, 5):
        page.keyboard.press("Enter")
        expect(arrows.nth(place - moved)).to_have_accessible_name(f"Move up: {added}")
        settled(page)
        # The keyboard is still on the arrow, which moved along.
        expect(arrow).to_be_focused()


def test_a_manager_uploads_corrects_filters_and_takes_figures_away(page: Page, server: str, tmp_path: Path) -> None:
    page.goto(server)
    expect(page.get_by_text("made-up sample data")).to_be_visible()
    page.get_by_role("link", name="Upload your log").click()
    expect(page.get_by_role("heading", name="Outcome log", level=1)).to_be_visible()
    # A file that is chosen while the page is still drawn is lost.
    settled(page)

    # Upload a messy log: renamed columns, mixed codings, a row of totals.
    page.locator('input[type="file"]').set_input_files(MESSY)
    expect(page.get_by_text("outcomes_renamed_columns.csv").first).to_be_visible()
    expect(page.get_by_text("2,382")).to_be_visible()
    settled(page)

    # Correct a column, and see that it holds.
    choose(page, "Correct a column", "Area treated")
    choose(page, "It means", "Leave it out")
    use_this(page)
    page.get_by_role("link", name=re.compile("Show 2,381 treatments on Home")).click()
    expect(page.get_by_role("heading", name="Home")).to_be_visible()
    expect(page.get_by_text("made-up sample data")).to_have_count(0)
    expect(page.get_by_text("38 of 39 columns used")).to_be_visible()

    # Filter, and find the filter in the address and on the next page.
    choose(page, "^Clinic", "Harbour")
    page.keyboard.press("Escape")
    expect(page.get_by_text("Clinic: Harbour").first).to_be_visible()
    settled(page)
    assert "only_clinic=Harbour" in page.url

    # Open a factor and take its figure away as PNG, its numbers as CSV.
    page.get_by_role("button", name="Acne history").click()
    expect(page.get_by_role("heading", name="Factors", exact=True)).to_be_visible()
    expect(page.get_by_text("Clinic: Harbour").first).to_be_visible()
    settled(page)
    with page.expect_download() as figure:
        page.get_by_role("button", name=LABEL).last.click()
    assert figure.value.suggested_filename == "breakout-rate-by-acne-history.png"
    figure.value.save_as(tmp_path / "figure.png")
    assert (tmp_path / "figure.png").read_bytes().startswith(b"\x89PNG")
    with page.expect_download() as numbers:
        page.get_by_role("button", name="Numbers (CSV)").last.click()
    numbers.value.save_as(tmp_path / "numbers.csv")
    assert (tmp_path / "numbers.csv").read_text("utf-8-sig").startswith("Level of Acne history,Treatments,Breakouts")

    # The same figure as SVG.
    page.get_by_role("radio", name="SVG").or_(page.get_by_role("button", name="SVG")).first.click()
    settled(page)
    drawing = save_picture(page, page.get_by_role("button", name=LABEL).last, tmp_path, ".svg")
    assert drawing.name == "breakout-rate-by-acne-history.svg"

    # The report.
    added = "Acne history: on its own and after adjusting"
    put_on_top(page, added)
    with page.expect_download() as report:
        page.get_by_role("button", name="Download the report").click()
    report.value.save_as(tmp_path / "report.html")
    written = (tmp_path / "report.html").read_text("utf-8")
    assert "Clinic: Harbour" in written
    assert written.index(f"<bdi>{added}</bdi>") < written.index("<h2><bdi>Acne history</bdi></h2>")


def test_the_keyboard_stays_on_the_arrow_that_moves_a_section(page: Page, server: str) -> None:
    """Whoever uses no mouse moves a section as far as it goes, and back, without looking for its arrow again."""
    page.goto(f"{server}/Report")
    expect(page.get_by_role("button", name="Download the report")).to_be_visible()
    settled(page)
    up, down = (page.get_by_role("button", name=f"Move {way}: Teams") for way in ("up", "down"))
    arrows = page.get_by_role("button", name=re.compile("^Move up: "))
    down.focus()
    for place in (4, 5, 6):
        page.keyboard.press("Enter")
        expect(arrows.nth(place)).to_have_accessible_name("Move up: Teams")
        settled(page)
        # Below the last one there is nothing to move it past.
        expect(up if place == 6 else down).to_be_focused()
    page.keyboard.press("Enter")
    expect(arrows.nth(5)).to_have_accessible_name("Move up: Teams")
    settled(page)
    expect(up).to_be_focused()


def test_a_click_on_a_ranked_factor_opens_it(page: Page, server: str) -> None:
    page.goto(server)
    # The first chart is that of the months.
    mark = page.locator(".js-plotly-plot").nth(1).locator(".scatterlayer .point").first
    mark.wait_for()
    settled(page)
    mark.click(force=True)
    expect(page.get_by_role("heading", name=re.compile("^Acne history is linked to breakouts"))).to_be_visible()


def test_an_address_brings_back_the_view_it_was_copied_from(page: Page, server: str) -> None:
    page.goto(f"{server}/Factors?only_clinic=Harbour&factor=Skin+type&window=7")
    expect(page.get_by_role("heading", name=re.compile("Skin type"))).to_be_visible()
    expect(page.get_by_text(re.compile(r"Clinic: Harbour\..* Breakouts within 7 days count\."))).to_be_visible()


def test_from_a_factor_to_what_comes_with_it_and_what_would_help(page: Page, server: str) -> None:
    """A manager asks whether it is the product or the acne, then what would help most, for severe breakouts too."""
    page.goto(f"{server}/Factors?factor=Harsh+product")
    page.get_by_role("radio", name="Within groups").click()
    expect(page.get_by_text("is explained by “Acne history”").first).to_be_visible()
    settled(page)
    page.get_by_role("link", name="Adjusted").click()
    expect(page.get_by_role("heading", name="After adjusting for the other factors")).to_be_visible()
    page.get_by_role("radio", name="What could prevent the most").click()
    expect(page.get_by_text("If the link is causal, Aftercare adherence could prevent the most")).to_be_visible()
    page.get_by_role("radio", name="First ones").click()
    expect(
        page.get_by_text(re.compile("first treatments with the outcome and all these factors recorded"))
    ).to_be_visible()
    settled(page)
    # The question asked of the factor is still there when the manager comes back.
    page.get_by_role("link", name="Factors").click()
    expect(page.get_by_role("radio", name="Within groups")).to_be_checked()
    expect(page.get_by_text(re.compile("of 100 first treatments")).first).to_be_visible()


def test_what_one_count_stands_for_is_chosen_in_one_row(page: Page, server: str) -> None:
    page.goto(server)
    buttons = page.get_by_role("radiogroup", name="Count").get_by_role("radio")
    expect(buttons).to_have_text(["All", "First ones", "Clients"])
    boxes = [button.bounding_box() for button in buttons.all()]
    assert len({box["y"] for box in boxes if box is not None}) == 1


def test_a_factor_opened_by_a_button_is_in_the_address_and_its_bars_choose_what_is_compared(
    page: Page, server: str
) -> None:
    page.goto(server)
    page.get_by_role("button", name="Skin type").click()
    expect(page.get_by_role("heading", name=re.compile("^Skin type"))).to_be_visible()
    settled(page)
    assert "factor=Skin" in page.url
    page.reload()
    expect(page.get_by_role("heading", name=re.compile("^Skin type"))).to_be_visible()
    bars = page.locator(".js-plotly-plot").last.locator(".barlayer .point path")
    expect(bars).to_have_count(5)
    settled(page)

    # A click on a bar compares its level with all the others; the keyboard does so in the box.
    bars.last.click(force=True)
    compared = page.get_by_role("combobox", name="Compare")
    expect(compared).to_have_value("sensitive vs all the others")
    expect(page.get_by_role("heading", name=re.compile("with “sensitive”, compared with"))).to_be_visible()
    settled(page)
    for key in ("ArrowDown", "ArrowUp", "Enter"):
        compared.press(key)
    expect(compared).to_have_value("combination vs all the others")
    expect(page.get_by_role("heading", name=re.compile("with “combination”, compared with"))).to_be_visible()


def test_the_address_names_no_practitioner(page: Page, server: str) -> None:
    page.goto(server)
    choose(page, "^Practitioner", "P03")
    expect(page.get_by_text("Practitioner: P03").first).to_be_visible()
    settled(page)
    assert "P03" not in page.url


def test_the_report_needs_no_network_and_saves_every_figure(
    page: Page, browser: Browser, server: str, tmp_path: Path
) -> None:
    page.goto(f"{server}/Report")
    expect(page.get_by_role("button", name="Download the report")).to_be_visible()
    settled(page)
    with page.expect_download() as report:
        page.get_by_role("button", name="Download the report").click()
    file = tmp_path / "report.html"
    report.value.save_as(file)

    context = browser.new_context(**STILL, accept_downloads=True)
    asked: list[str] = []
    alone = context.new_page()
    alone.on("request", lambda request: asked.append(request.url))
    alone.goto(file.as_uri())
    alone.wait_for_selector(".main-svg")
    figures = alone.locator(".plotly-graph-div").count()
    saved = []
    alone.on("download", lambda download: saved.append(download.suggested_filename))
    alone.get_by_role("button", name="Save every figure as SVG").click()
    for _ in range(60):
        if len(saved) == figures:
            break
        alone.wait_for_timeout(250)
    assert len(set(saved)) == figures == 6
    assert all(name.endswith(".svg") for name in saved)
    assert not [url for url in asked if not url.startswith(("file:", "blob:", "data:"))]
    assert alone.pdf(path=tmp_path / "report.pdf").startswith(b"%PDF")
    context.close()
