"""Pseudonyms: stable under one key, which is written once, whole, and for its owner only."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.errors import DashboardError
from analysis.files.many_texts import as_many
from analysis.identifiers.pseudonyms import (
    KEY_FILE,
    is_pseudonym,
    keep_key,
    like_pseudonyms,
    load_key,
    new_key,
    pseudonym,
)

KEY = b"k" * 32
ROOT = Path(__file__).parents[2]


def test_a_pseudonym_is_what_hmac_sha256_gives() -> None:
    """Worked out with ``openssl dgst -sha256 -mac HMAC``: the last five bits of each of the first ten bytes."""
    digest = "d60704e126326b8c5d9ef222e906077f581a4b34c29a467a62626f3eda8b27ba"
    letters = "".join("abcdefghijklmnopqrstuvwxyz234567"[byte % 32] for byte in bytes.fromhex(digest)[:10])
    assert pseudonym("jane doe", KEY)[2:12] == letters


@pytest.mark.parametrize("spelling", ["Jane Doe", " jane   doe ", "JANE DOE", "Jane\u00a0Doe"])
def test_case_and_spaces_do_not_make_another_client(spelling: str) -> None:
    assert pseudonym(spelling, KEY) == pseudonym("jane doe", KEY)


def test_another_key_or_another_client_gives_another_pseudonym() -> None:
    assert len({pseudonym("Jane Doe", KEY), pseudonym("Jane Doe", b"other"), pseudonym("Jane Roe", KEY)}) == 3


def test_100_000_clients_do_not_collide() -> None:
    assert len({pseudonym(str(number), KEY) for number in range(100_000)}) == 100_000


def test_a_pseudonym_is_known_as_one_and_not_replaced_again() -> None:
    made = pseudonym("Jane Doe", KEY)
    assert is_pseudonym(made)
    assert pseudonym(f" {made}", b"other") == made


@pytest.mark.parametrize("code", ["C-104", "C-aaaaaaaaaaaa", "C-222222222222", "", "C-"])
def test_a_clinics_own_code_is_not_taken_for_a_pseudonym(code: str) -> None:
    assert not is_pseudonym(code)


# The key ----


def test_new_keys_differ_and_are_long_enough() -> None:
    keys = {new_key() for _ in range(100)}
    assert len(keys) == 100
    assert {len(key) for key in keys} == {32}


def test_the_first_key_kept_stays_in_force(tmp_path: Path) -> None:
    assert load_key(tmp_path) is None
    first, second = new_key(), new_key()
    assert keep_key(tmp_path / "log", first) == first
    assert keep_key(tmp_path / "log", second) == first
    assert load_key(tmp_path / "log") == first
    assert os.listdir(tmp_path / "log") == [KEY_FILE]  # noqa: PTH208 - names are what is compared


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_only_its_owner_may_read_the_key(tmp_path: Path) -> None:
    keep_key(tmp_path, KEY)
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600


def test_processes_at_once_end_with_the_same_key(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from analysis.identifiers.pseudonyms import keep_key, new_key;"
        "sys.stdin.read(1); print(keep_key(Path(sys.argv[1]), new_key()).hex())"
    )
    racing = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for process in racing:
        assert process.stdin is not None
        process.stdin.write("go")
        process.stdin.flush()
    keys = {process.communicate()[0].strip() for process in racing}
    assert {process.returncode for process in racing} == {0}
    assert keys == {(load_key(tmp_path) or b"").hex()}


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda content: content[:-9],
        lambda content: content[: len(content) // 2],
        lambda content: b"00" + content[2:],
        lambda content: content + content,
        lambda _: "café".encode("utf-16"),
    ],
)
def test_a_damaged_key_is_one_plain_sentence_and_never_replaced(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    keep_key(tmp_path, new_key())
    path = tmp_path / KEY_FILE
    path.write_bytes(damage(path.read_bytes()))
    before = path.read_bytes()
    for use in (load_key, lambda folder: keep_key(folder, KEY)):
        with pytest.raises(DashboardError, match=r"^The key of the pseudonyms, “.*pseudonyms\.key”, is damaged: .*\.$"):
            use(tmp_path)
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_written_to_is_one_plain_sentence(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("a file where the folder should be")
    with pytest.raises(DashboardError, match=r"^The key of the pseudonyms, .*\.$"):
        keep_key(tmp_path / "log", KEY)


def test_a_key_of_another_length_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        keep_key(tmp_path, b"short")
    assert load_key(tmp_path) is None


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="nothing is read-only to root")
def test_a_read_only_folder_is_one_plain_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(DashboardError, match=r"^The key of the pseudonyms could not be written .*\.$"):
        keep_key(tmp_path, KEY)


def test_a_full_disk_leaves_no_key_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(
        DashboardError, match=r"^The key of the pseudonyms could not be written .*disk is not full.*\.$"
    ):
        keep_key(tmp_path, KEY)
    assert list(tmp_path.iterdir()) == []


def test_many_texts_have_the_form_of_a_pseudonym_as_each_of_a_list_has() -> None:
    made = [pseudonym(text, KEY) for text in ("Ana", "Bo")]
    texts = [*made, made[0] + "\n", " " + made[0], made[0].upper(), "C-aaaaaaaaaaaa", "C-aaaaaaaaaaa1", "T-1", ""]
    marked = like_pseudonyms(texts)
    assert like_pseudonyms(as_many(texts)).tolist() == marked.tolist()
    assert [text for text in texts if is_pseudonym(text)] == made
    assert [texts[place] for place in marked.nonzero()[0]] == [*made, "C-aaaaaaaaaaaa"]
