"""Every key of a session's state stands once, in pages/parts/session.py, and only the part that owns it writes it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import session
from pages.parts.session import Key, Keys
from tests.pages.opening import labelled, words_of

ROOT = Path(__file__).parents[2]
PARTS = [ROOT / "dashboard.py", *sorted((ROOT / "pages").rglob("*.py"))]
OTHERS = [path for path in PARTS if path.name != "session.py"]
KEYS = {name: each for name, each in vars(session).items() if isinstance(each, Key | Keys)}
WRITES = {"set", "begin", "forget", "take"}
IDS = {"ids": lambda path: path.relative_to(ROOT).as_posix()}


def calls_of(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))


def widget_keys(path: Path) -> Iterator[str]:
    """Yield the keys, or how they begin, that widgets are given as words of their own."""
    for call in calls_of(path):
        for said in call.keywords:
            if said.arg == "key" and isinstance(said.value, ast.Constant):
                yield str(said.value.value)
            elif said.arg == "key" and isinstance(said.value, ast.JoinedStr):
                first = said.value.values[0]
                assert isinstance(first, ast.Constant), f"{path.name}: a key that may begin like any other"
                yield str(first.value)


def keys_set(node: ast.expr) -> Iterator[str]:
    """Yield the keys of `session` that an expression names."""
    for each in ast.walk(node):
        if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id == "session":
            yield each.attr


def written_by(path: Path) -> set[str]:
    """Return the keys that a part writes, and those that it gives a widget or a function to write."""
    written: set[str] = set()
    for call in calls_of(path):
        if isinstance(call.func, ast.Attribute) and call.func.attr in WRITES | {"of"}:
            written.update(keys_set(call.func.value))
        for said in (*call.args, *(each.value for each in call.keywords if each.arg == "key")):
            shown = said.value if isinstance(said, ast.Attribute) and said.attr == "name" else said
            if isinstance(shown, ast.Attribute):
                written.update(keys_set(shown))
    return written & KEYS.keys()


@pytest.mark.parametrize("path", OTHERS, **IDS)
def test_no_part_reaches_into_the_state_past_its_keys(path: Path) -> None:
    names = {node.attr for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Attribute)}
    assert "session_state" not in names


def test_a_key_has_one_name_and_one_part_that_writes_it() -> None:
    owners: dict[str, list[str]] = {name: [] for name in KEYS}
    for path in OTHERS:
        for name in written_by(path):
            owners[name].append(path.name)
    assert {name: parts for name, parts in owners.items() if len(parts) != 1} == {}


def test_no_key_stands_for_two_things() -> None:
    names = [each.name if isinstance(each, Key) else each.prefix for each in KEYS.values()]
    widgets = [(key, path.name) for path in OTHERS for key in sorted({*widget_keys(path)})]
    words = [*names, *(key for key, _ in widgets)]
    assert len(words) == len({*words})
    families = [each.prefix for each in KEYS.values() if isinstance(each, Keys)]
    assert not [word for word in words for prefix in families if word != prefix and word.startswith(prefix)]


def drawn() -> AppTest:
    def script() -> None:
        import streamlit as st  # noqa: PLC0415 - a script of its own

        from pages.parts import session  # noqa: PLC0415

        session.keep_alive()
        if st.toggle("New file"):
            session.forget_file()
        if st.toggle("Draw", value=True):
            st.text_input("Kept", key=session.FACTOR.name)
            st.text_input("Not kept", key=session.VALUES_OF.name)
            st.text_input("Of one factor", key=session.GROUPS_OF.of("clinic").name)
            st.text_input("Of one file", key=session.KEEP_IT.name)
        kept = (session.FACTOR, session.VALUES_OF, session.GROUPS_OF.of("clinic"), session.KEEP_IT)
        st.markdown(" ".join(str(each.get() or "-") for each in kept))

    return AppTest.from_function(script).run()


def test_what_outlives_a_page_is_there_when_its_widget_is_not_drawn_and_the_rest_is_not() -> None:
    app = drawn()
    for box, text in zip(app.text_input, "abcd", strict=True):
        box.set_value(text)
    assert words_of(app.run().markdown) == "a b c d"
    labelled(app.toggle, "Draw").set_value(False).run()
    assert words_of(app.run().markdown) == "a - c -"


def test_what_was_chosen_about_a_file_goes_with_it() -> None:
    app = drawn()
    for box, text in zip(app.text_input, "abcd", strict=True):
        box.set_value(text)
    labelled(app.toggle, "New file").set_value(True).run()
    assert words_of(app.markdown) == "a b c -"


def test_a_key_that_was_never_set_has_its_default() -> None:
    def script() -> None:
        import streamlit as st  # noqa: PLC0415

        from pages.parts.session import Key, Keys  # noqa: PLC0415

        key, keys = Key("x", "default"), Keys("of ", 0)
        said = [key.get(), key.is_set, key.begin("first"), key.begin("second"), key.is_set]
        key.set("set")
        said += [key.take(), key.get(), key.is_set]
        keys.of("a").set(1)
        keys.of("b").set(2)
        keys.of("a").forget()
        st.text(repr([*said, keys.names(), keys.of("b").get(), keys.of("a").get()]))

    assert words_of(AppTest.from_function(script).run().text) == repr(
        ["default", False, "first", "first", True, "set", "default", False, ["b"], 2, 0]
    )
