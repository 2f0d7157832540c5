"""A log of 24 treatments with an outcome as a test writes it, and what the product asks of it."""

from __future__ import annotations

import pytest

from analysis.counting.in_memory import InMemory
from analysis.importing.choices import ImportChoices
from analysis.importing.decision import Decision, UndecidedError
from analysis.importing.import_account import ImportAccount
from analysis.importing.opening import open_file
from analysis.outcome_log.log import Log

YES_OF_24 = 7


def log(header: str, yes: str, no: str, more: str = "") -> bytes:
    """Return a log of 24 treatments, 7 with a breakout; `yes` and `no` are what a row says, from the date on."""
    said = [yes if row % 3 == 1 and row < 21 else no for row in range(24)]
    rows = [f"C{row:02},2026-{1 + row // 20:02}-{1 + row % 20:02},{text}" for row, text in enumerate(said)]
    return "\n".join([f"client,treatment date,{header}", *rows, more]).encode()


def counts(content: bytes, choices: ImportChoices = ImportChoices()) -> tuple[int, int, int]:  # noqa: B008 - frozen
    """Return treatments, breakouts and unknown outcomes, as the pages count them."""
    found, _ = open_file(content, "clinic.csv", choices, b"key").cleaned(choices)
    total = InMemory(found).total
    return int(total.treatments), int(total.breakouts), int(total.unknown)


def asked(content: bytes, choices: ImportChoices = ImportChoices()) -> Decision:  # noqa: B008 - frozen
    """Return the question that a file asks."""
    with pytest.raises(UndecidedError) as error:
        counts(content, choices)
    return error.value.decision


def leads(decision: Decision) -> dict[str, tuple[int, int, int] | None]:
    """Return treatments, breakouts and no breakouts of each reading."""
    return {
        each.reading: None
        if (found := each.consequence) is None
        else (found.treatments, found.breakouts, found.no_breakouts)
        for each in decision.alternatives
    }


def read_all(content: bytes, *answers: tuple[str, str]) -> tuple[Log, ImportAccount]:
    """Return a log and its account, where some questions are answered."""
    choices = ImportChoices()
    for about, reading in answers:
        choices = choices.with_answer(about, reading)
    return open_file(content, "clinic.csv", choices, b"key").cleaned(choices)
