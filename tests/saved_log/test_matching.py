"""Files with and without treatment IDs: nothing is counted twice unless somebody says so."""

from __future__ import annotations

import random
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.exhibits.log_tables import pairs_table
from analysis.importing.choices import ImportChoices
from analysis.importing.opening import digest, open_file
from analysis.outcome_log.columns import TREATMENT_ID
from analysis.outcome_log.log import Log
from analysis.saved_log.changes import Effect, effect
from analysis.saved_log.history import ImportAbout, Version
from analysis.saved_log.identity import SETTLED
from analysis.saved_log.matching import PairsAre
from analysis.saved_log.opening import SavedLog, open_log
from analysis.saved_log.writing import add, erase, undo
from tests.logs import log_of
from tests.saved_log.logs import SAMPLE, about, added, kept_rows
from tests.saved_log.logs import digest as digest_of

HEADER = "treatment_id,client_id,treatment_date,clinic,treatment,skin_type,breakout\n"
WITH_IDS = HEADER + (
    "T1,C1,2026-05-01,Harbour,peel,oily,no\n"
    "T2,C2,2026-05-02,Harbour,peel,dry,\n"
    "T3,C1,2026-05-20,Park,laser,oily,yes\n"
)  # fmt: skip


def without_ids(text: str) -> str:
    return "\n".join(line.split(",", 1)[-1] for line in text.split("\n"))


def said_to_be(they_are: PairsAre, folder: Path, text: str) -> Version:
    return add(folder, log_of(text), about(text), pairs=they_are)


def told(folder: Path, text: str, they_are: PairsAre = "same") -> Effect:
    return effect(open_log(folder), log_of(text), digest_of(text), pairs=they_are)


def numbers(of: Effect | Version) -> tuple[int, int, int, int]:
    return of.new, of.changed, of.unchanged, of.paired


def ids(folder: Path) -> list[str | None]:
    return [row.get(TREATMENT_ID) for row in kept_rows(folder)]


WITHOUT_IDS = without_ids(WITH_IDS)

# What a pair is ----


def test_the_same_treatments_without_ids_are_found_and_change_nothing(tmp_path: Path) -> None:
    added(tmp_path, WITH_IDS)
    before = kept_rows(tmp_path)
    assert numbers(told(tmp_path, WITHOUT_IDS)) == (0, 0, 3, 3)
    added(tmp_path, WITHOUT_IDS)
    assert kept_rows(tmp_path) == before
    assert open_log(tmp_path).versions[-1].paired == 3


def test_ids_that_come_later_are_kept_from_then_on(tmp_path: Path) -> None:
    added(tmp_path, WITHOUT_IDS, WITH_IDS)
    assert ids(tmp_path) == ["T1", "T2", "T3"]
    moved = WITH_IDS.replace("Harbour", "Meadow").replace("2026-05-20", "2026-05-21")
    assert numbers(told(tmp_path, moved)) == (0, 3, 0, 0)


def test_an_outcome_of_a_pair_is_filled_in_and_a_blank_takes_nothing_away(tmp_path: Path) -> None:
    added(tmp_path, WITH_IDS)
    later = WITHOUT_IDS.replace("dry,\n", "dry,yes\n").replace("oily,no\n", ",\n")
    assert numbers(told(tmp_path, later)) == (0, 1, 2, 3)
    added(tmp_path, later)
    assert [row["breakout"] for row in kept_rows(tmp_path)] == ["no", "yes", "yes"]
    assert ids(tmp_path) == ["T1", "T2", "T3"]


@pytest.mark.parametrize(
    "other",
    [
        "C9,2026-05-01,Harbour,peel",
        "C1,2026-05-09,Harbour,peel",
        "C1,2026-05-01,Park,peel",
        "C1,2026-05-01,Harbour,wax",
    ],
    ids=["client", "day", "clinic", "treatment"],
)
def test_another_client_day_clinic_or_treatment_is_no_pair(tmp_path: Path, other: str) -> None:
    added(tmp_path, WITH_IDS)
    of = told(tmp_path, without_ids(HEADER) + f"{other},oily,no\n")
    assert numbers(of) == (1, 0, 0, 0)
    assert not len(of.pairs)


def test_two_ids_are_two_treatments_whatever_else_is_alike(tmp_path: Path) -> None:
    added(tmp_path, WITH_IDS)
    assert numbers(told(tmp_path, WITH_IDS.replace("T", "U"))) == (3, 0, 0, 0)


def test_a_file_without_clients_is_paired_with_nothing(tmp_path: Path) -> None:
    added(tmp_path, WITH_IDS)
    assert numbers(told(tmp_path, without_ids(without_ids(WITH_IDS)))) == (3, 0, 0, 0)


@pytest.mark.parametrize("one_more_in", ["file", "log"])
def test_of_treatments_that_are_alike_each_is_given_away_once(tmp_path: Path, one_more_in: str) -> None:
    two = HEADER + "T1,C1,2026-05-01,Park,peel,oily,no\nT2,C1,2026-05-01,Park,peel,dry,yes\n"
    three = two + "T3,C1,2026-05-01,Park,peel,normal,no\n"
    first, second = (two, three) if one_more_in == "file" else (three, two)
    added(tmp_path, first)
    assert numbers(told(tmp_path, without_ids(second))) == (int(one_more_in == "file"), 0, 2, 2)


@pytest.mark.parametrize("ids_first", [True, False])
def test_those_that_are_alike_are_paired_with_what_they_say_whatever_their_order(
    tmp_path: Path, *, ids_first: bool
) -> None:
    """By their order alone the outcomes of two treatments of a day would change places."""
    header = HEADER.replace("skin_type", "needle_depth_mm")
    depths = [0.25 * depth for depth in range(1, 11)]
    lines = [f"T{n},C1,2026-05-01,Park,peel,{depth},{['no', 'yes'][n % 2]}\n" for n, depth in enumerate(depths)]
    text = header + "".join(lines)
    other = without_ids(header + "".join(reversed(lines)))
    added(tmp_path, *((text, other) if ids_first else (other, text)))
    of_each = {row[TREATMENT_ID]: (float(row["needle_depth_mm"]), row["breakout"]) for row in kept_rows(tmp_path)}
    assert of_each == {f"T{n}": (depth, ["no", "yes"][n % 2]) for n, depth in enumerate(depths)}


def test_an_outcome_that_came_meanwhile_goes_to_the_treatment_that_is_most_alike(tmp_path: Path) -> None:
    added(tmp_path, HEADER + "T1,C1,2026-05-01,Park,peel,oily,\nT2,C1,2026-05-01,Park,peel,dry,\n")
    added(tmp_path, without_ids(HEADER) + "C1,2026-05-01,Park,peel,dry,no\nC1,2026-05-01,Park,peel,oily,yes\n")
    assert [(row[TREATMENT_ID], row["breakout"]) for row in kept_rows(tmp_path)] == [("T1", "yes"), ("T2", "no")]


def test_more_alike_than_are_compared_one_by_one_are_still_each_given_away_once(tmp_path: Path) -> None:
    lines = [f"T{n},C1,2026-05-01,Park,peel,oily,{['no', 'yes', ''][n % 3]}\n" for n in range(300)]
    added(tmp_path, HEADER + "".join(lines))
    fewer = without_ids(HEADER + "".join(lines[:200]))
    assert numbers(told(tmp_path, fewer))[::3] == (0, 200)
    assert numbers(told(tmp_path, fewer + fewer.split("\n", 1)[1]))[::3] == (100, 300)


def test_pseudonyms_of_the_same_key_are_matched_as_they_stand(tmp_path: Path) -> None:
    key = b"k" * 32
    named = WITH_IDS.replace("client_id", "patient").replace("C1", "Anna Ashdown").replace("C2", "Bea Birtwell")

    def read(text: str) -> Log:
        choices = ImportChoices()
        return open_file(text.encode(), "may.csv", choices, key).cleaned(choices)[0]

    add(tmp_path, read(named), about(named))
    assert "Anna" not in str(kept_rows(tmp_path))
    assert numbers(add(tmp_path, read(without_ids(named)), about(without_ids(named)))) == (0, 0, 3, 3)


# Doubts ----


@pytest.mark.parametrize(
    ("in_log", "in_file"),
    [("Park,peel", ",peel"), ("Park,peel", "Park,"), (",peel", "Park,peel"), (",peel", "Park,"), ("Park,peel", ",")],
)
def test_a_blank_clinic_or_treatment_leaves_a_doubt_and_counts_as_the_same(
    tmp_path: Path, in_log: str, in_file: str
) -> None:
    added(tmp_path, HEADER + f"T1,C1,2026-05-01,{in_log},oily,no\n")
    text = without_ids(HEADER) + f"C1,2026-05-01,{in_file},oily,no\n"
    of = told(tmp_path, text)
    assert (of.new, of.paired, of.pairs.is_doubtful.tolist()) == (0, 1, [True])
    assert (told(tmp_path, text, "sure").new, told(tmp_path, text, "further").new) == (1, 1)


def test_what_nobody_knows_on_either_side_leaves_no_doubt(tmp_path: Path) -> None:
    text = "treatment_id,client_id,treatment_date,breakout\nT1,C1,2026-05-01,no\n"
    added(tmp_path, text)
    assert told(tmp_path, without_ids(text)).pairs.is_doubtful.tolist() == [False]


def test_a_sure_pair_comes_before_a_doubtful_one(tmp_path: Path) -> None:
    added(tmp_path, HEADER + "T1,C1,2026-05-01,,peel,oily,no\nT2,C1,2026-05-01,Park,peel,oily,no\n")
    of = told(tmp_path, without_ids(HEADER) + "C1,2026-05-01,Park,peel,oily,no\n")
    assert (of.pairs.treatment.tolist(), of.pairs.is_doubtful.tolist()) == ([1], [False])


def test_an_old_file_without_ids_brings_nobody_twice_after_a_correction(tmp_path: Path) -> None:
    added(tmp_path, WITH_IDS, WITH_IDS.replace("Park", "Harbour"))
    of = told(tmp_path, WITHOUT_IDS)
    assert (of.new, of.paired, of.pairs.is_doubtful.tolist()) == (0, 3, [False, False, True])
    assert pairs_table(of, log_of(WITHOUT_IDS).frame.index)["Uncertain"].tolist() == [
        "corrected in the log since",
        "",
        "",
    ]


def test_a_blank_that_is_filled_in_by_now_is_no_doubt_about_another_clinic(tmp_path: Path) -> None:
    blank = WITH_IDS.replace("Park", "")
    added(tmp_path, blank, WITH_IDS)
    assert numbers(told(tmp_path, WITHOUT_IDS.replace("Park", "Meadow"))) == (1, 0, 2, 2)


# Somebody says so ----


def test_further_treatments_stay_further_ones_when_either_file_comes_again(tmp_path: Path) -> None:
    added(tmp_path, WITH_IDS)
    assert numbers(said_to_be("further", tmp_path, WITHOUT_IDS)) == (3, 0, 0, 0)
    for text in (
        WITH_IDS,
        WITHOUT_IDS,
        WITHOUT_IDS.replace("oily,yes", "oily,no"),
        WITH_IDS.replace("dry,", "dry,yes"),
    ):
        for they_are in ("same", "sure", "further"):
            assert told(tmp_path, text, they_are).new == 0
        added(tmp_path, text)
    assert len(kept_rows(tmp_path)) == 6


def test_only_what_is_sure_is_the_same_if_the_manager_says_so(tmp_path: Path) -> None:
    added(tmp_path, WITH_IDS)
    assert numbers(said_to_be("sure", tmp_path, WITHOUT_IDS.replace("Park", ""))) == (1, 0, 2, 2)


# Undo, erase ----


@pytest.mark.parametrize("texts", [(WITH_IDS, WITHOUT_IDS), (WITHOUT_IDS, WITH_IDS)], ids=["ids first", "ids last"])
def test_an_import_that_is_taken_back_and_had_back_makes_nobody_two(tmp_path: Path, texts: tuple[str, str]) -> None:
    first, second = texts
    added(tmp_path, first, second)
    undo(tmp_path, 1)
    assert len(kept_rows(tmp_path)) == 3
    assert any(ids(tmp_path)) == (second == WITH_IDS)
    added(tmp_path, first)
    assert len(kept_rows(tmp_path)) == 3
    undo(tmp_path, 2)
    undo(tmp_path, 3)
    assert len(kept_rows(tmp_path)) == 3
    undo(tmp_path, 4)
    assert len(kept_rows(tmp_path)) == 3


@pytest.mark.parametrize("texts", [(WITH_IDS, WITHOUT_IDS), (WITHOUT_IDS, WITH_IDS)], ids=["ids first", "ids last"])
def test_what_was_taken_back_is_no_other_treatment_once_it_is_had_back(tmp_path: Path, texts: tuple[str, str]) -> None:
    added(tmp_path, texts[0])
    undo(tmp_path, 1)
    assert numbers(added(tmp_path, texts[1])[0]) == (3, 0, 0, 0)
    undo(tmp_path, 2)
    assert len(kept_rows(tmp_path)) == 3


def test_ids_of_an_import_that_was_taken_back_hold_nobody_to_them(tmp_path: Path) -> None:
    """The wrong column was taken for the ID, and the import was taken back to be done again."""
    added(tmp_path, WITHOUT_IDS, WITH_IDS.replace("T", "U"))
    undo(tmp_path, 2)
    assert numbers(added(tmp_path, WITH_IDS)[0]) == (0, 3, 0, 3)
    assert ids(tmp_path) == ["T1", "T2", "T3"]


def test_an_erased_client_goes_from_both_files(tmp_path: Path) -> None:
    added(tmp_path, WITH_IDS, WITHOUT_IDS)
    assert erase(tmp_path, "C1").treatments == 2
    assert [row["client_id"] for row in kept_rows(tmp_path)] == ["C2"]
    assert "C1" not in str(open_log(tmp_path).contents.columns)


# Invariants ----

SAMPLES = sorted(SAMPLE.parent.glob("*.csv"))
# With all their columns the twenty orders would take three times as long.
NEEDED = [TREATMENT_ID, *SETTLED, "needle_depth_mm", "breakout"]


@cache
def sample(path: Path) -> tuple[Log, Log]:
    """Return a sample log with its IDs, where it has any, and without."""
    choices = ImportChoices()
    log, _ = open_file(path.read_bytes(), path.name, choices, b"sample").cleaned(choices)
    frame = log.frame[[name for name in NEEDED if name in log]]
    return replace(log, frame=frame), replace(log, frame=frame.drop(columns=TREATMENT_ID, errors="ignore"))


@pytest.mark.parametrize("order", range(8))
def test_the_sample_files_with_and_without_ids_are_2381_treatments_in_every_order(tmp_path: Path, order: int) -> None:
    chance = random.Random(order)
    for path in chance.sample(SAMPLES, len(SAMPLES)):
        log = sample(path)[chance.random() < 0.5]
        version = add(tmp_path, log, ImportAbout(path.name, digest(path.read_bytes()), len(log), len(log)))
        assert version.new + version.changed + version.unchanged == len(log)
    kept = open_log(tmp_path)
    assert len(kept) == 2381
    assert np.bincount(kept.column("breakout").codes + 1).tolist() == [173, 2004, 204]


rows = st.lists(
    st.tuples(
        st.sampled_from(["C1", "C2", ""]),
        st.sampled_from(["2026-05-01", "2026-05-02"]),
        st.sampled_from(["Park", "Harbour", ""]),
        st.sampled_from(["peel", ""]),
        st.sampled_from(["oily", "dry", ""]),
        st.sampled_from(["yes", "no", ""]),
    ),
    min_size=1,
    max_size=9,
)


@settings(max_examples=10, deadline=None, derandomize=True)
@given(rows, st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=3), st.randoms())
def test_the_same_treatments_again_are_never_more_and_never_others(
    rows: list[tuple[str, ...]], times: list[tuple[bool, bool]], chance: random.Random
) -> None:
    """With IDs or without, in another order, in two parts: as many treatments, and each with the same outcome."""
    rows = [row for row in rows if row[0]] or [("C1", *rows[0][1:])]
    lines = [f"T{number},{','.join(row)}" for number, row in enumerate(rows)]

    def said(kept: SavedLog) -> list[tuple[str, ...]]:
        frame = kept.table.frame.reindex(columns=HEADER.strip().split(",")[1:], fill_value="")
        return sorted(map(tuple, frame.astype(str).to_numpy().tolist()))

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first = HEADER + "\n".join(lines) + "\n"
        added(folder, first if times[0][0] else without_ids(first))
        before = said(open_log(folder))
        assert len(before) == len(rows)
        for has_ids, in_parts in times[1:]:
            shuffled = chance.sample(lines, len(lines))
            cut = chance.randint(1, len(lines)) if in_parts else len(lines)
            for part in filter(None, (shuffled[:cut], shuffled[cut:])):
                text = HEADER + "\n".join(part) + "\n"
                text = text if has_ids else without_ids(text)
                of = told(folder, text)
                assert (of.new, of.changed + of.unchanged, of.changed + of.unchanged >= of.paired) == (
                    0,
                    len(part),
                    True,
                )
                added(folder, text)
            assert said(open_log(folder)) == before
