"""Client IDs as spreadsheets and several hands leave them: one client stays one, and several do not become one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from analysis.files.many_texts import ManyTexts
from analysis.importing.choices import ImportChoices
from analysis.importing.decision import Decision
from analysis.importing.opening import open_file
from tests.importing.asking import asked, read_all

ROWS = 24


def with_clients(ids: Sequence[str]) -> bytes:
    """Return a log of 24 treatments whose clients take turns."""
    rows = [f"{ids[row % len(ids)]},2026-01-{1 + row:02},{'yes' if row % 3 == 1 else 'no'}" for row in range(ROWS)]
    return "\n".join(["client,treatment date,breakout", *rows]).encode()


def read(content: bytes, *answers: tuple[str, str]) -> tuple[list[str] | None, list[Decision]]:
    """Return the clients, None where nothing tells them apart, and what was decided."""
    log, account = read_all(content, *answers)
    return list(log.values("client_id")) if "client_id" in log else None, list(account.decisions)


@pytest.mark.parametrize(
    ("ids", "clients", "said"),
    [
        (("1001", "1001.0", "1002", "1003"), ["1001", "1002", "1003"], "“1001.0” is “1001”"),
        (("1001.0", "1002.0", "1003.0"), ["1001", "1002", "1003"], "“1001.0” is “1001”"),
        (('"12,0"', "12.00", "13"), ["12", "13"], "“12,0” is “12”"),
    ],
)
def test_the_fraction_that_a_spreadsheet_adds_makes_no_other_client(
    ids: Sequence[str], clients: list[str], said: str
) -> None:
    """1001.0 was another client than 1001: who came twice was counted as two who came once."""
    found, decisions = read(with_clients(ids))
    assert found == clients
    assert [each.chosen for each in decisions if each.about == "whole client numbers"] == [said]


def test_no_question_goes_through_the_ids_of_a_long_log_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A million of them took two seconds of the import, for questions that were not asked."""
    rows = [f"C-{row:06},2026-01-{1 + row % 28:02},{'yes' if row % 3 == 1 else 'no'}" for row in range(12_000)]
    content = "\n".join(["client,treatment date,breakout", *rows]).encode()
    choices = ImportChoices()
    opened = open_file(content, "clinic.csv", choices, b"key")

    def one_by_one(texts: ManyTexts) -> Iterator[str]:
        assert not len(texts), f"{len(texts):,} texts were gone through one by one"
        return iter(())

    monkeypatch.setattr(ManyTexts, "__iter__", one_by_one)
    assert len(opened.cleaned(choices)[0]) == 12_000


def test_thousands_are_no_fraction() -> None:
    assert read(with_clients(("1", '"1,000"', '"1,001"')))[0] == ["1", "1,000", "1,001"]


def test_capital_letters_are_asked_about() -> None:
    """Codes of some programs differ in them alone."""
    content = with_clients(("C-001", "C-001", "c-001", "C-002"))
    decision = asked(content)
    assert decision.question == "Are “C-001” and “c-001” in “client” the same client?"
    assert decision.because == "They differ only in capital letters."
    one, two = (each.reading for each in decision.alternatives)
    assert [each.parts for each in decision.alternatives] == ["2 clients", "3 clients"]
    assert read(content, (decision.about, one))[0] == ["C-001", "C-002"]
    assert read(content, (decision.about, two))[0] == ["C-001", "C-002", "c-001"]


@pytest.mark.parametrize("ids", [("C-001", "C-002"), ("1001", "1002"), ("A1", "B1"), ("10.5", "10.7"), ("7.0a", "7a")])
def test_ids_of_one_spelling_stay_as_they_are(ids: Sequence[str]) -> None:
    found, decisions = read(with_clients(ids))
    assert found == sorted(ids)
    assert "whole client numbers" not in [each.about for each in decisions]


def test_zeros_that_a_spreadsheet_dropped_are_asked_about() -> None:
    """00045 and 45 were two clients."""
    content = with_clients(("00045", "45", "00112", "7"))
    decision = asked(content)
    assert decision.question == "Are “00045” and “45” in “client” the same client?"
    assert decision.because == "They differ only in zeros in front."
    more = asked(with_clients(("00045", "45", "00046", "46", "7")))
    assert more.because == "They differ only in zeros in front, as 2 more IDs do."
    one, two = (each.reading for each in decision.alternatives)
    assert [each.parts for each in decision.alternatives] == ["3 clients", "4 clients"]
    assert read(content, (decision.about, one))[0] == ["00007", "00045", "00112"]
    assert read(content, (decision.about, two))[0] == ["00045", "00112", "45", "7"]


@pytest.mark.parametrize("ids", [("045", "112", "700"), ("45", "112", "7"), ("0045", "112")])
def test_zeros_are_not_asked_about_where_no_two_clients_are_alike(ids: Sequence[str]) -> None:
    assert read(with_clients(ids))[0] == sorted(ids)


@pytest.mark.parametrize("short", ["1.23E+11", "1,23E+11", "1.23457e+15"])
def test_numbers_that_a_spreadsheet_shortened_are_asked_about(short: str) -> None:
    """All clients of one booking system became a few who came very often."""
    content = with_clients((f'"{short}"', "4470001", "4470002", f'"{short}"'))
    decision = asked(content)
    assert f"“{short}” in place of longer numbers (12 rows)" in decision.because
    out, kept = (each.reading for each in decision.alternatives)
    assert [each.parts for each in decision.alternatives] == ["no clients", "3 clients"]
    assert read(content, (decision.about, out))[0] is None
    assert read(content, (decision.about, kept))[0] == sorted([short, "4470001", "4470002"])
