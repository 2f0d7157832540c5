"""The layer rule of CONTRIBUTING.md, read from the imports."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted(
    path.relative_to(ROOT) for folder in ("analysis", "pages", "sample_data") for path in (ROOT / folder).rglob("*.py")
)


def imports_of(path: Path) -> set[str]:
    """Return every module that a file imports, at any depth and for type checking too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: imports name the whole module"
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def offends(modules: set[str], forbidden: tuple[str, ...]) -> set[str]:
    return {module for module in modules if any(module == each or module.startswith(f"{each}.") for each in forbidden)}


@pytest.mark.parametrize("path", [path for path in SOURCES if path.parts[0] == "analysis"], ids=str)
def test_analysis_knows_neither_streamlit_nor_pages(path: Path) -> None:
    assert not offends(imports_of(path), ("streamlit", "pages", "dashboard", "sample_data", "tests"))


@pytest.mark.parametrize("path", [path for path in SOURCES if path.parts[:2] == ("analysis", "methods")], ids=str)
def test_methods_see_counts_only(path: Path) -> None:
    forbidden = (
        "pandas",
        "plotly",
        "analysis.figures",
        "analysis.report",
        "analysis.files.reading",
        "analysis.importing.cleaning",
    )
    modules = imports_of(path)
    assert not offends(modules, forbidden)
    private = {
        module for module in modules if module.startswith("analysis.") and module.rpartition(".")[2].startswith("_")
    }
    assert not private


@pytest.mark.parametrize("path", [path for path in SOURCES if path.parts[:2] == ("analysis", "questions")], ids=str)
def test_questions_count_and_ask_methods_and_show_nothing(path: Path) -> None:
    forbidden = ("pandas", "plotly", "analysis.figures", "analysis.report", "analysis.files", "analysis.saved_log")
    assert not offends(imports_of(path), (*forbidden, "analysis.importing.cleaning"))


@pytest.mark.parametrize("path", [path for path in SOURCES if path.parts[:2] == ("analysis", "methods")], ids=str)
def test_methods_do_not_ask_questions(path: Path) -> None:
    assert not offends(imports_of(path), ("analysis.questions", "analysis.questions.at_a_glance"))


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in SOURCES
        if path.parts[:2] in {("analysis", "outcome_log"), ("analysis", "identifiers"), ("analysis", "tally.py")}
    ],
    ids=str,
)
def test_the_log_comes_before_what_is_made_of_it(path: Path) -> None:
    assert not offends(
        imports_of(path),
        (
            "analysis.methods",
            "analysis.figures",
            "analysis.report",
            "analysis.questions.at_a_glance",
            "analysis.saved_log",
        ),
    )


@pytest.mark.parametrize("path", [path for path in SOURCES if path.parts[:2] == ("analysis", "files")], ids=str)
def test_files_are_read_without_knowing_what_they_mean(path: Path) -> None:
    ours = {module for module in imports_of(path) if module.startswith("analysis.")}
    assert not {module for module in ours if not module.startswith("analysis.files")}


def test_whoever_reads_a_file_screens_it() -> None:
    """What points to a person is gone before anything is drawn, cached or kept."""
    readers = {path for path in SOURCES if "analysis.files.reading.read" in imports_of(path)}
    assert readers == {Path("analysis/bringing_in.py")}
    assert "analysis.identifiers.screening.screen" in imports_of(Path("analysis/bringing_in.py"))


@pytest.mark.parametrize("path", [path for path in SOURCES if path.parts[:2] == ("analysis", "saved_log")], ids=str)
def test_the_kept_log_holds_cleaned_logs_and_knows_nothing_of_what_is_made_of_them(path: Path) -> None:
    later = ("tally", "results", "methods", "overview", "figures", "report", "__main__")
    cleaning = ("analysis.importing.cleaning", "analysis.importing.typed_columns")
    assert not offends(imports_of(path), (*(f"analysis.{each}" for each in later), *cleaning))


def test_only_the_storage_of_the_kept_log_knows_delta_lake() -> None:
    users = {path for path in SOURCES if offends(imports_of(path), ("deltalake",))}
    assert users == {Path("analysis/saved_log/storage.py"), Path("analysis/saved_log/stored_rows.py")}


@pytest.mark.parametrize("path", [path for path in SOURCES if path.parts[0] == "pages"], ids=str)
def test_pages_and_their_parts_import_no_page(path: Path) -> None:
    pages = {
        module for module in imports_of(path) if module.startswith("pages.") and not module.startswith("pages.parts")
    }
    assert not pages - {"pages.parts"}


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if path.parts[:2] in {("analysis", "figures"), ("analysis", "report")}], ids=str
)
def test_charts_and_words_are_made_of_results_and_not_of_files(path: Path) -> None:
    assert not offends(imports_of(path), ("analysis.files.reading", "analysis.importing.cleaning"))


def test_methods_put_nothing_into_words() -> None:
    """A method that formats a number writes a sentence that `report.wording` should write."""
    for path in SOURCES:
        if path.parts[:2] in {("analysis", "methods"), ("analysis", "tally.py"), ("analysis", "overview.py")}:
            tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
            assert not [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)], path
