"""What was said about a file is remembered for the next one with the same header, and for no other."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import DashboardError
from analysis.files.layout import LayoutChoices
from analysis.files.reading import read
from analysis.identifiers.choices import ScreenChoices
from analysis.importing.choices import ImportChoices
from analysis.importing.cleaning import clean
from analysis.importing.opening import open_as_remembered
from analysis.saved_log import known_files
from analysis.saved_log.digests import with_check
from analysis.saved_log.folder import KNOWN_FILES, LOCK, only_writer
from analysis.saved_log.known_files import (
    MOST_KNOWN_FILES,
    _as_data,
    forget_client,
    recall,
    remember,
    signature,
)
from tests.saved_log import children

HEADER = ("Tx date", "Acne hx", "Result")
SAID = ImportChoices(
    columns=(("Result", "breakout"), ("Tx date", "extra factor")),
    yes=frozenset({"A"}),
    no=frozenset({"B", "C"}),
    values=(("Acne hx", (("hx+", "past"), ("?", ""))),),
    date_order="day first",
    layout=LayoutChoices(encoding="cp1252", header_row=3),
    screen=ScreenChoices(keep=frozenset({("Result", "free text")}), pseudonymise=frozenset({"Acne hx"})),
)


def test_next_months_file_needs_no_clicks(tmp_path: Path) -> None:
    remember(tmp_path, HEADER, SAID)
    assert recall(tmp_path, HEADER) == SAID


def test_what_is_recalled_speaks_of_the_columns_as_the_next_file_spells_them(tmp_path: Path) -> None:
    remember(tmp_path, ("client", "Result", "Acne hx"), ImportChoices(columns=(("Result", "breakout"),)))
    header = ("CLIENT", "result ", "Acne  hx")
    found = recall(tmp_path, header)
    assert found is not None
    text = ",".join(header) + "\nC1,yes,none\nC2,no,past\n"
    log, _ = clean(read(text.encode(), "june.csv"), found.fitting(("CLIENT", "result", "Acne hx")))
    assert len(log) == 2


@pytest.mark.parametrize(
    "header", [("Tx date", "Result", "Acne hx"), ("Tx date", "Acne hx"), ("Tx date Acne hx", "Result")]
)
def test_another_header_is_another_file(tmp_path: Path, header: tuple[str, ...]) -> None:
    remember(tmp_path, HEADER, SAID)
    assert recall(tmp_path, header) is None


def test_the_last_word_counts(tmp_path: Path) -> None:
    remember(tmp_path, HEADER, SAID)
    remember(tmp_path, HEADER, ImportChoices())
    assert recall(tmp_path, HEADER) == ImportChoices()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"files": []}', '{"files": {"x": 1}}', "\x00"])
def test_a_damaged_memory_is_no_memory_and_no_error(tmp_path: Path, text: str) -> None:
    (tmp_path / KNOWN_FILES).write_text(text.replace('"x"', json.dumps(signature(HEADER))), encoding="utf-8")
    assert recall(tmp_path, HEADER) is None
    remember(tmp_path, HEADER, SAID)
    assert recall(tmp_path, HEADER) == SAID


def test_a_field_that_this_release_does_not_have_is_forgotten_and_the_rest_kept(tmp_path: Path) -> None:
    remember(tmp_path, HEADER, SAID)
    path = tmp_path / KNOWN_FILES
    said = json.loads(path.read_text(encoding="utf-8").replace('"breakout"', '"glow"'))
    del said["check"]
    path.write_text(json.dumps(with_check(said)), encoding="utf-8")
    found = recall(tmp_path, HEADER)
    assert found is not None
    assert found.columns == (("Tx date", "extra factor"),)


def test_the_file_does_not_grow_without_end(tmp_path: Path) -> None:
    for number in range(MOST_KNOWN_FILES + 3):
        remember(tmp_path, (f"column {number}",), ImportChoices())
    assert recall(tmp_path, ("column 2",)) is None
    assert recall(tmp_path, ("column 3",)) is not None


def test_it_is_a_whole_file_at_every_moment(tmp_path: Path) -> None:
    """Two people at once: neither loses the other's memory, and nobody ever sees half a file."""
    remember(tmp_path, HEADER, SAID)
    writers = [children.started(children.remembering, tmp_path, number)[0] for number in range(2)]
    while any(writer.is_alive() for writer in writers):
        assert recall(tmp_path, HEADER) == SAID or json.loads((tmp_path / KNOWN_FILES).read_text(encoding="utf-8"))
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert {path.name for path in tmp_path.iterdir()} == {KNOWN_FILES, LOCK}
    assert recall(tmp_path, ("column 0",)) == recall(tmp_path, ("column 1",)) == ImportChoices()


# Whatever stands in the file ----

SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(st.characters(), max_size=5), st.just(10**400),
    st.sampled_from(["yes", "no", "breakout", "day first", "Result", "\ud800", ""]),
)  # fmt: skip
ANYTHING = st.recursive(
    SCALARS,
    lambda inside: st.one_of(st.lists(inside, max_size=4), st.dictionaries(st.text(max_size=3), inside, max_size=3)),
    max_leaves=8,
)
FILE = b"Tx date,Acne hx,Result\n2026-05-01,past,yes\n2026-05-02,none,no\n2026-05-03,past,no\n"


def survives(folder: Path, content: bytes) -> None:
    """Assert that a file of this content costs nobody anything: files are read, remembered and forgotten as ever."""
    folder.mkdir(exist_ok=True)
    (folder / KNOWN_FILES).write_bytes(content)
    found = recall(folder, HEADER)
    with suppress(DashboardError):
        opened = open_as_remembered(FILE, "log.csv", ImportChoices(), lambda _: found, b"key")
        opened.file.cleaned(opened.choices)
    with only_writer(folder):
        forget_client(folder, ["Anna Ashdown"])
    remember(folder, HEADER, SAID)
    assert recall(folder, HEADER) == SAID


@settings(max_examples=30, deadline=None)
@given(
    said=st.dictionaries(st.sampled_from(sorted(_as_data(SAID))), ANYTHING, max_size=4),
    layout=st.dictionaries(st.sampled_from(sorted(_as_data(SAID)["layout"])), ANYTHING, max_size=2),
)
def test_values_of_any_kind_are_survived(
    tmp_path_factory: pytest.TempPathFactory, said: dict[str, object], layout: dict[str, object]
) -> None:
    data = _as_data(SAID)
    data["layout"] |= layout
    files = {signature(HEADER): data | said, "another": said}
    survives(tmp_path_factory.mktemp("log"), json.dumps({"codebook": "1", "files": files}).encode())


@settings(max_examples=20, deadline=None)
@given(content=st.one_of(st.binary(max_size=200), ANYTHING.map(lambda value: json.dumps(value).encode())))
def test_bytes_of_any_kind_are_survived(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    survives(tmp_path_factory.mktemp("log"), content)


@pytest.mark.parametrize(
    "nested", ["[" * 100_000, '{"files":' * 100_000, "[" * 900 + "]" * 900, "[" * 50_000 + "]" * 50_000, "1" * 5_000]
)
@pytest.mark.parametrize(
    "place", ["%s", '{"files": %s}', '{"files": {"x": %s}}', '{"files": {"' + signature(HEADER) + '": %s}}']
)
def test_nesting_of_any_depth_is_survived(tmp_path: Path, nested: str, place: str) -> None:
    """JSON in JSON a thousand times is no damage to whoever wrote it, and no end to the dashboard."""
    survives(tmp_path, (place % nested).encode())


def test_a_memory_of_megabytes_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remember(tmp_path, HEADER, SAID)
    monkeypatch.setattr(known_files, "_MOST_BYTES", (tmp_path / KNOWN_FILES).stat().st_size - 1)
    assert recall(tmp_path, HEADER) is None
