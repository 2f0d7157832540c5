"""The glossary: every term once, short enough for a hover text, and used on a page."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from analysis.wording.glossary import GLOSSARY, Entry, explain

ROOT = Path(__file__).parents[2]
SHOWING = [ROOT / "dashboard.py", *sorted((ROOT / "pages").rglob("*.py")), *sorted((ROOT / "analysis").rglob("*.py"))]
# Terms that everybody knows, or that stand where nothing can be hovered over: Methods has them.
ON_METHODS_ONLY: set[str] = {
    "treatment",
    "breakout",
    "known outcome",
    "adherence",
    "factor",
    "difference per 100",
    "reference",
    "could be chance",
}
LONGEST_SENTENCE = 32  # words: more are hard to read aloud in one breath
MOST_SENTENCES = 3


def explained_on_pages() -> set[str]:
    """Return every term that a page, or the words of one, asks the glossary for by its name."""
    return {
        str(node.args[0].value)
        for path in SHOWING
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "explain"
        and isinstance(node.args[0], ast.Constant)
    }


def test_no_term_is_defined_twice() -> None:
    terms = [entry.term.casefold() for entry in GLOSSARY]
    assert len(terms) == len(set(terms))


def test_pages_ask_for_terms_that_there_are() -> None:
    assert explained_on_pages() <= {entry.term for entry in GLOSSARY}


def test_every_term_is_explained_on_a_page() -> None:
    assert {entry.term for entry in GLOSSARY} - explained_on_pages() == ON_METHODS_ONLY


@pytest.mark.parametrize("entry", GLOSSARY, ids=lambda entry: entry.term)
def test_an_entry_can_be_read_aloud(entry: Entry) -> None:
    sentences = re.split(r"(?<=[.!?])\s+", entry.meaning)
    assert len(sentences) <= MOST_SENTENCES
    assert all(len(sentence.split()) <= LONGEST_SENTENCE for sentence in sentences)
    assert entry.meaning.endswith(".")
    assert entry.meaning[0].isupper() or entry.meaning[0].isdigit()


def test_a_hover_text_names_the_section_with_the_rest() -> None:
    assert explain("breakout rate") == (
        "Breakouts divided by the treatments with a known outcome. 27 breakouts after 300 such treatments are 9.0%. "
        "(More: Methods, “Rates and differences”.)"
    )


def test_a_term_that_is_not_there_is_no_empty_hover_text() -> None:
    with pytest.raises(KeyError):
        explain("phlogiston")
