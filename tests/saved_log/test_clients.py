"""Who is in the log, under the name that somebody gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import DashboardError
from analysis.identifiers.pseudonyms import new_key, pseudonym
from analysis.saved_log.clients import are_called_differently, erase_client
from analysis.saved_log.opening import open_log
from tests.logs import log_of
from tests.saved_log.logs import JANUARY, added, kept_rows

KEY = new_key()
NO_CLIENTS = "treatment_id,treatment_date,clinic,breakout\nT1,2026-01-05,Park,no\n"


def pseudonymised(text: str) -> str:
    for code in ("C1", "C2", "C3"):
        text = text.replace(code, pseudonym(code, KEY))
    return text


@pytest.mark.parametrize("text", [JANUARY, pseudonymised(JANUARY)], ids=["codes", "pseudonyms"])
def test_a_client_is_erased_under_the_code_that_the_pseudonym_was_made_from(tmp_path: Path, text: str) -> None:
    added(tmp_path, text)
    before = kept_rows(tmp_path)
    of_client = sum(row["client_id"] in {"C1", pseudonym("C1", KEY)} for row in before)
    erasure = erase_client("C1", tmp_path, KEY, "Ana")
    assert (erasure.erased.treatments, erasure.doubt) == (of_client, None)
    assert of_client > 0
    assert len(kept_rows(tmp_path)) == len(before) - of_client


@pytest.mark.parametrize(("asked", "key"), [("nobody", KEY), ("  ", None)], ids=["another name", "no name"])
def test_nobody_called_so_is_distinguished_from_nothing_to_erase(tmp_path: Path, asked: str, key: bytes | None) -> None:
    added(tmp_path, JANUARY)
    with pytest.raises(DashboardError, match=r"^No client .* so nothing was erased: check the ID\.$"):
        erase_client(asked, tmp_path, key, None)
    assert kept_rows(tmp_path)


def test_pseudonyms_beside_codes_are_noticed_and_no_clients_are_not(tmp_path: Path) -> None:
    codes, others, none = log_of(JANUARY), log_of(pseudonymised(JANUARY)), log_of(NO_CLIENTS)
    assert not are_called_differently(open_log(tmp_path), codes)
    added(tmp_path, JANUARY)
    kept = open_log(tmp_path)
    assert [are_called_differently(kept, log) for log in (codes, others, none)] == [False, True, False]
