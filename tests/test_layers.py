"""The layers of CONTRIBUTING.md, held by the imports: its table is read here, so that it cannot tell an old story."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.home_modules import home_modules

ROOT = Path(__file__).parents[1]
ANALYSIS = sorted(path.relative_to(ROOT) for path in (ROOT / "analysis").rglob("*.py"))
PAGES = sorted(path.relative_to(ROOT) for path in (ROOT / "pages").rglob("*.py"))
MODULES = {".".join(path.with_suffix("").parts) for path in ANALYSIS}
# Modules of `analysis` that stand in no room.
LOOSE = {"__init__", "__main__", "errors", "progress", "results"}
BASE = {"errors", "progress", "results"}
# Libraries that only the rooms named may know.
LIBRARIES = {
    "pandas": {
        "files",
        "identifiers",
        "outcome_log",
        "importing",
        "saved_log",
        "exhibits",
        "exports",
        "wording",
        "command_line",
    },
    "plotly": {"figures", "exports"},
    "scipy": {"methods", "counting", "identifiers"},
    "narwhals": {"counting", "listing"},
    "duckdb": {"counting", "outcome_log"},
    "pyspark": {"counting"},
    "deltalake": {"saved_log"},
    "jinja2": {"exports", "wording"},
    "typst": {"exports"},
    "pptx": {"exports"},
    "xlsxwriter": {"exports"},
    "python_calamine": {"files"},
    "pyreadstat": {"files"},
}


def _rooms() -> dict[str, set[str]]:
    """Return the rooms of the table in their order, each with the rooms that it may import."""
    rows = re.findall(
        r"^\| `(\w+)/` \| [^|]+ \| ([^|]+) \|$", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE
    )
    return {room: set(re.findall(r"`(\w+)`", may)) for room, may in rows}


ROOMS = _rooms()


def room_of(module: str) -> str:
    """Return the room of a module of `analysis`; a loose one is a room of its own."""
    return module.split(".")[1]


@cache
def tree_of(path: Path) -> ast.Module:
    """Return what a file says; each is read once for all tests."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """Return every part of a file, at any depth."""
    return tuple(ast.walk(tree_of(path)))


@cache
def imports_of(path: Path) -> set[str]:
    """Return every module that a file imports, at any depth and for type checking too, and every name as if one."""
    found: set[str] = set()
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: imports name the whole module"
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


@pytest.fixture(scope="module", autouse=True)
def _forget() -> Iterator[None]:
    """Half a million parts of files are not kept beside all other tests."""
    yield
    for remembered in (tree_of, nodes_of, imports_of):
        remembered.cache_clear()


def offends(modules: set[str], forbidden: set[str]) -> set[str]:
    return {module for module in modules if any(module == each or module.startswith(f"{each}.") for each in forbidden)}


def in_a_room(path: Path) -> bool:
    return path.parts[1] in ROOMS


def test_the_table_names_every_room_once_and_in_the_order_the_data_flows() -> None:
    folders = {path.parts[1] for path in ANALYSIS if len(path.parts) > 2}
    assert set(ROOMS) == folders
    assert {path.stem for path in ANALYSIS if len(path.parts) == 2} == LOOSE
    earlier: set[str] = set()
    for room, may in ROOMS.items():
        assert may <= earlier, f"{room} may import only rooms above it"
        earlier.add(room)


def test_a_room_imports_only_what_the_table_allows() -> None:
    for path in filter(in_a_room, ANALYSIS):
        room = path.parts[1]
        imported = {room_of(module) for module in imports_of(path) if module.startswith("analysis.")}
        assert imported <= ROOMS[room] | BASE | {room}, path


def test_the_table_allows_nothing_that_nobody_imports() -> None:
    """A permission that is not used hides the next shortcut."""
    for room, may in ROOMS.items():
        used = {
            room_of(module)
            for path in ANALYSIS
            if path.parts[1] == room
            for module in imports_of(path)
            if module.startswith("analysis.")
        }
        assert may <= used, room


def test_analysis_knows_neither_streamlit_nor_pages() -> None:
    for path in ANALYSIS:
        assert not offends(imports_of(path), {"streamlit", "pages", "dashboard", "sample_data", "tests"}), path


def test_no_room_imports_what_another_keeps_to_itself() -> None:
    for path in [*ANALYSIS, *PAGES]:
        private = {
            module
            for module in imports_of(path)
            if module.startswith(("analysis.", "pages.")) and module.rpartition(".")[2].startswith("_")
        }
        own = ".".join(path.with_suffix("").parts)
        assert not {module for module in private if not module.startswith(f"{own}.")}, path


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_stays_in_the_rooms_that_need_it(library: str) -> None:
    users = {path.parts[1] for path in ANALYSIS if offends(imports_of(path), {library})}
    assert users <= LIBRARIES[library]
    assert users, f"nobody needs {library}: take it out of the requirements"


def test_only_two_modules_of_the_saved_log_know_delta_lake() -> None:
    users = {path.stem for path in ANALYSIS if offends(imports_of(path), {"deltalake"})}
    assert users == {"storage", "stored_rows"}


def test_whoever_reads_a_file_screens_it() -> None:
    """What points to a person is gone before anything is drawn, cached or saved."""
    readers = {path for path in [*ANALYSIS, *PAGES] if "analysis.files.reading.read" in imports_of(path)}
    assert readers == {Path("analysis/importing/opening.py")}
    assert "analysis.identifiers.screening.screen" in imports_of(Path("analysis/importing/opening.py"))


def test_pages_and_their_parts_import_no_page() -> None:
    for path in PAGES:
        pages = {module for module in imports_of(path) if module.startswith("pages.")}
        assert not {module for module in pages if not module.startswith("pages.parts")}, path


def test_what_counts_and_computes_puts_nothing_into_words() -> None:
    """A method that formats a number writes a sentence that `wording` should write."""
    for path in ANALYSIS:
        if path.parts[1] in {"counting", "methods", "questions"}:
            assert not [node for node in nodes_of(path) if isinstance(node, ast.JoinedStr)], path


def _sees_rows(node: ast.AST) -> bool:
    """Tell whether a piece of code takes a log's frame, its codes or the rows that pass some filters."""
    called = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
    return called in {"codes", "rows"} or (isinstance(node, ast.Attribute) and node.attr == "frame")


def test_only_what_counts_in_memory_sees_rows() -> None:
    """All else takes counts: what is to count in a database or on a cluster takes the place of one module."""
    seeing = {
        path.stem
        for path in ANALYSIS
        if path.parts[1] in {"counting", "methods", "questions"} and any(map(_sees_rows, nodes_of(path)))
    }
    assert seeing == {"in_memory", "anonymity"}
    places = {"analysis.counting.in_memory", "analysis.counting.in_engine", "analysis.counting.engines"}
    assert {
        path.stem for path in [*ANALYSIS, *PAGES] if path.parts[1] != "counting" and places & imports_of(path)
    } == set()
    choosing = {path for path in [*ANALYSIS, *PAGES] if "analysis.counting.choosing" in imports_of(path)}
    assert choosing == {
        Path("analysis/command_line/chosen.py"),
        Path("pages/parts/cached.py"),
        Path("pages/parts/importing.py"),
    }


def test_questions_take_counts_first_then_the_result_and_last_what_was_found() -> None:
    order = ["counts", "result", "factor", "other", "others", "names", "entered", "found"]
    for path in ANALYSIS:
        for node in tree_of(path).body if path.parts[1] == "questions" else ():
            if isinstance(node, ast.FunctionDef):
                names = [each.arg for each in node.args.args if each.arg in order]
                assert names == sorted(names, key=order.index), (path, node.name)


def test_one_public_name_means_one_thing() -> None:
    """Whoever looks a name up finds one place."""
    places: dict[str, list[str]] = {}
    for path in ANALYSIS:
        for node in tree_of(path).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(str(path))
    assert not {name: where for name, where in places.items() if len(where) > 1}


def test_whoever_speaks_of_a_result_is_given_what_was_counted() -> None:
    """With a default, whoever forgets to say that clients or “Pustules” were counted speaks of breakouts.

    Counts alone may have one: they know what they counted, and whoever speaks of them asks them.
    """
    for path in [path for path in [*ANALYSIS, *PAGES] if path.parts[1] != "counting"]:
        for node in nodes_of(path):
            if isinstance(node, ast.arguments):
                named = [*node.posonlyargs, *node.args]
                optional = [*named[len(named) - len(node.defaults) :]]
                optional += [each for each, default in zip(node.kwonlyargs, node.kw_defaults, strict=True) if default]
                assert "counted" not in {each.arg for each in optional}, path


def test_a_result_of_four_fields_or_more_is_made_by_their_names() -> None:
    """Of numbers in a row two change places unseen."""
    for path in ANALYSIS:
        for node in tree_of(path).body if path.parts[1] in {"results.py", "methods", "questions"} else ():
            if isinstance(node, ast.ClassDef) and sum(isinstance(each, ast.AnnAssign) for each in node.body) >= 4:
                assert "kw_only=True" in ast.unparse(node.decorator_list[0]), (path, node.name)


def test_a_frozen_value_has_no_slots() -> None:
    """With them its class is made twice when it is loaded, and Python code keeps and brings back each of an answer."""
    for path in [*ANALYSIS, *PAGES]:
        for node in nodes_of(path):
            made = " ".join(map(ast.unparse, node.decorator_list)) if isinstance(node, ast.ClassDef) else ""
            assert not ("frozen=True" in made and "slots=True" in made), (path, made)


def test_what_home_shows_of_a_saved_log_loads_nothing_that_reads_files() -> None:
    """It takes as long to load as all the rest."""
    asked = home_modules()
    code = f"import sys, {', '.join(asked)}; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT)
    loaded = set(ran.stdout.split())
    assert loaded.issuperset(asked)
    assert not loaded & {"analysis.files.reading", "analysis.files.header", "analysis.identifiers.screening"}
