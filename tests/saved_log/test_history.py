"""Any sequence of imports, undos and erasures gives what a plain dictionary of the files would."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import DashboardError
from analysis.saved_log import storage
from analysis.saved_log.changes import effect
from analysis.saved_log.opening import open_log
from analysis.saved_log.writing import add, erase, undo
from tests.logs import log_of
from tests.saved_log.logs import FEBRUARY, JANUARY, MARCH, about, added, digest, kept_rows

# Treatment, client, skin type, an extra factor, outcome: a blank says nothing.
Row = tuple[str, ...]
NAMES = ("treatment_id", "client_id", "skin_type", "Lamp", "breakout", "clinic")

files = st.lists(
    st.tuples(
        st.sampled_from(["T1", "T2", "T3", "T4"]),
        st.sampled_from(["C1", "C2", "C2", ""]),
        st.sampled_from(["", "oily", "dry"]),
        st.sampled_from(["", "red", "blue"]),
        st.sampled_from(["", "yes", "no"]),
        st.just("Harbour"),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda row: row[0],
)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("add"), files),
        st.tuples(st.just("again"), st.integers(0, 5)),
        st.tuples(st.just("undo"), st.integers(1, 9)),
        st.tuples(st.just("erase"), st.sampled_from(["C1", "C2"])),
    ),
    min_size=2,
    max_size=9,
)


class Model:
    """The log as a list of what was done; opening it goes through all of it."""

    def __init__(self) -> None:
        self.done: list[tuple[str, Any]] = []

    def in_effect(self, version: int) -> set[int]:
        undone: set[int] = set()
        for number in range(version, 0, -1):
            kind, what = self.done[number - 1]
            if kind == "undo" and number not in undone:
                undone.add(what)
        return set(range(1, version + 1)) - undone

    def treatments(self, version: int) -> dict[str, dict[str, str]]:
        known: dict[str, dict[str, str]] = {}
        for number in sorted(self.in_effect(version)):
            kind, what = self.done[number - 1]
            if kind == "import":
                for row in what:
                    said = {name: text for name, text in zip(NAMES, row, strict=True) if text}
                    known.setdefault(row[0], {}).update(said)
        return known

    def erase(self, client: str) -> int:
        imports = [what for kind, what in self.done if kind == "import"]
        theirs = {row[0] for file in imports for row in file if row[1] == client}
        for file in imports:
            file[:] = [row for row in file if not (row[1] == client or (row[0] in theirs and not row[1]))]
        return len(theirs)


def text_of(rows: list[Row]) -> str:
    """Return a file with these rows."""
    return ",".join(NAMES) + "\n" + "".join(",".join(row) + "\n" for row in [*rows, *ALWAYS])


# With these every column is a factor, however few rows a file has.
ALWAYS: list[Row] = [
    ("T6", "C8", "oily", "red", "no", "Harbour"),
    ("T7", "C8", "dry", "red", "no", "Harbour"),
    ("T8", "C9", "oily", "blue", "no", "Harbour"),
    ("T9", "C9", "dry", "blue", "yes", "Harbour"),
]


@settings(max_examples=12, deadline=None, derandomize=True)
@given(steps)
def test_any_sequence_is_what_a_dictionary_would_hold(done: list[tuple[str, object]]) -> None:
    model = Model()
    texts: list[str] = []
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(storage, "MOST_FILES", 3)
        folder = Path(name)
        for kind, what in done:
            if kind in {"add", "again"}:
                if kind == "again" and not texts:
                    continue
                text = text_of(what) if kind == "add" else texts[what % len(texts)]
                texts.append(text)
                log = log_of(text)
                kept = open_log(folder)
                told = effect(kept, log, digest(text))
                assert told.rows == told.new + told.changed + told.unchanged
                assert told.staying + told.changed + told.unchanged == len(kept)
                made = add(folder, log, about(text), expected_version=kept.latest)
                if made.number > kept.latest:
                    rows = [tuple(line.split(",")) for line in text.splitlines()[1:]]
                    model.done.append(("import", rows))
                    assert (made.new, made.changed, made.unchanged) == (told.new, told.changed, told.unchanged)
                assert add(folder, log, about(text)).number <= len(model.done), "the same file again changes nothing"
            elif kind == "undo":
                latest = len(model.done)
                may = what in model.in_effect(latest) and model.done[what - 1][0] != "erasure"
                if may:
                    assert undo(folder, what).number == latest + 1
                    model.done.append(("undo", what))
                else:
                    with pytest.raises(DashboardError):
                        undo(folder, what)
            else:
                erased = model.erase(str(what))
                assert erase(folder, str(what)).treatments == erased
                if erased:
                    model.done.append(("erasure", None))
        for version in range(len(model.done) + 1):
            saved_log = open_log(folder, version)
            assert {row["treatment_id"]: row for row in kept_rows(folder, version)} == model.treatments(version)
            assert {each.number for each in saved_log.versions if each.in_effect} == model.in_effect(version)
        assert open_log(folder).latest == len(model.done)


def test_undoing_an_import_leaves_what_later_files_hold_too(tmp_path: Path) -> None:
    """A monthly export that repeats the months before stands on its own."""
    added(tmp_path, JANUARY, JANUARY + MARCH.partition("\n")[2])
    undo(tmp_path, 1)
    assert [row["treatment_id"] for row in kept_rows(tmp_path)] == ["T1", "T2", "T4"]
    undo(tmp_path, 2)
    assert kept_rows(tmp_path) == []


def test_an_undo_can_be_undone_and_nothing_twice(tmp_path: Path) -> None:
    added(tmp_path, JANUARY, FEBRUARY)
    before = kept_rows(tmp_path)
    assert undo(tmp_path, 1, by="Ana").number == 3
    assert [row["treatment_id"] for row in kept_rows(tmp_path)] == ["T2", "T3"]
    with pytest.raises(DashboardError, match=r"^Version 1 is undone already: to restore it, undo the undo\.$"):
        undo(tmp_path, 1)
    undo(tmp_path, 3)
    assert kept_rows(tmp_path) == before
    assert [each.in_effect for each in open_log(tmp_path).versions] == [True, True, False, True]
    with pytest.raises(DashboardError, match="Version 9 cannot be undone, because it does not exist"):
        undo(tmp_path, 9)


def test_every_version_says_what_it_was(tmp_path: Path) -> None:
    text = JANUARY
    add(tmp_path, log_of(text), about(text, r"C:\exports\january.csv"))
    added(tmp_path, FEBRUARY)
    undo(tmp_path, 1, by="Ana")
    first, second, third = open_log(tmp_path).versions
    assert (first.file_name, first.digest, first.rows_kept, first.new, first.in_effect) == (
        "january.csv", digest(text), 2, 2, False
    )  # fmt: skip
    assert (second.new, second.changed, second.unchanged) == (1, 1, 0)
    assert (third.kind, third.undoes, third.by) == ("undo", 1, "Ana")
    assert first.when.endswith("+00:00")


def test_a_version_that_never_was_is_refused(tmp_path: Path) -> None:
    added(tmp_path, JANUARY)
    assert len(open_log(tmp_path, 0)) == 0
    with pytest.raises(DashboardError, match="The saved log has no version 2: choose one from 1 to 1"):
        open_log(tmp_path, 2)
