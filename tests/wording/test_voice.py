"""The voice of the product: no text that a reader may see has a phrase of the old dialect."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Each phrase with what to write in its place.
INSTEAD = {
    r"\btold\b": "name what it is: reported, known, shown",
    r"\bgo(es)? with\b": "is linked to",
    r"\bstands? out\b": "linked, or could be chance",
    r"\bmost telling\b": "strongest link first",
    r"\btaken alone\b": "on its own",
    r"\ballow(s|ed|ing)? for (all|the other|other|several) factors\b": "after adjusting",
    r"\bsomething else\?": "Within groups",
    r"\bcan this log tell\b": "Enough data?",
    r"\bwhat would help\b": "what could prevent the most",
    r"\bin a straight line\b": "as a steady trend",
    r"\bin fifths\b": "in five groups",
    r"\bin no (bar|rate)\b": "not counted (outcome unknown)",
    r"\bis not known\b": "is unknown",
    r"\bkept log\b|\blog (that is|is) kept\b": "saved log",
    r"\b(bring|brought|brings) (in|it in|the file in)\b": "upload, or import",
    r"\btak(e|en|es) (it )?(away|back)\b|\btook back\b": "download; undo",
    r"\b(have|had|brought|brings?) back\b": "restore",
    r"\bwhat was understood\b": "how your file was read",
    r"\bof each, drawn are\b|\bjust so\b|\bstays? as (it is|they are)\b": "say it plainly",
    r"\b(treatments?|clients?) that pass(es)?\b|\bpasses these filters\b": "the treatments you chose",
    r"\b(file|log|column|header|row|rows|value|values|note) says?\b": "name what it is",
    r"\b(you|they|nobody|somebody|you have) (say|said|says)\b|\byour word\b": "you chose",
    r"\bpoints? to (a |any )?persons?\b": "personal data",
    r"\bwhoever\b": "the person",
}
SOURCES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "dashboard.py", *(ROOT / "analysis").rglob("*.py"), *(ROOT / "pages").rglob("*.py"))
)
BANNED = re.compile("|".join(f"(?:{phrase})" for phrase in INSTEAD), re.IGNORECASE)


def _documentation(tree: ast.AST) -> set[int]:
    """Return the ids of the nodes that are docstrings."""
    of = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, of) and node.body and isinstance(node.body[0], ast.Expr)
    }


def texts_of(source: str) -> Iterator[tuple[int, str]]:
    """Yield the line and text of every literal of several words; a value that is put in is a space."""
    tree = ast.parse(source)
    others = _documentation(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            others |= {id(part) for part in node.values}
            yield (
                node.lineno,
                "".join(str(part.value) if isinstance(part, ast.Constant) else " " for part in node.values),
            )
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in others:
            yield node.lineno, node.value


def is_prose(text: str) -> bool:
    """Tell whether a literal is for readers: several words, and no pattern or list of words of files."""
    return " " in text.strip() and not re.search(r"[|\\][a-z(?]|\(\?|\[\w-", text)


@pytest.mark.parametrize("path", SOURCES)
def test_no_text_has_a_phrase_of_the_old_dialect(path: str) -> None:
    found = [
        f"line {line}: “{match[0]}” in {text!r}"
        for line, text in texts_of((ROOT / path).read_text(encoding="utf-8"))
        if is_prose(text) and (match := BANNED.search(text))
    ]
    assert not found, found


def test_the_methods_have_none_either() -> None:
    text = (ROOT / "analysis" / "wording" / "methods.md").read_text(encoding="utf-8")
    assert not [match[0] for match in BANNED.finditer(text)]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Somebody must be told of it.", "told"),
        ("what breakouts go with", "go with"),
        ("The outcome of 3 treatments is not known.", "is not known"),
        ("You can take it back.", "take it back"),
        ("as the header says", "header says"),
        ("Each client’s first treatment counts.", None),
        ("A link is not proof of a cause.", None),
        ("Standard errors", None),
    ],
)
def test_a_banned_phrase_is_found_as_a_whole(text: str, phrase: str | None) -> None:
    match = BANNED.search(text)
    assert (match and match[0]) == phrase
