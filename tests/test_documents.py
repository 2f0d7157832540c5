"""What the documents name is there: a path that was moved or a test that was renamed is promised no longer."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.__main__ import _parser
from analysis.files import limits
from tests.wording.test_voice import BANNED

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "SECURITY.md")
IN_THE_VOICE = (*DOCUMENTS, "CHANGELOG.md", "sample_data/README.md")
# A path in code quotes with an ending, or a folder; what stands for many has <angle brackets>.
_PATH = re.compile(r"`((?:[\w.]+/)*[\w.]+\.(?:py|md|json|toml|R)|(?:[\w.]+/)+)`")
_WRITTEN_WHILE_RUNNING = {
    "outcome_log/treatments/",
    "outcome_log/known_files.json",
    "outcome_log/calls.json",
    "outcome_log/dismissed_warnings.json",
    "outcome_log/newest_version.json",
    "outcome_log/last_backup.json",
}


def paths_in(document: str) -> list[str]:
    found = _PATH.findall((ROOT / document).read_text(encoding="utf-8"))
    return [path for path in found if path not in _WRITTEN_WHILE_RUNNING]


@pytest.mark.parametrize(("document", "path"), [(each, path) for each in DOCUMENTS for path in paths_in(each)])
def test_a_path_that_a_document_names_is_there(document: str, path: str) -> None:
    places = [ROOT / path, ROOT / "analysis" / path, *(ROOT / "analysis").glob(f"*/{path}")]
    assert any(place.exists() for place in places), f"{document} names {path}"


def test_the_documents_name_paths() -> None:
    assert all(len(paths_in(document)) > 3 for document in DOCUMENTS)


def options_of(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Yield every option of a command and of the commands below it."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from options_of(command)
        else:
            yield from (option for option in action.option_strings if option.startswith("--") and option != "--help")


def test_the_readme_names_every_option_of_the_command_line_and_no_other() -> None:
    assert {*re.findall(r"--[a-z][a-z-]+", README)} == {*options_of(_parser())}


def test_the_readme_lists_the_pages_in_the_order_of_the_menu() -> None:
    menu = [path.stem.partition("_")[2].replace("_", " ") for path in sorted((ROOT / "pages").glob("*.py"))]
    assert re.findall(r"^\| \*\*([\w ]+)\*\* \|", README, re.MULTILINE) == ["Home", *menu]


def test_a_label_that_the_readme_quotes_is_on_a_page() -> None:
    """A button that was renamed would be looked for in vain."""
    pages = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "pages").rglob("*.py"))
    pages += "\n".join(path.stem.replace("_", " ") for path in (ROOT / "pages").glob("*.py"))
    headings = re.findall(r"^#+ (.+)$", README, re.MULTILINE)
    quoted = re.findall(r"(?<!\*)\*([A-Z][\w ’?-]+)\*(?!\*)", README)
    assert len(quoted) > 10
    assert not [label for label in quoted if label not in pages and label not in (*headings, "Home")]


def test_the_limits_in_the_readme_are_those_of_the_code() -> None:
    size = f"{limits.MOST_BYTES // limits.MEGABYTE} MB"
    table = f"{limits.MOST_ROWS:,} rows and {limits.MOST_COLUMNS:,} columns"
    assert f"A file may have up to {size}, a table up to {table}." in README


@pytest.mark.parametrize("document", IN_THE_VOICE)
def test_no_document_has_a_phrase_of_the_old_dialect(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    found = [f"line {text[: match.start()].count(chr(10)) + 1}: {match[0]}" for match in BANNED.finditer(text)]
    assert not found, found
