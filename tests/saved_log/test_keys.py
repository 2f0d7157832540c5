"""A lost or another key: nobody is said to be gone who may still be there, and nobody comes in twice unsaid."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.errors import DashboardError
from analysis.identifiers.pseudonyms import fingerprint, new_key, pseudonym
from analysis.saved_log.clients import erase_client
from analysis.saved_log.history import ImportAbout, Version, read_version, written
from analysis.saved_log.keys import doubt_when_adding, doubt_when_erasing
from analysis.saved_log.opening import open_log
from analysis.saved_log.writing import add
from analysis.wording.saved_log import erased
from tests.logs import log_of
from tests.saved_log.logs import JANUARY, added, digest, kept_rows

ANA, BEA = "Ana Ashdown", "Bea Birtwell"
FORMER, KEY = new_key(), new_key()
HEADER = "client_id,treatment_date,breakout\n"


def made(folder: Path, month: int, key: bytes, *names: str, noted: bool = True) -> None:
    """Add a file of pseudonyms made with `key`, whose fingerprint is kept unless an older release added it."""
    text = HEADER + "".join(f"{pseudonym(name, key)},2026-{month:02}-03,no\n" for name in names)
    add(folder, log_of(text), ImportAbout("log.csv", digest(text), 1, 1, None, fingerprint(key) if noted else ""))


def test_a_fingerprint_tells_keys_apart_and_gives_no_pseudonym_away() -> None:
    assert fingerprint(KEY) == fingerprint(KEY) != fingerprint(FORMER)
    assert KEY.hex()[:8] not in fingerprint(KEY)


def test_what_an_older_release_wrote_of_a_version_is_read_and_what_it_can_read_is_written() -> None:
    version = Version(1, "import", "2026-11-24T06:30:00+00:00", None, "1", file_name="may.csv")
    former = json.loads(written(version))
    assert "key_fingerprint" not in former
    assert read_version(1, "import", json.dumps(former)) == version
    noted = Version(1, "import", version.when, None, "1", key_fingerprint=fingerprint(KEY))
    assert read_version(1, "import", written(noted)) == noted


@pytest.mark.parametrize("key", [None, KEY], ids=["missing", "another"])
def test_a_client_whose_pseudonym_another_key_made_is_refused_with_the_ways_out(
    tmp_path: Path, key: bytes | None
) -> None:
    made(tmp_path, 1, FORMER, ANA, BEA)
    with pytest.raises(
        DashboardError, match=r"^Nothing was erased: .*key.* Restore “.*pseudonyms\.key” from .* no key\.$"
    ):
        erase_client(ANA, tmp_path, key, None)
    assert len(kept_rows(tmp_path)) == 2
    assert open_log(tmp_path).latest == 1
    erasure = erase_client(pseudonym(ANA, FORMER), tmp_path, key, None)
    assert (erasure.erased.treatments, erasure.doubt) == (1, "missing" if key is None else "other")
    erase_client(BEA, tmp_path, FORMER, None)
    assert kept_rows(tmp_path) == []


def test_a_client_who_was_added_again_under_a_new_key_is_not_reported_as_gone(tmp_path: Path) -> None:
    """The treatments under the former pseudonym would have stayed."""
    made(tmp_path, 1, FORMER, ANA, BEA)
    made(tmp_path, 2, KEY, ANA)
    with pytest.raises(DashboardError, match="some pseudonyms of the saved log were made with another key"):
        erase_client(ANA, tmp_path, KEY, None)
    assert len(kept_rows(tmp_path)) == 3


def test_in_a_log_of_two_keys_a_client_goes_key_by_key_and_each_time_it_is_stated_that_there_may_be_more(
    tmp_path: Path,
) -> None:
    """Whoever had started pseudonyms anew could erase nobody by their ID any more, whichever key lay there."""
    made(tmp_path, 1, FORMER, ANA, BEA)
    made(tmp_path, 2, KEY, ANA)
    for key, left in ((KEY, 2), (FORMER, 1)):
        erasure = erase_client(ANA, tmp_path, key, None, only_what_is_found=True)
        assert erasure.erased.treatments == 1
        assert len(kept_rows(tmp_path)) == left
        assert ("made with another key" in erased(erasure)) == (key == KEY)


def test_once_nobody_is_left_under_the_former_key_every_version_is_searched_again(tmp_path: Path) -> None:
    made(tmp_path, 1, FORMER, BEA)
    made(tmp_path, 2, KEY, ANA)
    erase_client(pseudonym(BEA, FORMER), tmp_path, KEY, None)
    erasure = erase_client(ANA, tmp_path, KEY, None)
    assert erasure.doubt is None


def test_a_code_as_it_stands_in_the_log_needs_no_key(tmp_path: Path) -> None:
    added(tmp_path, JANUARY)
    made(tmp_path, 2, FORMER, ANA)
    erasure = erase_client("C1", tmp_path, None, None)
    assert (erasure.erased.treatments, erasure.doubt) == (1, "missing")


def test_a_log_of_an_older_release_is_trusted_as_far_as_its_pseudonyms_prove_the_key(tmp_path: Path) -> None:
    made(tmp_path, 1, KEY, ANA, BEA, noted=False)
    made(tmp_path, 2, KEY, BEA, "Cleo", noted=False)
    kept = open_log(tmp_path)
    # Ana is in the first file, and Bea, who is there with her, ties the second to it.
    assert doubt_when_erasing(kept, KEY, {pseudonym(ANA, KEY)}) is None
    made(tmp_path, 3, FORMER, ANA, noted=False)
    erasure = erase_client(ANA, tmp_path, KEY, None)
    assert (erasure.erased.treatments, erasure.doubt) == (1, "unknown")
    with pytest.raises(DashboardError, match="may have been made with another key"):
        erase_client(ANA, tmp_path, KEY, None)


def test_a_log_without_pseudonyms_needs_no_key(tmp_path: Path) -> None:
    added(tmp_path, JANUARY)
    kept = open_log(tmp_path)
    assert doubt_when_erasing(kept, None, set()) is None
    assert doubt_when_adding(kept, KEY, None) is None
    assert doubt_when_adding(open_log(tmp_path / "none"), KEY, None) is None


def test_pseudonyms_are_added_only_under_the_key_of_the_log(tmp_path: Path) -> None:
    made(tmp_path, 1, FORMER, ANA)
    kept = open_log(tmp_path)
    assert doubt_when_adding(kept, FORMER, FORMER) is None
    # Whoever has the key still in memory brings it back.
    assert doubt_when_adding(kept, FORMER, None) is None
    assert doubt_when_adding(kept, KEY, None) == "missing"
    assert doubt_when_adding(kept, KEY, KEY) == "other"
    # In a log of two keys, the one that was put back to erase somebody is not the one in force.
    made(tmp_path, 2, KEY, BEA)
    assert doubt_when_adding(open_log(tmp_path), KEY, KEY) is None
    assert doubt_when_adding(open_log(tmp_path), FORMER, FORMER) == "other"
    # Another session has begun the log meanwhile: its key is at hand, and this file was read before it was.
    assert doubt_when_adding(kept, KEY, FORMER) == "not this file"


def test_a_log_of_an_older_release_goes_on_under_the_key_beside_it(tmp_path: Path) -> None:
    made(tmp_path, 1, KEY, ANA, noted=False)
    assert doubt_when_adding(open_log(tmp_path), KEY, KEY) is None
    assert doubt_when_adding(open_log(tmp_path), KEY, None) == "missing"


def test_pseudonyms_of_treatments_have_a_key_as_well(tmp_path: Path) -> None:
    text = f"treatment_id,breakout\n{pseudonym('Ana 1', FORMER)},yes\n{pseudonym('Bea 1', FORMER)},no\n"
    added(tmp_path, text)
    assert doubt_when_adding(open_log(tmp_path), KEY, None) == "missing"
